import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { surface } from '../../src/app/surface.ts';

const CLI = fileURLToPath(new URL('../../xinqiao.js', import.meta.url));
const xinqiao = (...args: readonly string[]): string =>
  execFileSync(process.execPath, [CLI, ...args], { encoding: 'utf8' });

describe('xinqiao roles', () => {
  it('finds nothing unlisted, without any database', () => {
    const stdout = xinqiao('roles', '--check');
    expect(stdout).toBe(`roles: ok, ${surface.length} rows\n`);
  });

  it('prints one JSON line a row', () => {
    const stdout = xinqiao('roles');
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
