import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFileWatch, type FileWatch } from '../../../src/app/crisis-path/watch-file.ts';

const BEGUN = 1_800_000_000_000;
let folder: string;
let server: Server;
let url: URL;
let heard: string[];
let now: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watch-file-'));
  heard = [];
  now = BEGUN;
  server = createServer((request, answer) => {
    request.on('data', (bytes: Buffer) => heard.push(JSON.parse(bytes.toString()).event));
    request.on('end', () => answer.end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const open = (name: string): FileWatch =>
  createFileWatch({ file: join(folder, name), url, oldAfterMs: 10 * 60_000 }, () => now);

async function write(name: string, state: string): Promise<void> {
  await writeFile(join(folder, name), JSON.stringify({ state, code: 'queue' }));
  await utimes(join(folder, name), now / 1_000, now / 1_000);
}

async function lookFor(watch: FileWatch, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await watch.look();
    now += 60_000;
  }
}

it('tells an alarm once, and that it is over', async () => {
  await write('path.json', 'failing');
  const [one, other] = [open('path.json'), open('path.json')];
  await Promise.all([one.look(), other.look()]);
  await lookFor(one, 2);
  expect(heard).toEqual(['alarm']);
  await write('path.json', 'ok');
  await lookFor(other, 2);
  expect(heard).toEqual(['alarm', 'recovery']);
});

it('goes on with an alarm whose claim nobody wrote to its end', async () => {
  await write('path.json', 'failing');
  await writeFile(join(folder, 'path.alarm.json'), '');
  await utimes(join(folder, 'path.alarm.json'), now / 1_000, now / 1_000);
  const watch = open('path.json');
  await watch.look();
  expect(heard).toEqual([]);
  now += 31_000;
  await lookFor(watch, 5);
  expect(heard).toEqual(['alarm']);
  expect(await watch.hasCalled()).toBe(true);
});

it('calls once without a claim where the disk takes none, and tells that it is over', async () => {
  // The longest name that there may be: the one beside it cannot be written, for root neither.
  const name = `${'n'.repeat(250)}.json`;
  await write(name, 'failing');
  const watch = open(name);
  await lookFor(watch, 5);
  expect(heard).toEqual(['alarm']);
  expect(await watch.hasCalled()).toBe(true);
  await write(name, 'ok');
  await lookFor(watch, 5);
  expect(heard).toEqual(['alarm', 'recovery']);
  expect(await watch.hasCalled()).toBe(false);
  await write(name, 'failing');
  await watch.look();
  expect(heard).toEqual(['alarm', 'recovery', 'alarm']);
  expect(await readFile(join(folder, name), 'utf8')).toContain('failing');
});
