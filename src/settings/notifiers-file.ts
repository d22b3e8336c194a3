import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import { type NotifierSettings, notifiersSchema } from '../notifiers/settings.ts';
import type { SettingProblem } from './problem.ts';

export type ReadNotifiers =
  | {
      readonly ok: true;
      readonly notifiers: readonly NotifierSettings[];
      /** Names of those who are called directly while no database can be reached; null where the file does not say. */
      readonly emergency: readonly string[] | null;
    }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

type Variables = Readonly<Record<string, string | undefined>>;
type Path = readonly (string | number)[];

/**
 * Reads and checks `config/notifiers.yaml`. A value that is written `$NAME` is taken from the variable NAME. No problem
 * ever quotes what may be a secret, a number or an address, wherever it stood.
 */
export async function readNotifiers(file: string, environment: Variables): Promise<ReadNotifiers> {
  const read = await readYaml(file);
  if ('problem' in read) return { ok: false, problems: [read.problem] };
  const problems: SettingProblem[] = [];
  const raw = putVariables(read.raw, [], { file, environment, problems });
  if (problems.length > 0) return { ok: false, problems };
  const parsed = notifiersSchema.safeParse(raw);
  if (parsed.success) {
    const { notifiers, emergency = null } = parsed.data;
    return { ok: true, notifiers, emergency };
  }
  return { ok: false, problems: parsed.error.issues.flatMap((issue) => describeIssue(file, raw, issue)) };
}

async function readYaml(place: string): Promise<{ raw: unknown } | { problem: SettingProblem }> {
  let text: string;
  try {
    text = await readFile(place, 'utf8');
  } catch {
    return { problem: { place, key: '', found: 'no readable file', expected: 'a YAML file' } };
  }
  const document = parseDocument(text);
  const [broken] = document.errors;
  if (broken) {
    const line = broken.linePos?.[0].line;
    const key = line ? `line ${line}` : '';
    return { problem: { place, key, found: broken.code, expected: 'correct YAML' } };
  }
  return { raw: document.toJS() as unknown };
}

type Putting = {
  readonly file: string;
  readonly environment: Variables;
  readonly problems: SettingProblem[];
};

/** An empty variable counts as not set. */
function putVariables(value: unknown, path: Path, putting: Putting): unknown {
  if (typeof value === 'string') {
    const name = /^\$([A-Z][A-Z0-9_]*)$/.exec(value)?.[1];
    if (name === undefined) return value;
    const put = putting.environment[name]?.trim() ?? '';
    if (put !== '') return put;
    putting.problems.push({
      place: putting.file,
      key: path.join('.'),
      found: `nothing in the variable ${name}`,
      expected: `${name} to be set`,
    });
    return value;
  }
  if (Array.isArray(value)) return value.map((one, index) => putVariables(one, [...path, index], putting));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, putVariables(one, [...path, key], putting)]),
  );
}

function describeIssue(place: string, raw: unknown, issue: z.core.$ZodIssue): SettingProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => ({
      place,
      key: [...issue.path, name].map(String).join('.'),
      found: 'a key that is not known',
      expected: 'none of this name',
    }));
  }
  const value = issue.path.reduce<unknown>((inner, key) => Object(inner)[key], raw);
  const key = issue.path.map(String).join('.');
  return [{ place, key, found: describeValue(issue.path.at(-1), value), expected: issue.message }];
}

/** Keys whose values are choices of the program and no secrets. */
const SHOWN = ['name', 'kind', 'scheme', 'format', 'method', 'encode', 'security', 'port', 'alarms', 'pages'];

function describeValue(key: PropertyKey | undefined, value: unknown): string {
  if (value === undefined) return 'nothing';
  if (SHOWN.includes(String(key))) return JSON.stringify(value);
  if (typeof value === 'string') return `a text of ${value.length} characters`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return value === null ? 'null' : `a value of the type ${typeof value}`;
}
