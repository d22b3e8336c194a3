import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCaseActions, inSeconds } from '../../contracts/case-store-world.ts';
import { SEEN_OWING } from '../../support/seen.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

describe('those beside the owner of a case, on real PostgreSQL', () => {
  let world: StoreWorld;
  let caseId: string;
  let lin: string;
  let wen: string;
  let zhao: string;
  let tests = 0;
  const { opened, take } = createCaseActions(() => world.stores.cases);

  beforeAll(async () => {
    world = await openStoreWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    tests += 1;
    lin = await world.addStaff(`林老师 ${tests}`);
    wen = await world.addStaff(`文老师 ${tests}`);
    zhao = await world.addStaff(`赵老师 ${tests}`);
    caseId = (await opened(await world.addPerson('telegram'))).id;
    await take(caseId, lin);
  });

  const join = (staffId: string) => world.stores.teams.join(randomUUID(), caseId, staffId, inSeconds(10));
  const beside = async () =>
    ((await world.stores.teams.members([caseId])).get(caseId) ?? []).map(({ staffId }) => staffId);
  const close = (staffId: string) =>
    world.stores.cases.close(
      caseId,
      staffId,
      { outcome: 'ordinary', note: '', seen: SEEN_OWING },
      inSeconds(90),
    );

  it('leave it to whoever gets the case, and stay beside the new owner', async () => {
    expect([await join(wen), await join(zhao)]).toEqual([2, 3]);
    await world.stores.cases.transfer(caseId, lin, wen, inSeconds(20));
    expect(await beside()).toEqual([zhao]);
    // The new one says nothing either.
    await take(caseId, zhao, 90);
    expect(await beside()).toEqual([]);
  });

  it('are nobody where the case did not change hands', async () => {
    await join(wen);
    expect((await world.stores.cases.transfer(caseId, zhao, wen, inSeconds(20))).ok).toBe(false);
    expect((await take(caseId, wen, 5)).ok).toBe(false);
    expect((await close(wen)).ok).toBe(false);
    expect(await beside()).toEqual([wen]);
  });

  it('are gone with its end, and nobody comes to one that is closed, or that is their own', async () => {
    expect(await join(lin)).toBeNull();
    await join(wen);
    await close(lin);
    expect(await beside()).toEqual([]);
    expect(await join(zhao)).toBeNull();
  });

  it('never stay in a case that is closed at the moment at which they come', async () => {
    for (let round = 0; round < 10; round += 1) {
      const one = await opened(await world.addPerson('telegram'));
      await take(one.id, lin);
      await Promise.all([
        world.transactions.run(({ cases }) =>
          cases.close(one.id, lin, { outcome: 'ordinary', note: '', seen: SEEN_OWING }, inSeconds(90)),
        ),
        world.transactions.run(({ teams }) => teams.join(randomUUID(), one.id, wen, inSeconds(90))),
      ]);
      expect((await world.stores.teams.members([one.id])).get(one.id)).toBeUndefined();
    }
  });

  it('were left where they stood before, which the migration puts right', async () => {
    const stand = (id: string, staffId: string) =>
      world.database.sql(
        `insert into xinqiao.case_member (id, case_id, staff_id, place, joined_at, left_at) values ($1, $2, $3, 2, $4, null)`,
        [randomUUID(), id, staffId, inSeconds(10)],
      );
    const still = await opened(await world.addPerson('telegram'));
    await take(still.id, lin);
    await stand(still.id, wen);
    await stand(still.id, zhao);
    await world.stores.cases.transfer(still.id, lin, zhao, inSeconds(20));
    await world.stores.cases.transfer(still.id, zhao, lin, inSeconds(30));
    await world.database.sql(
      'update xinqiao.case_member set left_at = null where case_id = $1 and staff_id = $2',
      [still.id, zhao],
    );
    await close(lin);
    await stand(caseId, wen);
    await world.database.sql(
      readFileSync(new URL('../../../migrations/0029_places-end.sql', import.meta.url), 'utf8'),
    );
    expect(await beside()).toEqual([]);
    expect((await world.stores.teams.members([still.id])).get(still.id)).toEqual([
      { staffId: wen, place: 2 },
    ]);
  });
});
