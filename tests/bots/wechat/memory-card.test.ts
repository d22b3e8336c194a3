import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PuppetMock } from 'wechaty-puppet-mock';
import { openMemoryCard } from '../../../src/bots/wechat/memory-card.ts';
import { createRig } from './support.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wechat-memory-'));
  file = join(folder, 'card', 'wechat.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = () => openMemoryCard(new PuppetMock() as never, file);
const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

it('is for its owner alone, also after it was saved again and removed', async () => {
  const card = await open();
  expect([await modeOf(file), await modeOf(dirname(file))]).toEqual(['600', '700']);
  await rm(file);
  const part = card.multiplex('puppet');
  await part.set('session', 'secret');
  await part.save();
  expect(await modeOf(file)).toBe('600');
});

it('takes rights away that a file and a draft had before', async () => {
  await mkdir(dirname(file), { mode: 0o755 });
  for (const path of [file, `${file}.${process.pid}.draft`]) {
    await writeFile(path, '{}');
    await chmod(path, 0o644);
  }
  await open();
  expect([await modeOf(file), await modeOf(dirname(file))]).toEqual(['600', '700']);
});

it('remembers what a part of it was told', async () => {
  const part = (await open()).multiplex('puppet');
  await part.set('session', { key: '值' });
  await Promise.all([part.save(), part.save()]);
  expect(await (await open()).multiplex('puppet').get('session')).toEqual({ key: '值' });
});

it.each(['', '{"half', 'null', '[1]'])('starts empty when the file holds %j', async (text) => {
  await mkdir(dirname(file));
  await writeFile(file, text);
  const card = await open();
  expect(await card.get('session')).toBeUndefined();
  await card.set('session', 1);
  await card.save();
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ session: 1 });
});

it('is there for a channel that runs', async () => {
  const rig = await createRig();
  await rig.begin();
  expect([await modeOf(rig.memoryFile), await modeOf(dirname(rig.memoryFile))]).toEqual(['600', '700']);
  await rig.close();
});
