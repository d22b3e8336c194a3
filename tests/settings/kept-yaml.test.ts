import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openKeptYaml } from '../../src/settings/kept-yaml.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xinqiao-kept-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const TEXT = 'one: 一\ntwo: 个案 #3\n';
const READ = { ok: true, value: { one: '一', two: '个案' }, cut: ['two'] };

it('reads again what an earlier run has read, cut texts included', async () => {
  const first = await openKeptYaml(folder);
  const fresh = first.read(TEXT);
  expect(fresh).toEqual(READ);
  await first.keep();
  const second = await openKeptYaml(folder);
  const kept = second.read(TEXT);
  expect(kept).toEqual(READ);
  // Not read anew: the same object each time.
  expect(second.read(TEXT)).toBe(kept);
});

it('takes a text that has changed for another one, and forgets what nobody reads', async () => {
  const first = await openKeptYaml(folder);
  first.read(TEXT);
  await first.keep();
  const second = await openKeptYaml(folder);
  expect(second.read('one: 二\n')).toEqual({ ok: true, value: { one: '二' }, cut: [] });
  await second.keep();
  const third = await openKeptYaml(folder);
  expect(third.read('one: 二\n')).toBe(third.read('one: 二\n'));
  expect(third.read(TEXT)).not.toBe(third.read(TEXT));
});

it('tells what is wrong every time, and where', async () => {
  for (const attempt of [1, 2]) {
    const yaml = await openKeptYaml(folder);
    expect(yaml.read('one: 一\ntwo: [\n'), `attempt ${attempt}`).toMatchObject({ ok: false, line: 3 });
    await yaml.keep();
  }
  expect(await readdir(folder)).toEqual([]);
});

it('reads anew what was damaged, and works where nothing can be kept', async () => {
  const first = await openKeptYaml(folder);
  first.read(TEXT);
  await first.keep();
  const [name = ''] = await readdir(folder);
  await writeFile(join(folder, name), 'damaged');
  expect((await openKeptYaml(folder)).read(TEXT)).toEqual(READ);
  const nowhere = await openKeptYaml(join(folder, name));
  expect(nowhere.read(TEXT)).toEqual(READ);
  await nowhere.keep();
  const without = await openKeptYaml(null);
  expect(without.read(TEXT)).toEqual(READ);
});
