import { showable } from '../../core/clean-text.ts';
import { readForm } from '../forms.ts';
import { categories } from '../rule-file.ts';
import type { RuleBody } from './centre-rule.ts';

/** What somebody typed into the form, as it was typed. */
export type RuleInput = {
  readonly name: string;
  /** One a line, as are the examples. */
  readonly forms: string;
  readonly category: string;
  readonly level: string;
  readonly why: string;
  readonly match: string;
  readonly not: string;
  readonly gap: string;
  readonly needs: readonly string[];
  readonly unless: readonly string[];
  readonly negation: string;
  readonly past: string;
  readonly media: string;
  readonly study: string;
  readonly quoted: string;
  readonly second: string;
};

export type InputField = keyof RuleInput;

export type InputCode =
  | 'empty'
  | 'too-long'
  | 'too-many'
  | 'unshowable'
  | 'unknown'
  /** Of a form: what is wrong with the line in `text`. */
  | 'set-name'
  | 'not-closed'
  | 'closes-nothing'
  | 'nested'
  | 'empty-piece'
  | 'one-character'
  | 'too-many-spellings'
  /** Of an example. */
  | 'not-found'
  | 'too-low'
  | 'found'
  | 'unusable';

export type InputProblem = { readonly field: InputField; readonly code: InputCode; readonly text: string };

export const LIMITS = { name: 40, why: 200, line: 200, forms: 60, examples: 40, gap: 60 } as const;
/** Of all forms of one rule. */
const MOST_SPELLINGS = 20_000;

const LEVELS = ['concern', 'high', 'imminent'] as const;
const OCCASIONS = ['lowers', 'drops', 'ignored'] as const;
const NEEDS = ['self', 'own', 'distress'] as const;
const UNLESS = ['casual', 'leisure'] as const;

export const splitLines = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
];

/** Marks as a Chinese keyboard types them mean what they look like; commas only between braces. */
function tidyForm(line: string): string {
  return line
    .replace(/｛/g, '{')
    .replace(/｝/g, '}')
    .replace(/[～〜]/g, '~')
    .replace(/＋/g, '+')
    .replace(/…+|\.{3,}|。{3,}/g, '…')
    .replace(/\{[^{}]*\}/g, (inside) => inside.replace(/\s*[，、,]\s*/g, ','));
}

function checkBraces(form: string): InputCode | null {
  let open = false;
  for (const character of form) {
    if (character === '{') {
      if (open) return 'nested';
      open = true;
    } else if (character === '}') {
      if (!open) return 'closes-nothing';
      open = false;
    } else if (open && '…~+'.includes(character)) return 'nested';
  }
  return open ? 'not-closed' : null;
}

const isOneCharacter = (spelling: string): boolean => /^[\p{L}\p{N}]$/u.test(spelling.trim());

/** How many spellings a line stands for, or what is wrong with it. */
function checkForm(form: string): InputCode | number {
  if (form.length > LIMITS.line) return 'too-long';
  if (showable(form) !== form) return 'unshowable';
  if (/[<>]/.test(form)) return 'set-name';
  const braces = checkBraces(form);
  if (braces !== null) return braces;
  const reading = readForm(form, new Map());
  if (!reading.ok) return reading.problem.startsWith('more than') ? 'too-many-spellings' : 'empty-piece';
  const [only, ...others] = reading.form;
  if (others.length === 0 && only?.spellings.some(isOneCharacter)) return 'one-character';
  return reading.form.reduce((sum, { spellings }) => sum + spellings.length, 0);
}

function readForms(text: string, problems: InputProblem[]): string[] {
  const forms = splitLines(text).map(tidyForm);
  if (forms.length === 0) problems.push({ field: 'forms', code: 'empty', text: '' });
  if (forms.length > LIMITS.forms) problems.push({ field: 'forms', code: 'too-many', text: '' });
  let spellings = 0;
  for (const form of forms) {
    const found = checkForm(form);
    if (typeof found === 'number') spellings += found;
    else problems.push({ field: 'forms', code: found, text: form });
  }
  if (spellings > MOST_SPELLINGS) problems.push({ field: 'forms', code: 'too-many-spellings', text: '' });
  return [...new Set(forms)];
}

function readExamples(field: 'match' | 'not', text: string, problems: InputProblem[]): string[] {
  const lines = splitLines(text);
  if (field === 'match' && lines.length === 0) problems.push({ field, code: 'empty', text: '' });
  if (lines.length > LIMITS.examples) problems.push({ field, code: 'too-many', text: '' });
  for (const line of lines) {
    if (line.length > LIMITS.line) problems.push({ field, code: 'too-long', text: line });
    else if (showable(line) !== line) problems.push({ field, code: 'unshowable', text: line });
  }
  return lines;
}

function readText(field: 'name' | 'why', text: string, problems: InputProblem[]): string {
  const trimmed = text.trim();
  if (trimmed === '') problems.push({ field, code: 'empty', text: '' });
  else if (trimmed.length > LIMITS[field]) problems.push({ field, code: 'too-long', text: '' });
  else if (showable(trimmed) !== trimmed) problems.push({ field, code: 'unshowable', text: '' });
  return trimmed;
}

function pick<One extends string>(
  field: InputField,
  typed: string,
  of: readonly One[],
  problems: InputProblem[],
): One | undefined {
  const found = of.find((one) => one === typed);
  if (found === undefined) problems.push({ field, code: typed === '' ? 'empty' : 'unknown', text: '' });
  return found;
}

const pickSome = <One extends string>(typed: readonly string[], of: readonly One[]): One[] =>
  of.filter((one) => typed.includes(one));

function readGap(typed: string, problems: InputProblem[]): number {
  const text = typed.trim().normalize('NFKC');
  const gap = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (gap >= 0 && gap <= LIMITS.gap) return gap;
  problems.push({ field: 'gap', code: text === '' ? 'empty' : 'unknown', text: '' });
  return 0;
}

/** The rule that was typed; whether its examples hold is another question. */
export function readRuleInput(
  input: RuleInput,
):
  | { readonly ok: true; readonly body: RuleBody }
  | { readonly ok: false; readonly problems: InputProblem[] } {
  const problems: InputProblem[] = [];
  const name = readText('name', input.name, problems);
  const forms = readForms(input.forms, problems);
  const gap = readGap(input.gap, problems);
  const category = pick('category', input.category, categories, problems);
  const level = pick('level', input.level, LEVELS, problems);
  const why = readText('why', input.why, problems);
  const match = readExamples('match', input.match, problems);
  const not = readExamples('not', input.not, problems);
  const negation = pick('negation', input.negation, OCCASIONS, problems);
  const second = pick('second', input.second, OCCASIONS, problems);
  if (!category || !level || !negation || !second || problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    body: {
      name,
      forms,
      gap,
      category,
      level,
      why,
      needs: pickSome(input.needs, NEEDS),
      unless: pickSome(input.unless, UNLESS),
      negation,
      second,
      past: input.past === 'lowers' ? 'lowers' : 'ignored',
      media: input.media === 'drops' ? 'drops' : 'ignored',
      study: input.study === 'lowers' ? 'lowers' : 'ignored',
      quoted: input.quoted === 'drops' ? 'drops' : 'ignored',
      examples: { match, not },
    },
  };
}
