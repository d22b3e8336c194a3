import { readBody } from './centre-rule.ts';
import type { RuleInput } from './rule-input.ts';

/** How the form looks before anybody has typed: what an ordinary rule wants. */
export const BLANK_INPUT: RuleInput = {
  name: '',
  forms: '',
  category: '',
  level: '',
  why: '',
  match: '',
  not: '',
  gap: '12',
  needs: [],
  unless: [],
  negation: 'lowers',
  past: 'lowers',
  media: 'drops',
  study: 'lowers',
  quoted: 'drops',
  second: 'lowers',
};

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
const listOf = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined;

/**
 * The rule as somebody would have typed it. Of a rule that this version of the program cannot read, whatever still has a
 * field stands there, so that it can be mended.
 */
export function toInput(body: unknown): RuleInput {
  const fields: Readonly<Record<string, unknown>> = readBody(body) ?? Object(body);
  const examples: Readonly<Record<string, unknown>> = Object(fields.examples);
  const text = (name: keyof RuleInput): string => textOf(fields[name]) ?? String(BLANK_INPUT[name]);
  const lines = (value: unknown): string => (listOf(value) ?? []).join('\n');
  return {
    name: text('name'),
    forms: lines(fields.forms),
    category: text('category'),
    level: text('level'),
    why: text('why'),
    match: lines(examples.match),
    not: lines(examples.not),
    gap: text('gap'),
    needs: listOf(fields.needs) ?? [],
    unless: listOf(fields.unless) ?? [],
    negation: text('negation'),
    past: text('past'),
    media: text('media'),
    study: text('study'),
    quoted: text('quoted'),
    second: text('second'),
  };
}
