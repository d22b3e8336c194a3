import { chmod, chown, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { canEnter } from '../../src/storage/embedded/reach.ts';
import { CHECKOUT, createLab, type Environment, type Lab } from '../support/program.ts';
import { until } from '../support/until.ts';

const NOBODY = { uid: 65534, gid: 65534 };
const asRoot = process.getuid?.() === 0;
// Whoever runs the tests as an ordinary user proves this with every other test.
const canBeNobody = asRoot && (await canEnter(CHECKOUT, { ...NOBODY, name: 'nobody' }));
if (asRoot && !canBeNobody)
  console.warn(`SKIPPED, ${CHECKOUT} is closed to others: the start as an ordinary user`);

let lab: Lab;
let temporary: string | null = null;
afterEach(async () => {
  await lab?.cleanUp();
  if (temporary !== null) await rm(temporary, { recursive: true, force: true });
});

/** `TMPDIR` of its own: what root's runs have cached is not theirs to write. */
async function startAsNobody(extra: Environment) {
  temporary = await mkdtemp(join(tmpdir(), 'xinqiao-nobody-'));
  await chmod(temporary, 0o700);
  await chown(temporary, NOBODY.uid, NOBODY.gid);
  lab = await createLab({ user: NOBODY, environment: { TMPDIR: temporary, ...extra } });
  const program = await lab.start();
  await until('ready', async () => (await fetch(`${program.url}/readyz`)).status === 200);
  return program;
}

describe.skipIf(!canBeNobody)('as an ordinary user', () => {
  it.each([
    { what: 'with a home of their own', extra: {}, key: 'home/.config/xinqiao/master.key' },
    { what: 'without a home', extra: { HOME: '/nonexistent' }, key: 'data.master.key' },
  ])(
    'everything runs, $what',
    async ({ extra, key }) => {
      const program = await startAsNobody(extra);
      const file = join(lab.folder, key);
      await until('all to be said', () => program.stdout().includes(file));
      const { uid, mode } = await stat(file);
      expect([uid, mode & 0o777]).toEqual([NOBODY.uid, 0o600]);
      const listed = await lab.run(['staff', 'list']);
      expect({ code: listed.code, stderr: listed.stderr }).toEqual({ code: 0, stderr: '' });
      expect(await program.stop()).toBe(0);
      expect(await lab.server()).toBeNull();
    },
    90_000,
  );
});
