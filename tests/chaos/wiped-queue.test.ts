import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { readFrom, takeAndClose } from './counsellor.ts';
import { COUNSELLOR, type RunningCentre, readiness, startCentre, waitForPart } from './running-centre.ts';

const redis = await startRedis();
const STORES = redis === null ? (['postgres'] as const) : (['postgres', 'redis'] as const);
/** A page must come this soon after whatever happened to the queue, in ms. */
const BOUND_MS = 8_000;

async function wipe(centre: RunningCentre, store: TestRedis | null): Promise<void> {
  // The queue's own locks may win against a drop of all its tables; whoever drops tries again.
  const drop = () =>
    centre.database.sql('drop schema if exists bullmq cascade').then(
      () => true,
      () => false,
    );
  if (store === null) return until('the schema to be dropped', drop);
  const client = new Redis(store.url, { maxRetriesPerRequest: null });
  await client.flushall();
  client.disconnect();
}

describe.each(STORES)('with the queue on %s', (name) => {
  const store = name === 'redis' ? redis : null;
  let centre: RunningCentre;
  beforeAll(async () => {
    centre = await startCentre(store === null ? {} : { REDIS_URL: store.url });
    await centre.employ();
    await waitForPart(centre.program.url, 'queue', { state: 'ready', code: null });
  }, 60_000);
  afterAll(async () => {
    await centre?.close();
    await store?.stop();
  });

  it('an emptied queue loses no deadline of an open case, and is filled again', async () => {
    const { telegram, database, program } = centre;
    const [student, other] = [201, 202];
    const desk = readFrom(telegram, COUNSELLOR);
    telegram.userSays(student, '药已经吞下去了');
    await desk.hears(/危急 · 已等 0 分钟/);
    desk.turnPage();

    await wipe(centre, store);
    const wipedAt = performance.now();
    await database.advance(91_000);
    await desk.hears(/危急 · 已等 1 分钟/);
    await telegram.waitForMessage(student, /还没有人接/);
    telegram.userSays(other, '我想自杀');
    await telegram.waitForMessage(other, /正在叫值班老师/);
    expect(performance.now() - wipedAt).toBeLessThan(BOUND_MS);
    await database.advance(61_000);
    await desk.hears(/#1002/);
    desk.turnPage();
    await database.advance(61_000);
    await desk.hears(/#1001/);

    await waitForPart(program.url, 'queue', { state: 'ready', code: null }, 30_000);
    expect(await readiness(program.url)).toMatchObject({ http: 200 });
    expect(program.isAlive()).toBe(true);
    await takeAndClose(telegram, COUNSELLOR, student);
    await takeAndClose(telegram, COUNSELLOR, other);
  }, 90_000);
});
