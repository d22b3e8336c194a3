import { appendFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createNormaliser } from '../../../src/keywords/normalise.ts';
import { loadEvasions } from '../../../src/keywords/restore/load-evasions.ts';
import { CONFIG_FOLDER } from '../../../src/settings.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xinqiao-kept-'));
  path = join(folder, 'evasions.yaml');
  await cp(join(CONFIG_FOLDER, 'evasions.yaml'), path);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function load(keptIn: string | null) {
  const loading = await loadEvasions(path, keptIn);
  if (!loading.ok) throw new Error(JSON.stringify(loading.problems));
  return loading;
}

/** Every example of the file, as the restorer writes it. */
async function restored(keptIn: string | null): Promise<readonly (string | null)[]> {
  const { evasions, restore } = await load(keptIn);
  const normalise = createNormaliser();
  const texts = evasions.groups.flatMap(({ examples }) => [
    ...Object.keys(examples.restored),
    ...examples.kept,
  ]);
  return texts.map((text) => {
    const view = restore(normalise(text));
    return view === null ? null : String.fromCharCode(...view.units.subarray(0, view.length));
  });
}

const kept = async (): Promise<string[]> => (await readdir(folder)).filter((name) => name.endsWith('.bin'));

it('restore the same from what an earlier run has compiled', async () => {
  const fresh = await restored(null);
  expect(fresh.filter((text) => text !== null).length).toBeGreaterThan(100);
  expect(await kept()).toEqual([]);
  expect(await restored(folder)).toEqual(fresh);
  expect(await kept()).toHaveLength(1);
  expect(await restored(folder)).toEqual(fresh);
  expect((await load(folder)).evasions).toEqual((await load(null)).evasions);
});

it('are compiled anew when they were changed or damaged, and tell what is wrong as ever', async () => {
  const fresh = await restored(folder);
  const [name = ''] = await kept();
  const damaged = await readFile(join(folder, name));
  damaged.writeUInt8(damaged.readUInt8(5_000) ^ 1, 5_000);
  await writeFile(join(folder, name), damaged);
  expect(await restored(folder)).toEqual(fresh);
  await appendFile(path, '# another word\n');
  await restored(folder);
  expect(await kept()).toHaveLength(1);
  expect(await kept()).not.toEqual([name]);
  await appendFile(path, '\t- ][');
  expect(await loadEvasions(path, folder)).toMatchObject({ ok: false });
});
