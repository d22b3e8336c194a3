/** The configuration for desks of our own: nothing that they do is screened, and compiling 6,000 rules stops all scenarios. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { type Config, readConfig } from '../src/settings/config-folder.ts';
import { CONFIG_FOLDER } from '../src/settings.ts';

const ONE_RULE = `rules:
  - id: one
    category: suicide-intent
    level: high
    forms: [不想活]
    why: 测试
    source: 测试
    examples: { match: [不想活了] }
`;
const NO_EVASIONS = 'before: 我\nafter: 了\nwanting: 想\ngroups: []\n';

/** All of config/ but its rules. */
export async function readDeskConfig(): Promise<Config> {
  const folder = await mkdtemp(join(tmpdir(), 'xinqiao-desk-'));
  try {
    const rules = join(CONFIG_FOLDER, 'keywords');
    await cp(CONFIG_FOLDER, folder, { recursive: true, filter: (path) => !path.startsWith(rules + sep) });
    await writeFile(join(folder, 'keywords', 'one.yaml'), ONE_RULE);
    await writeFile(join(folder, 'evasions.yaml'), NO_EVASIONS);
    const read = await readConfig(folder, false);
    if (!read.ok)
      throw new Error(`config/ cannot be read: ${read.problems[0]?.place} ${read.problems[0]?.key}`);
    return read.config;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
