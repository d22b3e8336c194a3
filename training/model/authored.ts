import { fileURLToPath } from 'node:url';
import type { Sample } from './corpora.ts';
import { readLines } from './corpora.ts';
import { expandPattern, type Slots } from './expand.ts';
import { createRandom } from './random.ts';

/** Sentences of each pattern that are tried; the same one twice counts once. */
const attempts = 40;

type AuthoredLine = { readonly text: string; readonly crisis: boolean };
type Pattern = { readonly pattern: string; readonly crisis: boolean };

const place = (name: string): string => fileURLToPath(new URL(`../lines/${name}`, import.meta.url));

const authoredFiles = [
  'crisis.jsonl',
  'tree-hole.jsonl',
  'dangers.jsonl',
  'none.jsonl',
  'ordinary.jsonl',
  'near-dangers.jsonl',
  'told.jsonl',
] as const;

/** Lines invented for this project, word by word. */
export function readAuthored(): Sample[] {
  const lines = authoredFiles.flatMap((name) => readLines<AuthoredLine>(place(name)));
  return lines.map(({ text, crisis }) => ({ text, crisis, source: 'authored', labels: [] }));
}

/** Lines from the patterns of training/lines, the same for the same seed. */
export function generateLines(seed: number): Sample[] {
  const random = createRandom(seed);
  const [slots = {}] = readLines<Slots>(place('slots.jsonl'));
  const found = new Map<string, Sample>();
  for (const { pattern, crisis } of readLines<Pattern>(place('templates.jsonl'))) {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const text = expandPattern(pattern, slots, random);
      found.set(text, { text, crisis, source: 'generated', labels: [] });
    }
  }
  return [...found.values()];
}
