import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSpoolFolder } from '../../src/spool/disk.ts';
import type { SpoolRecord } from '../../src/spool/spool.ts';
import { createMemoryDisk } from './memory-disk.ts';
import { createRows, logged, record, says, startSpool } from './spool-world.ts';

const keyOf = (updateKey: string): string => `telegram 700100 ${updateKey}`;

describe('the spool in its folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'xinqiao-spool-')), 'data', 'spool');
    logged.length = 0;
  });
  afterEach(() => rm(join(folder, '..', '..'), { recursive: true, force: true }));

  it('keeps nothing in clear, in files that nobody else may read', async () => {
    const spool = startSpool(openSpoolFolder(folder));
    expect(await spool.isEmpty()).toBe(true);
    expect(await spool.put(record('1', '我不想活了，今晚'))).toBe('disk');
    await spool.noteTold(spool.idOf(record('1').incoming), 'yes');
    const [name = ''] = await readdir(folder);
    const bytes = await readFile(join(folder, name));
    for (const word of ['不想活', '401', '700100', 'telegram', '系统现在', 'high']) {
      expect(bytes.includes(word), word).toBe(false);
      expect(bytes.includes(Buffer.from(word).toString('base64url').slice(0, 6)), word).toBe(false);
    }
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await spool.isEmpty()).toBe(false);
  });

  it('hands on what a process before it kept, once, and leaves nothing behind', async () => {
    const first = startSpool(openSpoolFolder(folder));
    await Promise.all(['1', '2', '3', '2'].map((key) => first.put(record(key))));
    await first.noteTold(first.idOf(record('2').incoming), 'no');
    const second = startSpool(openSpoolFolder(folder));
    const taken: SpoolRecord[] = [];
    const outcome = await second.takeOver(async (one) => void taken.push(one));
    expect(outcome).toEqual({ taken: 3, left: 0, damaged: 0 });
    expect(taken.map(({ incoming, told }) => [incoming.updateKey, told])).toEqual([
      ['1', 'unsure'],
      ['2', 'no'],
      ['3', 'unsure'],
    ]);
    expect(await readdir(folder)).toEqual([]);
    expect(await second.takeOver(async () => expect.unreachable())).toMatchObject({ taken: 0 });
  });

  it('skips what was torn or changed, says so, and keeps the file aside', async () => {
    const spool = startSpool(openSpoolFolder(folder));
    for (const key of ['1', '2', '3']) await spool.put(record(key));
    const file = join(folder, 'open.journal');
    const bytes = await readFile(file);
    const second = bytes.indexOf('\n\n', 1) + 60;
    bytes[second] = (bytes[second] ?? 0) ^ 1;
    await writeFile(file, Buffer.concat([bytes, Buffer.from('\nxq1 p AAAAAAAAAAAA half of a li')]));
    await spool.put(record('4'));
    const rows = createRows();
    expect(await startSpool(openSpoolFolder(folder)).takeOver(rows.store)).toEqual({
      taken: 3,
      left: 0,
      damaged: 2,
    });
    expect(rows.keys).toEqual(['1', '3', '4'].map(keyOf));
    expect(logged).toContain('spool.damaged');
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^damaged-.*\.kept$/)]);
    expect(await spool.isEmpty()).toBe(true);
  });

  it('loses nothing to two processes that write and take over at the same time', async () => {
    const writers = [startSpool(openSpoolFolder(folder)), startSpool(openSpoolFolder(folder))];
    const takers = [startSpool(openSpoolFolder(folder)), startSpool(openSpoolFolder(folder))];
    const rows = createRows();
    let writing = true;
    const written = Promise.all(
      writers.map(async (writer, index) => {
        for (let number = 0; number < 60; number += 1) await writer.put(record(`${index}-${number}`));
      }),
    ).finally(() => {
      writing = false;
    });
    const taken = takers.map(async (taker) => {
      while (writing) await taker.takeOver(rows.store);
    });
    await Promise.all([written, ...taken]);
    await takers[0]?.takeOver(rows.store);
    expect(rows.keys).toHaveLength(120);
    expect(await readdir(folder)).toEqual([]);
  }, 60_000);

  it('keeps in memory what the disk does not take, and hands that on too', async () => {
    const file = join(folder, '..');
    const spool = startSpool(openSpoolFolder(join(file, 'blocked', 'spool')));
    await rm(file, { recursive: true, force: true });
    await writeFile(file, 'a file where the folder should be').catch(async () => {
      await startSpool(openSpoolFolder(folder)).put(record('x'));
    });
    expect(await spool.put(record('1'))).toBe('memory');
    expect(logged).toContain('spool.unwritable');
    expect(await spool.isEmpty().catch(() => false)).toBe(false);
  });
});

