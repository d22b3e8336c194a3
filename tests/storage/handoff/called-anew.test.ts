import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCaseActions, inSeconds, type Student } from '../../contracts/case-store-world.ts';
import { SEEN_OWING } from '../../support/seen.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

describe('who is called for a case whose student came back, on real PostgreSQL', () => {
  let world: StoreWorld;
  let student: Student;
  let caseId: string;
  let lin: string;
  let wen: string;
  let tests = 0;
  const { opened, take, page, digest, numbersIn } = createCaseActions(() => world.stores.cases);

  beforeAll(async () => {
    world = await openStoreWorld();
  });
  afterAll(() => world.close());

  const called = async () => ((await world.stores.cases.pagedStaff([caseId])).get(caseId) ?? []).toSorted();
  const comeBack = (seconds: number) =>
    world.stores.returns.resume({
      id: randomUUID(),
      caseId,
      ownerId: null,
      addressId: student.addressId,
      channel: 'telegram',
      now: inSeconds(seconds),
    });

  /** Both were called, one took it and ended it. */
  beforeEach(async () => {
    tests += 1;
    lin = await world.addStaff(`林老师 ${tests}`);
    wen = await world.addStaff(`文老师 ${tests}`);
    student = await world.addPerson('telegram');
    caseId = (await opened(student)).id;
    await page(caseId, [lin, wen]);
    await digest(lin, 1);
    await digest(wen, 1);
    await take(caseId, lin, 10);
    await world.stores.cases.close(
      caseId,
      lin,
      { outcome: 'ordinary', note: '', seen: SEEN_OWING },
      inSeconds(100),
    );
  });

  it('counts from their coming back; until then those of the last time are', async () => {
    expect(await called()).toEqual([lin, wen].toSorted());
    await comeBack(1_000);
    expect(await called()).toEqual([]);
    await page(caseId, [wen], 1_000);
    expect(await called()).toEqual([wen]);
    await take(caseId, wen, 1_010);
    await world.stores.cases.close(
      caseId,
      wen,
      { outcome: 'ordinary', note: '', seen: SEEN_OWING },
      inSeconds(1_100),
    );
    await comeBack(2_000);
    expect(await called()).toEqual([]);
  });

  it('keeps who was called before, from any time on', async () => {
    await comeBack(1_000);
    await page(caseId, [wen], 1_010);
    const since = (seconds: number) => world.stores.cases.pagedSince(caseId, inSeconds(seconds));
    expect((await since(0)).toSorted()).toEqual([lin, wen].toSorted());
    expect(await since(1_000)).toEqual([wen]);
    expect(await since(1_011)).toEqual([]);
  });

  it('lets whoever was called by a clock that is behind take it', async () => {
    await comeBack(1_000);
    await page(caseId, [wen], 999);
    expect(await called()).toEqual([wen]);
  });

  it('names the case in a digest to those alone who are called now', async () => {
    await comeBack(1_000);
    const other = await opened(await world.addPerson('telegram'), 'high', inSeconds(1_000));
    const again = (await world.stores.cases.byId(caseId))?.number;
    await page(other.id, [lin, wen], 1_000);
    await page(caseId, [wen], 1_000);
    expect(await numbersIn(lin, 1_000)).toEqual([other.number]);
    expect(await numbersIn(wen, 1_000)).toEqual([again, other.number]);
  });

  it('leaves to nobody a page that was not told before the end', async () => {
    const late = await world.addStaff(`晚老师 ${tests}`);
    await page(caseId, [late], 50);
    await comeBack(1_000);
    expect(await digest(late, 1_000)).toEqual([]);
  });
});
