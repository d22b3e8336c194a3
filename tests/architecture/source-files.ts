import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('../../src', import.meta.url));

export type Import = {
  /** As it is written. */
  readonly from: string;
  /** Below `src/`, or null for a package. */
  readonly file: string | null;
  /** Only types: nothing of it is there when the program runs. */
  readonly typeOnly: boolean;
};

export type SourceFile = {
  /** Below `src/`, with `/`. */
  readonly path: string;
  readonly text: string;
  /** Without comments and the words of strings. */
  readonly code: string;
  readonly imports: readonly Import[];
};

export function readSourceFiles(folder: string = SOURCE): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return parseSource(relative(folder, join(folder, name)).split(sep).join('/'), text);
    });
}

export function parseSource(path: string, text: string): SourceFile {
  return { path, text, code: withoutWords(text), imports: findImports(path, text) };
}

const STATEMENT = /^\s*(?:import|export)\s+(type\s)?([^;'"]*?\sfrom\s+)?(['"])([^'"]+)\3/gm;
const CALL = /\bimport\(\s*(['"])([^'"]+)\1/g;
const REQUIRE = /\brequire\(\s*(['"])([^'"]+)\1/g;

function findImports(path: string, text: string): Import[] {
  const found: Import[] = [];
  for (const [, typeWord, names, , from = ''] of text.matchAll(STATEMENT)) {
    const listed = /\{([^}]*)\}/
      .exec(names ?? '')?.[1]
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    const onlyTypes = listed?.length ? listed.every((name) => name.startsWith('type ')) : false;
    found.push({ from, file: resolve(path, from), typeOnly: typeWord !== undefined || onlyTypes });
  }
  for (const pattern of [CALL, REQUIRE]) {
    for (const [, , from = ''] of text.matchAll(pattern)) {
      found.push({ from, file: resolve(path, from), typeOnly: false });
    }
  }
  return found;
}

const resolve = (path: string, from: string): string | null =>
  from.startsWith('.') ? posix.normalize(posix.join(dirname(path), from)) : null;

/** Comments and plain strings are talk about code, not code; what stands in `${}` stays. */
const withoutWords = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|[^:'"`])\/\/.*$/gm, '$1')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");

/** The folder that a rule speaks of: `core`, `bots/telegram`, or `(root)` for what puts the parts together. */
export function folderOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  if (first === 'bots') return `bots/${second}`;
  if (['app', 'commands', 'app.ts', 'cli.ts', 'prepare.ts'].includes(first)) return '(root)';
  return first === 'settings.ts' ? 'settings' : first;
}