describe('a spool whose process dies anywhere', () => {
  const key = fc.constantFrom('1', '2', '3', '4', '5');
  const act = fc.oneof(
    fc.record({ kind: fc.constant('put' as const), key }),
    fc.record({ kind: fc.constant('told' as const), key }),
    fc.record({ kind: fc.constant('take' as const), refuses: fc.option(key) }),
    fc.record({
      kind: fc.constant('die' as const),
      at: fc.integer({ min: 1, max: 6 }),
      torn: fc.constantFrom(0, 0.3, 0.7, 0.99, 1),
    }),
  );

  it('loses nothing that was kept, and makes one row of each update', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
        const disk = createMemoryDisk();
        const rows = createRows();
        const kept = new Set<string>();
        let spool = startSpool(disk);
        let dying = false;
        for (const one of acts) {
          try {
            if (one.kind === 'put') {
              // A new process does not know what the one before kept; the same update may come again.
              if ((await spool.put(record(one.key))) === 'disk') kept.add(one.key);
            } else if (one.kind === 'told') await spool.noteTold(spool.idOf(record(one.key).incoming), 'yes');
            else if (one.kind === 'take') {
              rows.refuse((updateKey) => updateKey === one.refuses);
              await spool.takeOver(rows.store);
            } else {
              disk.dieAt(one.at, one.torn);
              dying = true;
            }
          } catch {
            // The power is off: whatever was promised before is on the disk.
            expect(dying).toBe(true);
          }
          if (dying && one.kind !== 'die') {
            const before = disk.changes();
            await disk.append('probe', Buffer.alloc(0)).catch(() => {
              disk.revive();
              spool = startSpool(disk);
              dying = false;
            });
            expect(disk.changes()).toBeLessThanOrEqual(before + 1);
          }
        }
        disk.revive();
        spool = startSpool(disk);
        rows.refuse(() => false);
        const { left } = await spool.takeOver(rows.store);
        expect(left).toBe(0);
        for (const one of kept) expect(rows.keys).toContain(keyOf(one));
        expect(new Set(rows.keys).size).toBe(rows.keys.length);
        expect([...disk.files.keys()].filter((name) => name.endsWith('.journal'))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('keeps trying what the database refuses, and lets the rest through', async () => {
    const disk = createMemoryDisk();
    const rows = createRows();
    const spool = startSpool(disk);
    for (const one of ['1', '2', '3']) await spool.put(record(one));
    rows.refuse((updateKey) => updateKey === '2');
    expect(await spool.takeOver(rows.store)).toEqual({ taken: 2, left: 1, damaged: 0 });
    rows.refuse(() => false);
    expect(await spool.takeOver(rows.store)).toEqual({ taken: 1, left: 0, damaged: 0 });
    expect(rows.keys).toEqual(['1', '3', '2'].map(keyOf));
  });

  it('hands on whoever is in danger first, and what each said in its order', async () => {
    const disk = createMemoryDisk();
    const spool = startSpool(disk);
    const said = (key: string, from: string, level: 'ordinary' | 'high' | 'imminent') =>
      spool.put({ ...record(key, undefined, level), incoming: says(key, '……', from) });
    for (let number = 0; number < 40; number += 1) await said(`calm-${number}`, `c${number}`, 'ordinary');
    await said('a1', 'a', 'high');
    await said('b1', 'b', 'ordinary');
    await said('b2', 'b', 'imminent');
    const order: string[] = [];
    await spool.takeOver(async ({ incoming }) => {
      order.push(incoming.updateKey);
      await null;
    });
    expect(order).toHaveLength(43);
    expect(order.indexOf('b1')).toBeLessThan(order.indexOf('b2'));
    for (const key of ['a1', 'b1', 'b2']) expect(order.indexOf(key)).toBeLessThan(12);
  });

  it('writes down later what a full disk did not take', async () => {
    const disk = createMemoryDisk();
    const spool = startSpool(disk);
    disk.fill(true);
    expect(await spool.put(record('1'))).toBe('memory');
    disk.fill(false);
    expect(await spool.put(record('2'))).toBe('disk');
    const after = startSpool(disk);
    expect((await after.waiting()).map(({ incoming }) => incoming.updateKey).sort()).toEqual(['1', '2']);
  });

  it('does not open what was sealed for another record', async () => {
    const disk = createMemoryDisk();
    const spool = startSpool(disk);
    await spool.put(record('1'));
    await spool.put(record('2'));
    const text = disk.files.get('open.journal')?.toString('ascii') ?? '';
    const [first = '', second = ''] = [...text.matchAll(/xq1 p (\S+) (\S+)/g)].map(([, , sealed]) => sealed);
    expect(first).not.toBe(second);
    const { createHash } = await import('node:crypto');
    const body = `xq1 p ${spool.idOf(record('2').incoming)} ${first}`;
    const sum = createHash('sha256').update(body).digest('hex').slice(0, 16);
    disk.files.set('open.journal', Buffer.from(`\n${body} ${sum}\n`));
    const rows = createRows();
    expect(await startSpool(disk).takeOver(rows.store)).toMatchObject({ taken: 0, damaged: 1 });
  });
});

it('takes over every account though the disk takes no marks, and leaves no mark out when it does again', async () => {
  const disk = createMemoryDisk();
  const rows = createRows();
  const spool = startSpool(disk);
  const keys = Array.from({ length: 12 }, (_, index) => `m${index}`);
  for (const key of keys) {
    const one = record(key);
    await spool.put({ ...one, incoming: { ...one.incoming, from: `person ${key}` } });
  }
  disk.fill(true);
  expect(await spool.takeOver(rows.store)).toEqual({ taken: 0, left: 12, damaged: 0 });
  expect(rows.keys).toHaveLength(12);
  expect(await spool.isEmpty()).toBe(false);
  disk.fill(false);
  expect(await spool.takeOver(rows.store)).toEqual({ taken: 12, left: 0, damaged: 0 });
  expect(rows.keys).toHaveLength(12);
  expect([...disk.files.keys()]).toEqual([]);
});
