import { mkdir } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HealthFile, healthFileIn, writeHealthFile } from '../../src/app/crisis-path/health-file.ts';
import { judgeFile } from '../../src/app/crisis-path/watch-file.ts';
import { type HttpFake, startHttpFake } from '../fakes/notifiers/http-fake.ts';
import { createLab, type Lab } from '../support/program.ts';
import { until } from '../support/until.ts';

const OLD_AFTER_MS = 1_500;
const WELL: HealthFile = {
  state: 'ok',
  at: '2026-11-23T02:00:00.000Z',
  result: 'ok',
  code: null,
  ms: { opened: 100, called: 200, sent: 300, acknowledged: 400, ended: 400 },
};

let lab: Lab;
let hook: HttpFake;
let refuses = false;
const got: { event: string; code: string | null }[] = [];
let running: Promise<unknown> | null = null;

beforeEach(async () => {
  refuses = false;
  got.length = 0;
  lab = await createLab();
  await mkdir(lab.dataDir, { recursive: true });
  hook = await startHttpFake(({ body }) => {
    if (refuses) return { status: 500, body: 'no' };
    got.push(JSON.parse(body));
    return { status: 204, body: '' };
  });
});
afterEach(async () => {
  lab.interrupt();
  await running;
  running = null;
  await hook.close();
  await lab.cleanUp();
});

const file = (): string => healthFileIn(lab.dataDir);
const begin = (...more: string[]): void => {
  running = lab
    .run(['watchdog', '--old-after-ms', String(OLD_AFTER_MS), '--every-ms', '50', ...more], {
      extra: { CANARY_WEBHOOK_URL: `${hook.origin}/hook` },
    })
    .catch(() => undefined);
};
const events = () => got.map(({ event, code }) => [event, code]);
/** Written anew again and again, as a program that lives does. */
async function keepFresh(content: HealthFile, ms: number): Promise<void> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    await writeHealthFile(file(), content);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

it('calls once when the file has gone old, whatever hangs, and once more when it is written again', async () => {
  await writeHealthFile(file(), WELL);
  begin();
  await until('the alarm', () => got.length === 1);
  expect(events()).toEqual([['alarm', 'silent']]);
  await keepFresh(WELL, 2 * OLD_AFTER_MS);
  await until('the all-clear', () => got.length === 2);
  expect(events()).toEqual([
    ['alarm', 'silent'],
    ['recovery', null],
  ]);
}, 60_000);

it('calls when the file says that the path fails, and tells it again until somebody hears it', async () => {
  refuses = true;
  begin();
  const failing: HealthFile = { ...WELL, state: 'failing', result: 'missed', code: 'queue' };
  await keepFresh(failing, 1_000);
  refuses = false;
  await keepFresh(failing, 1_000);
  await until('the alarm', () => got.length > 0);
  expect(events()).toEqual([['alarm', 'queue']]);
}, 60_000);

it('two of them on one folder tell it once, and it is not told again after a restart', async () => {
  await writeHealthFile(file(), { ...WELL, state: 'failing', result: 'missed', code: 'delivery' });
  begin();
  const first = running;
  begin();
  await until('the alarm', () => got.length > 0);
  lab.interrupt();
  await running;
  running = null;
  begin();
  await keepFresh({ ...WELL, state: 'failing', result: 'missed', code: 'delivery' }, 1_000);
  expect(events()).toEqual([['alarm', 'delivery']]);
  running = Promise.all([first, running]);
}, 60_000);

it.each([
  [10, { state: 'ok', code: null }, { kind: 'well' }],
  [10, { state: 'failing', code: 'queue' }, { kind: 'bad', code: 'queue' }],
  [10, null, { kind: 'unknown' }],
  [1_501, { state: 'ok', code: null }, { kind: 'bad', code: 'silent' }],
  [1_501, null, { kind: 'bad', code: 'silent' }],
])('a file of %i ms that says %o is %o', (ageMs, content, judged) => {
  expect(judgeFile({ ageMs, content }, OLD_AFTER_MS)).toEqual(judged);
});
