import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKOUT, createLab, type Lab } from '../support/program.ts';

const MANY = 200_000;

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
});
afterAll(() => lab.cleanUp());

const startScreen = () =>
  spawn(process.execPath, [join(CHECKOUT, 'xinqiao.js'), 'screen'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });

describe('screen', () => {
  it('answers plain lines and JSON lines in order, and needs no folder', async () => {
    const lines = ['你好', '{"text":"我想死"}', '', '{"text":"药已经吞下去了"}', '笑死我了', '{不是 JSON'];
    const { code, stdout, stderr } = await lab.run(['screen'], {
      input: `${lines.join('\n')}\n`,
      extra: { DATABASE_URL: 'nonsense', DATA_DIR: '/proc/none' },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(answers.map(({ level }) => level)).toEqual(['none', 'high', 'none', 'imminent', 'none', 'none']);
    expect(answers[1]).toEqual({
      level: 'high',
      handoff: true,
      categories: expect.arrayContaining([expect.any(String)]),
      matches: [{ rule: expect.any(String), start: 1, end: 3 }],
    });
    expect(stdout.split('\n')[0]).toBe('{"level":"none","handoff":false,"categories":[],"matches":[]}');
  });

  it('answers the last line without a newline, and nothing to nothing', async () => {
    expect((await lab.run(['screen'], { input: '我想自杀' })).stdout).toMatch(/^\{"level":"high".*\}\n$/);
    expect(await lab.run(['screen'], { input: '' })).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it(`answers ${MANY} lines, one each`, async () => {
    const child = startScreen();
    const feed = async (): Promise<void> => {
      for (let sent = 0; sent < MANY; sent += 1_000) {
        const batch = Array.from({ length: 1_000 }, (_, index) =>
          (sent + index) % 1_000 === 999 ? '我不想活了' : `今天上课有点累，作业还剩第 ${sent + index} 题`,
        );
        if (!child.stdin.write(`${batch.join('\n')}\n`)) await once(child.stdin, 'drain');
      }
      child.stdin.end();
    };
    const fed = feed();
    let answered = 0;
    const crises: number[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.includes('"handoff":true')) crises.push(answered);
      answered += 1;
    }
    await fed;
    expect(answered).toBe(MANY);
    expect(crises).toEqual(Array.from({ length: MANY / 1_000 }, (_, index) => index * 1_000 + 999));
  }, 70_000);

  it('ends quietly when its reader has gone, although more is sent', async () => {
    const child = startScreen();
    child.stdin.on('error', () => undefined);
    const line = `${'今天上课有点累。'.repeat(20)}\n`;
    const feeding = setInterval(() => child.stdin.write(line.repeat(200)), 5);
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [code] = await ended;
    clearInterval(feeding);
    expect(code).toBe(0);
  }, 70_000);
});
