import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMs, hoursMs, minutesMs } from '../../../src/core/clock.ts';
import { planRoster } from '../../../src/people/roster-file.ts';
import { MADE_AT, openStoreWorld, type StoreWorld } from '../store-world.ts';

const rosterOf = (...lines: string[]) => planRoster(['学号,姓名,邮箱,学院,年级', ...lines].join('\n')).people;
const numbers = [1, 2, 3, 4, 5].map(
  (number) => `2026100${number},测试同学,t${number}@campus.example,测试学院,2026`,
);

describe('who people are, in PostgreSQL', () => {
  let world: StoreWorld;
  beforeAll(async () => {
    world = await openStoreWorld();
    await world.stores.roster.save(rosterOf(...numbers), MADE_AT);
  });
  afterAll(() => world.close());

  type Person = { contactId: string; addressId: string };
  const claim = (by: Person, number: string, at = MADE_AT, name = '测试同学') =>
    world.stores.bindings.claim(randomUUID(), { number, name }, { ...by, now: at });
  const tryCode = (by: Person, code: string, at = MADE_AT) =>
    world.transactions.run(({ bindings }) =>
      bindings.tryCode({
        code,
        bindingId: randomUUID(),
        requestId: randomUUID(),
        by: { ...by, now: at },
      }),
    );
  const mail = async (code: string, at = MADE_AT) => {
    const claims = await world.transactions.run(({ bindings }) => bindings.settleClaims(at, 20));
    const expiresAt = addMs(at, minutesMs(15));
    for (const { claimId } of claims)
      await world.stores.bindings.mailCode({ id: randomUUID(), claimId, code, expiresAt, now: at });
    return claims.map(({ mailbox }) => mailbox);
  };

  it('leaves the same rows behind whether the number exists or not', async () => {
    const [known, unknown, misnamed] = await Promise.all([1, 2, 3].map(() => world.addPerson()));
    if (!known || !unknown || !misnamed) throw new Error('nobody');
    expect(await claim(known, '20261001')).toBe('noted');
    expect(await claim(unknown, '20269001')).toBe('noted');
    expect(await claim(misnamed, '20261001', MADE_AT, '别的名字')).toBe('noted');
    const rows = await world.database.sql(
      `select octet_length(number_hash) as n, octet_length(person_hash) as p, settled_at from xinqiao.identity_claim`,
    );
    expect(rows).toEqual([1, 2, 3].map(() => ({ n: 32, p: 32, settled_at: null })));
    expect(await mail('111111')).toEqual(['t1@campus.example']);
    expect(await mail('111111')).toEqual([]);
    expect(await tryCode(unknown, '111111')).toEqual({ kind: 'wrong' });
    expect(await tryCode(misnamed, '111111')).toEqual({ kind: 'wrong' });
    expect(await tryCode(known, '111111')).toEqual({ kind: 'bound' });
    expect(await world.stores.bindings.personOf(known.contactId)).toEqual({
      name: '测试同学',
      college: '测试学院',
      number: '20261001',
      phone: null,
    });
    expect(await world.stores.bindings.collegeOf(known.contactId)).toBe('测试学院');
    expect(await world.stores.bindings.personOf(unknown.contactId)).toBeNull();
    expect(await world.stores.bindings.collegeOf(unknown.contactId)).toBeNull();
  });

  it('takes a code once, for fifteen minutes, and only the newest', async () => {
    const person = await world.addPerson();
    await claim(person, '20261002');
    await mail('222222');
    expect(await tryCode(person, '222222', addMs(MADE_AT, minutesMs(15)))).toEqual({ kind: 'wrong' });
    await claim(person, '20261002');
    await mail('333333');
    expect(await tryCode(person, '222222')).toEqual({ kind: 'wrong' });
    expect(await tryCode(person, '333333')).toEqual({ kind: 'bound' });
    const [row] = await world.database.sql(
      `select count(*)::int as open from xinqiao.identity_code where used_at is null and expires_at > $1`,
      [MADE_AT],
    );
    expect(row).toEqual({ open: 0 });
  });

  it('lets an address try five times and a number ten times a day, whoever has it', async () => {
    for (const number of ['20261003', '20269003']) {
      const people = await Promise.all(Array.from({ length: 3 }, () => world.addPerson()));
      const outcomes: string[] = [];
      for (const person of people)
        for (let tries = 0; tries < 5; tries += 1) outcomes.push(await claim(person, number));
      expect(outcomes).toEqual([...Array(10).fill('noted'), ...Array(5).fill('limit')]);
      const [first] = people;
      if (!first) throw new Error('nobody');
      expect(await claim(first, '20261004')).toBe('limit');
      expect(await claim(first, '20261004', addMs(MADE_AT, hoursMs(25)))).toBe('noted');
    }
  });

  it('counts codes that are tried, the right one among them', async () => {
    const person = await world.addPerson();
    await claim(person, '20261004');
    await mail('444444');
    for (let tries = 0; tries < 5; tries += 1)
      expect(await tryCode(person, '000000')).toEqual({ kind: 'wrong' });
    expect(await tryCode(person, '444444')).toEqual({ kind: 'limit' });
  });

  it('binds a number to one of two who come at the same moment, and asks a person about the other', async () => {
    const both = await Promise.all([world.addPerson(), world.addPerson()]);
    for (const person of both) await claim(person, '20261005');
    await mail('555555');
    const tried = await Promise.all(both.map((person) => tryCode(person, '555555')));
    expect(tried.map(({ kind }) => kind).sort()).toEqual(['asked', 'bound']);
    expect(await world.stores.bindings.openRequests()).toHaveLength(1);
  });

  it('takes over what has changed, and keeps who is left out', async () => {
    const changed = rosterOf('20261001,测试同学改名,,另一学院,2026', '20261099,测试新生,,另一学院,2026');
    expect(await world.stores.roster.countKnown(changed)).toBe(1);
    await world.transactions.run(({ roster }) => roster.save(changed, MADE_AT));
    expect((await world.stores.roster.summary()).people).toBe(6);
    const [leak] = await world.database.sql(
      `select count(*)::int as leaks from xinqiao.roster_entry where position('20261001'::bytea in name_sealed) > 0
         or position('20261001'::bytea in coalesce(number_sealed, ''::bytea)) > 0
         or position('t1@campus'::bytea in mailbox_sealed) > 0 or position(convert_to('测试', 'UTF8') in name_sealed) > 0`,
    );
    expect(leak).toEqual({ leaks: 0 });
  });
});
