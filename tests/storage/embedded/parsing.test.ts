import { expect, it } from 'vitest';
import { parsePs, parseStat } from '../../../src/storage/embedded/describe-process.ts';
import { parsePostmasterFile } from '../../../src/storage/embedded/postmaster-file.ts';

const fields = 'S 1 77 77 0 -1 4194560 1 0 0 0 1 1 0 0 20 0 1 0 123456 228720640 7000';

it('reads /proc also for a program whose name has brackets and spaces', () => {
  expect(parseStat(`77 (odd) S name) ${fields}`, '/usr/bin/odd\0-D\0/data\0')).toEqual({
    kind: 'alive',
    command: '/usr/bin/odd -D /data',
    startedAt: '123456',
  });
  expect(parseStat(`77 (postgres) Z${fields.slice(1)}`, '')).toEqual({ kind: 'zombie' });
  expect(parseStat('', '')).toEqual({ kind: 'gone' });
});

it('reads ps where there is no /proc', () => {
  expect(parsePs('Ss   Fri Nov 20 10:00:00 2026     /usr/bin/postgres -D /data -p 1\n')).toEqual({
    kind: 'alive',
    command: '/usr/bin/postgres -D /data -p 1',
    startedAt: 'Fri Nov 20 10:00:00 2026',
  });
  expect(parsePs('Z    Fri Nov 20 10:00:00 2026     (postgres)\n')).toEqual({ kind: 'zombie' });
  expect(parsePs('')).toEqual({ kind: 'gone' });
});

it('reads a lock file, also one that is still being written', () => {
  const whole = '77\n/data/cluster\n1780000000\n40123\n\n127.0.0.1\n  123 4\nready   \n';
  expect(parsePostmasterFile(whole)).toEqual({
    pid: 77,
    folder: '/data/cluster',
    port: 40123,
    status: 'ready',
  });
  expect(parsePostmasterFile('77\n/data/cluster\n1780000000\n40123\n')).toMatchObject({
    pid: 77,
    status: null,
  });
  expect(parsePostmasterFile('')).toBe(null);
  expect(parsePostmasterFile('7x\n/data\n')).toBe(null);
});
