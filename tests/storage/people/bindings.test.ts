import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMs, hoursMs, minutesMs } from '../../../src/core/clock.ts';
import { planRoster, ROSTER_DETAILS } from '../../../src/people/roster-file.ts';
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
    // Together with the claim: four are left.
    for (let tries = 0; tries < 4; tries += 1)
      expect(await tryCode(person, '000000')).toEqual({ kind: 'wrong' });
    expect(await tryCode(person, '444444')).toEqual({ kind: 'limit' });
  });

  it('counts claims and codes of a number together, and lets a first binding with a slip of each kind through', async () => {
    await world.stores.roster.save(rosterOf('20261006,测试同学,t6@campus.example,测试学院,2026'), MADE_AT);
    const slow = await world.addPerson();
    await claim(slow, '20261006', MADE_AT, '错别字');
    await claim(slow, '20261006');
    await mail('666666');
    expect(await tryCode(slow, '666660')).toEqual({ kind: 'wrong' });
    expect(await tryCode(slow, '666666')).toEqual({ kind: 'bound' });
    // What its owner used up is taken back: the ten tell nobody that they were here.
    for (let others = 0; others < 2; others += 1) {
      const other = await world.addPerson();
      await claim(other, '20261006');
      for (let tries = 0; tries < 4; tries += 1)
        expect(await tryCode(other, '000000')).toEqual({ kind: 'wrong' });
    }
    const last = await world.addPerson();
    expect(await claim(last, '20261006')).toBe('limit');
    // What they used up of their own stays used up.
    expect(await claim(slow, '20269006')).toBe('noted');
    expect(await claim(slow, '20269006')).toBe('limit');
  });

  describe('a code from the desk', () => {
    const AT_DESK = addMs(MADE_AT, minutesMs(20));
    let staffId: string;
    beforeAll(async () => {
      staffId = await world.addStaff('测试前台');
      const lines = ['7', '8', '9'].map((n) => `2026100${n},测试同学,,测试学院,2026`);
      await world.stores.roster.save(rosterOf(...lines), MADE_AT);
    });
    const handOver = async (number: string, code: string, now = AT_DESK) => {
      const order = { id: randomUUID(), claimed: { number, name: '测试同学' }, code, staffId };
      const made = await world.stores.bindings.deskCode({
        ...order,
        expiresAt: addMs(now, minutesMs(15)),
        now,
      });
      expect(made.ok).toBe(true);
    };
    const later = (seconds: number) => addMs(AT_DESK, seconds * 1_000);

    it('opens the way for whoever has used up their own tries', async () => {
      const owner = await world.addPerson();
      for (let tries = 0; tries < 5; tries += 1) await claim(owner, '20261007', MADE_AT, '错别字');
      expect(await claim(owner, '20261007', AT_DESK)).toBe('limit');
      // No letter goes out for what is said beyond the limit.
      const [open] = await world.database.sql(
        'select count(*)::int as n from xinqiao.identity_claim where address_id = $1 and settled_at is null',
        [owner.addressId],
      );
      expect(open).toEqual({ n: 5 });
      await handOver('20261007', '707070');
      expect(await tryCode(owner, '777777', later(1))).toEqual({ kind: 'limit' });
      expect(await tryCode(owner, '707070', later(2))).toEqual({ kind: 'bound' });
    });

    it('opens the way for an owner whose number strangers have used up', async () => {
      const [owner, ...strangers] = await Promise.all([1, 2, 3].map(() => world.addPerson()));
      if (!owner) throw new Error('nobody');
      for (const stranger of strangers)
        for (let tries = 0; tries < 5; tries += 1) await claim(stranger, '20261008');
      expect(await claim(owner, '20261008', AT_DESK)).toBe('limit');
      await handOver('20261008', '808080');
      for (const stranger of strangers)
        for (let slips = 0; slips < 5; slips += 1)
          expect(await tryCode(stranger, '000000', later(slips + 1))).toEqual({ kind: 'limit' });
      expect(await tryCode(strangers[0] ?? owner, '808080', later(8))).toEqual({ kind: 'limit' });
      expect(await tryCode(owner, '808080', later(9))).toEqual({ kind: 'bound' });
    });

    it('is dead where three wrong ones were typed, and everywhere after thirty; a newer one is alive', async () => {
      const owner = await world.addPerson();
      await claim(owner, '20261009');
      await handOver('20261009', '909090');
      for (let slips = 0; slips < 3; slips += 1)
        expect(await tryCode(owner, '000000', later(1))).toEqual({ kind: 'wrong' });
      expect(await tryCode(owner, '909090', later(2))).toEqual({ kind: 'wrong' });
      const others = await Promise.all(Array.from({ length: 9 }, () => world.addPerson()));
      for (const other of others) {
        await claim(other, '20261009', AT_DESK);
        for (let slips = 0; slips < 3; slips += 1) await tryCode(other, '000000', later(3));
      }
      const fresh = await world.addPerson();
      await claim(fresh, '20261009', AT_DESK);
      expect(await tryCode(fresh, '909090', later(4))).toEqual({ kind: 'limit' });
      await handOver('20261009', '919191', later(5));
      expect(await tryCode(owner, '919191', later(6))).toEqual({ kind: 'bound' });
    });
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
    expect(await world.stores.roster.compare(changed, ROSTER_DETAILS)).toMatchObject({ known: 1 });
    await world.transactions.run(({ roster }) => roster.save(changed, MADE_AT));
    expect((await world.stores.roster.summary()).people).toBe(10);
    const [leak] = await world.database.sql(
      `select count(*)::int as leaks from xinqiao.roster_entry where position('20261001'::bytea in name_sealed) > 0
         or position('20261001'::bytea in coalesce(number_sealed, ''::bytea)) > 0
         or position('t1@campus'::bytea in mailbox_sealed) > 0 or position(convert_to('测试', 'UTF8') in name_sealed) > 0`,
    );
    expect(leak).toEqual({ leaks: 0 });
  });

  it('keeps what a table has no column for, and clears what has an empty cell', async () => {
    const { database, stores, transactions } = world;
    const full = planRoster(
      '学号,姓名,邮箱,电话,学院,年级\n20261080,测试同学庚,g@campus.example,13800000000,一院,2026',
    );
    await stores.roster.save(full.people, MADE_AT, full.details);
    const read = async () =>
      (
        await database.sql<{ sealed: string; phone: boolean; college: string; grade: string }>(
          `select encode(mailbox_sealed, 'hex') as sealed, phone_sealed is not null as phone, college, grade
             from xinqiao.roster_entry where phone_sealed is not null`,
        )
      )[0];
    const before = await read();
    expect(before).toMatchObject({ phone: true, college: '一院', grade: '2026' });

    const some = planRoster('学号,姓名,学院\n20261080,测试同学庚,二院');
    expect(await stores.roster.compare(some.people, some.details)).toEqual({
      known: 1,
      columns: [{ column: 'college', filled: 0, changed: 1, cleared: 0 }],
    });
    await transactions.run(({ roster }) => roster.save(some.people, MADE_AT, some.details));
    expect(await read()).toEqual({ ...before, college: '二院' });

    const empty = planRoster('学号,姓名,邮箱,电话\n20261080,测试同学庚改,,13800000001');
    expect(await stores.roster.compare(empty.people, empty.details)).toEqual({
      known: 1,
      columns: [
        { column: 'name', filled: 0, changed: 1, cleared: 0 },
        { column: 'mailbox', filled: 0, changed: 0, cleared: 1 },
        { column: 'phone', filled: 0, changed: 1, cleared: 0 },
      ],
    });
    await transactions.run(({ roster }) => roster.save(empty.people, MADE_AT, empty.details));
    expect(await read()).toEqual({ sealed: null, phone: true, college: '二院', grade: '2026' });
    expect(await stores.roster.compare(empty.people, empty.details)).toEqual({ known: 1, columns: [] });
  });
});
