import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { createVisitor } from '../support/visitor.ts';
import { type RunningCentre, readiness, startCentre, waitForPart } from './running-centre.ts';

describe('a token that is refused at the start', () => {
  let centre: RunningCentre;
  beforeAll(async () => {
    centre = await startCentre({}, { deadlineMs: 45_000 }, (telegram) => {
      telegram.fail('*', { status: 401 }, 1_000);
    });
  }, 60_000);
  afterAll(() => centre?.close());

  it('is told in log and /readyz, the web works, and all is well once it is mended', async () => {
    const { telegram, program } = centre;
    await waitForPart(program.url, 'telegram', { state: 'degraded', code: 'unauthorized' });
    expect(await readiness(program.url)).toMatchObject({ http: 200, status: 'degraded' });
    await until('the log to say so', () => /"telegram.state".*"unauthorized"/.test(program.stderr()));
    expect(program.stderr()).not.toContain(telegram.token);
    const visitor = createVisitor(program.url);
    expect(await visitor.says('我不想活了')).toBe(200);
    expect(visitor.text()).toMatch(/12356/);

    telegram.heal();
    telegram.userSays(701, '我想自杀');
    await telegram.waitForMessage(701, /你在哪里/);
    await waitForPart(program.url, 'telegram', { state: 'ready', code: null });
  }, 90_000);
});
