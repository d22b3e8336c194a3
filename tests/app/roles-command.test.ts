import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { surface } from '../../src/app/surface.ts';

const run = promisify(execFile);
const CLI = fileURLToPath(new URL('../../xinqiao.js', import.meta.url));
const xinqiao = (...args: readonly string[]) => run(process.execPath, [CLI, ...args]);

describe('xinqiao roles', () => {
  it('finds nothing unlisted, without any database', async () => {
    const { stdout } = await xinqiao('roles', '--check');
    expect(stdout).toBe(`roles: ok, ${surface.length} rows\n`);
  });

  it('prints one JSON line a row', async () => {
    const { stdout } = await xinqiao('roles');
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows).toHaveLength(surface.length);
    expect(rows).toContainEqual({
      kind: 'route',
      name: 'POST /console/staff/add',
      action: 'staff.add',
      who: ['administrator'],
    });
  });
});
