import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { appendFile, cp, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepRules, readKeptRules } from '../../src/keywords/kept-rules.ts';
import { loadRules } from '../../src/keywords/load.ts';
import { CONFIG_FOLDER } from '../../src/settings.ts';
import { manyTimesOneRule, sourcesOf } from './one-rule.ts';

const TEXTS = ['我不想活了', '药已经吞下去了', '想💀', '笑死我了', '我室友说不想活了', 'i want to die', ''];
const LONG_AGO = new Date('2020-01-01T00:00:00Z');

const CHILD = new URL('./keep-without-end.ts', import.meta.url).pathname;

/** Kills a process that keeps rules as soon as it has begun to write some. */
async function killWhileKeeping(folder: string): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, folder], { stdio: 'inherit' });
  const exited = once(child, 'exit');
  const watcher = watch(folder, (_, name) => {
    if (name?.startsWith('draft-')) child.kill('SIGKILL');
  });
  const [, signal] = await exited;
  watcher.close();
  expect(signal).toBe('SIGKILL');
}

describe('compiled rules that are kept', () => {
  let folder: string;
  let rules: string;
  let keptIn: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'xinqiao-kept-'));
    rules = join(folder, 'keywords');
    keptIn = folder;
    await cp(join(CONFIG_FOLDER, 'keywords'), rules, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function load(place: string | null = keptIn) {
    const loading = await loadRules(rules, {}, place);
    if (!loading.ok) throw new Error(JSON.stringify(loading.problems));
    return loading;
  }
  const kept = async (): Promise<string[]> =>
    (await readdir(folder)).filter((name) => name.startsWith('rules-') || name.startsWith('draft-'));
  const screened = async (place: string | null = keptIn) => {
    const { screener } = await load(place);
    return TEXTS.map((text) => screener.screen(text));
  };

  it('say the same as those that were compiled just now, and are used as they are', async () => {
    const fresh = await screened(null);
    expect(await kept()).toEqual([]);
    expect(await screened()).toEqual(fresh);
    const [name = ''] = await kept();
    await utimes(join(folder, name), LONG_AGO, LONG_AGO);
    expect(await screened()).toEqual(fresh);
    expect((await stat(join(folder, name))).mtime).toEqual(LONG_AGO);
    expect((await load()).files).toEqual((await load(null)).files);
  });

  it('give way when a rule has changed', async () => {
    await load();
    const before = await kept();
    await appendFile(join(rules, 'wish/suicide.yaml'), '\n# another word\n');
    await load();
    const after = await kept();
    expect(after).toHaveLength(1);
    expect(after).not.toEqual(before);
  });

  it('are compiled anew when they were damaged', async () => {
    await load();
    const [name = ''] = await kept();
    const whole = await readFile(join(folder, name));
    const damaged = Buffer.from(whole);
    damaged.writeUInt8(damaged.readUInt8(5_000) ^ 1, 5_000);
    for (const content of [damaged, whole.subarray(0, 40), Buffer.alloc(0)]) {
      await writeFile(join(folder, name), content);
      expect((await screened())[0]?.level).toBe('high');
      expect((await readFile(join(folder, name))).equals(content)).toBe(false);
    }
  });

  it('are not kept where nothing can be written, and nothing fails', async () => {
    keptIn = join(folder, 'keywords', 'wish/suicide.yaml');
    expect((await screened())[0]?.level).toBe('high');
  });

  it('are whole or absent when the program is killed while they are written', async () => {
    const rules = manyTimesOneRule();
    for (let kills = 0; kills < 3; kills += 1) await killWhileKeeping(folder);
    expect((await kept()).length).toBeGreaterThan(0);
    for (const turn of [0, 1]) {
      const found = await readKeptRules(folder, sourcesOf(turn));
      expect(found === null || isDeepStrictEqual(found, rules)).toBe(true);
    }
    await keepRules(folder, sourcesOf(0), rules);
    await keepRules(folder, sourcesOf(1), rules);
    expect(await kept()).toHaveLength(1);
    expect(await readKeptRules(folder, sourcesOf(1))).toEqual(rules);
  });

  it('tell what is wrong as ever', async () => {
    await load();
    await appendFile(join(rules, 'wish/suicide.yaml'), '\t- ][');
    expect(await loadRules(rules, {}, keptIn)).toMatchObject({ ok: false });
  });
});
