import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createVisitor } from '../support/visitor.ts';
import { isMarkedRepeat, readFrom, takeAndClose } from './counsellor.ts';
import { COUNSELLOR, type RunningCentre, readiness, startCentre, waitForPart } from './running-centre.ts';

const WELL = { state: 'ready', code: null };

describe('Telegram that goes wrong', () => {
  let centre: RunningCentre;
  let student = 600;
  beforeAll(async () => {
    // A server that is smaller than Telegram's own.
    centre = await startCentre({}, { lacks: ['setMyCommands', 'sendChatAction'], deadlineMs: 30_000 });
    await centre.employ();
    await waitForPart(centre.program.url, 'telegram', WELL);
  }, 60_000);
  afterAll(() => centre?.close());
  afterEach(async () => {
    centre.telegram.heal();
    await takeAndClose(centre.telegram, COUNSELLOR, student);
    await centre.database.advance(61_000);
    expect(centre.program.isAlive()).toBe(true);
  }, 60_000);

  /** A crisis is written; answers what the counsellor then reads. */
  function crisis() {
    student += 1;
    const desk = readFrom(centre.telegram, COUNSELLOR);
    const startedAt = performance.now();
    centre.telegram.userSays(student, '我想自杀');
    return { desk, student, startedAt };
  }

  it('429 on a page: the crisis lane tries again within seconds, whatever is asked for', async () => {
    centre.telegram.fail('sendMessage', { status: 429, retryAfter: 60 }, 2);
    const { desk, startedAt } = crisis();
    const page = await desk.hears(/高危 · 已等 0 分钟/);
    expect(performance.now() - startedAt).toBeLessThan(6_000);
    expect(isMarkedRepeat(page.text)).toBe(false);
    await centre.telegram.waitForMessage(student, /你在哪里/);
  }, 40_000);

  it('500 and the page of a proxy: tried again, and marked, since it may have been taken', async () => {
    centre.telegram.fail('sendMessage', { status: 500 }, 2);
    centre.telegram.fail('sendMessage', 'bad-gateway', 2);
    const { desk } = crisis();
    expect(isMarkedRepeat((await desk.hears(/高危 · 已等 0 分钟/)).text)).toBe(true);
    await centre.telegram.waitForMessage(student, /你在哪里/);
  }, 40_000);

  it('a connection cut after sending: what may have arrived is a marked repeat', async () => {
    centre.telegram.fail('sendMessage', 'drop-after', 2);
    const { desk } = crisis();
    await desk.hears(/^【值班】个案 #\d+ · 高危/);
    await desk.hears(/^（可能重复）【值班】个案 #\d+ · 高危/);
    await centre.telegram.waitForMessage(student, /你在哪里/);
    expect(centre.telegram.sentTo(student)[1]?.text).toMatch(/^（可能重复）/);
  }, 40_000);

  it('a send that never ends: given up, and sent again as a marked repeat', async () => {
    centre.telegram.fail('sendMessage', 'hang', 2);
    const { desk } = crisis();
    await desk.hears(/^（可能重复）【值班】个案 #\d+ · 高危/);
    await centre.telegram.waitForMessage(student, /^（可能重复）/);
    await centre.telegram.waitForMessage(student, /^你在哪里/);
  }, 60_000);

  it('no network: the web goes on, the state is told, and nothing is lost when it is back', async () => {
    const { telegram, program } = centre;
    await telegram.goOffline();
    await waitForPart(program.url, 'telegram', { state: 'degraded', code: 'unreachable' }, 20_000);
    expect(await readiness(program.url)).toMatchObject({ http: 200, status: 'degraded' });
    const visitor = createVisitor(program.url);
    expect(await visitor.says('我不想活了')).toBe(200);
    expect(visitor.text()).toMatch(/正在叫值班老师/);
    await telegram.goOnline();
    const { desk } = crisis();
    await desk.hears(/#\d+/);
    await telegram.waitForMessage(student, /你在哪里/);
    await waitForPart(program.url, 'telegram', WELL, 30_000);
    // The web's case was opened first: it is the one that is taken first.
    telegram.userSays(COUNSELLOR, '接');
    await desk.hears(/归你了/);
    telegram.userSays(COUNSELLOR, '我在。');
    telegram.userSays(COUNSELLOR, '/结案');
    await desk.hears(/结果是哪一种/);
    telegram.userTaps(COUNSELLOR, '一般');
    await desk.hears(/有没有告知过谁/);
    telegram.userTaps(COUNSELLOR, '没有告知任何人');
    await desk.hears(/由谁负责回访/);
    telegram.userTaps(COUNSELLOR, '我自己');
    await desk.hears(/请核对/);
    telegram.userTaps(COUNSELLOR, '确认结案');
    await desk.hears(/已结案/);
  }, 90_000);

  it('409, as when somebody else polls with the token: told, and over when the other is gone', async () => {
    const { telegram, program } = centre;
    telegram.fail('getUpdates', { status: 409 });
    const { desk } = crisis();
    await waitForPart(program.url, 'telegram', { state: 'degraded', code: 'conflict' });
    await desk.hears(/高危/);
    await telegram.waitForMessage(student, /你在哪里/);
    await waitForPart(program.url, 'telegram', WELL);
  }, 60_000);
});
