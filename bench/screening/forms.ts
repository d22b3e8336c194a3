import { type Form, listOrders, readForm } from '../../src/keywords/forms.ts';
import type { RuleFile } from '../../src/keywords/rule-file.ts';
import { createRandom, pick } from './random.ts';

function setsOf(files: readonly RuleFile[]): Map<string, readonly string[]> {
  const sets = new Map<string, readonly string[]>();
  for (const file of files) {
    for (const [name, sources] of Object.entries(file.sets)) {
      sets.set(
        name,
        sources.flatMap((source) => read(source, sets)[0]?.spellings ?? []),
      );
    }
  }
  return sets;
}

function read(source: string, sets: ReadonlyMap<string, readonly string[]>): Form {
  const reading = readForm(source, sets);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.form;
}

/** Spellings of the shipped forms of one piece, of Chinese characters alone: what a list of plain words would hold. */
function listSpellings(files: readonly RuleFile[]): string[] {
  const sets = setsOf(files);
  const spellings = new Set<string>();
  for (const source of files.flatMap(({ rules }) =>
    rules.flatMap(({ forms }) => forms.flatMap(listOrders)),
  )) {
    const [first, ...others] = read(source, sets);
    if (first === undefined || others.length > 0) continue;
    for (const spelling of first.spellings)
      if (/^\p{Script=Han}{2,}$/u.test(spelling)) spellings.add(spelling);
  }
  return [...spellings].sort();
}

/** What may stand before a form in a list that is longer than the rules are. */
const BEFORE = ['', '我', '今天', '真的', '现在', '我真的', '他说'];

/** @throws when the rules spell too few forms */
export function takeForms(files: readonly RuleFile[], count: number): string[] {
  const spellings = listSpellings(files);
  const all = new Set<string>();
  for (const before of BEFORE) {
    if (all.size < count) for (const spelling of spellings) all.add(before + spelling);
  }
  if (all.size < count) throw new Error(`the shipped rules spell ${all.size} forms, ${count} are needed`);
  const forms = [...all];
  return Array.from({ length: count }, (_, index) => forms[Math.floor((index * forms.length) / count)] ?? '');
}

/** Puts a form into every other message. */
export function plantForms(messages: readonly string[], forms: readonly string[]): string[] {
  const random = createRandom(3);
  return messages.map((message, index) => (index % 2 === 0 ? `${pick(random, forms)}，${message}` : message));
}
