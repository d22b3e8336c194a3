/**
 * Texts have typed keys: a spec lists each key with the names of its placeholders, a table (one a language) holds
 * the words, and the compiler refuses an unknown key or a missing placeholder.
 */
export type TextSpec = Readonly<Record<string, readonly string[]>>;

export type TextTable<Spec extends TextSpec> = Readonly<Record<keyof Spec & string, string>>;

type Params<Names extends readonly string[]> = Names extends readonly []
  ? []
  : [params: Readonly<Record<Names[number], string | number>>];

/** Renders a text in one language. */
export type Texts<Spec extends TextSpec> = <Key extends keyof Spec & string>(
  key: Key,
  ...params: Params<Spec[Key]>
) => string;

const PLACEHOLDER = /\{([a-zA-Z]+)\}/g;

const placeholdersOf = (text: string): string[] =>
  [...new Set([...text.matchAll(PLACEHOLDER)].map((found) => found[1] ?? ''))].sort();

export type TextProblem = { key: string; found: string; expected: string };

/** What keeps a raw table from being one of this spec: missing, unknown and wrongly filled keys. */
export function checkTexts(spec: TextSpec, raw: Readonly<Record<string, unknown>>): TextProblem[] {
  const problems: TextProblem[] = [];
  for (const [key, names] of Object.entries(spec)) {
    const text = raw[key];
    if (typeof text !== 'string' || text.trim() === '') {
      problems.push({ key, found: text === undefined ? 'nothing' : typeof text, expected: 'a text' });
      continue;
    }
    const found = placeholdersOf(text).join(', ');
    const expected = [...names].sort().join(', ');
    if (found !== expected) problems.push({ key, found: `{${found}}`, expected: `{${expected}}` });
  }
  for (const key of Object.keys(raw)) {
    if (!(key in spec)) problems.push({ key, found: 'an unknown key', expected: 'a key of the program' });
  }
  return problems;
}

export function createTexts<Spec extends TextSpec>(table: TextTable<Spec>): Texts<Spec> {
  return (key, ...params) => {
    const values: Readonly<Record<string, string | number>> = params[0] ?? {};
    return table[key].replace(PLACEHOLDER, (_, name: string) => String(values[name] ?? ''));
  };
}
