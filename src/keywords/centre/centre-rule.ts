import { z } from 'zod';
import { categories, type RuleFile, readRuleFile } from '../rule-file.ts';

/**
 * A screening rule that the centre's staff wrote in the console: the same as a rule of `config/keywords/`, without what
 * only the shipped files need. It holds invented examples and never a student's words.
 */
const bodySchema = z.strictObject({
  /** For staff only. */
  name: z.string().min(1),
  category: z.enum(categories),
  level: z.enum(['concern', 'high', 'imminent']),
  forms: z.array(z.string().min(1)).min(1),
  gap: z.int().min(0).max(200),
  needs: z.array(z.enum(['self', 'own', 'distress'])),
  unless: z.array(z.enum(['casual', 'leisure'])),
  negation: z.enum(['lowers', 'drops', 'ignored']),
  past: z.enum(['lowers', 'ignored']),
  media: z.enum(['drops', 'ignored']),
  study: z.enum(['lowers', 'ignored']),
  quoted: z.enum(['drops', 'ignored']),
  second: z.enum(['lowers', 'drops', 'ignored']),
  why: z.string().min(1),
  examples: z.strictObject({ match: z.array(z.string().min(1)).min(1), not: z.array(z.string().min(1)) }),
});

export type RuleBody = z.infer<typeof bodySchema>;
export type RuleState = 'active' | 'off' | 'deleted';

export type CentreRule = {
  readonly id: string;
  /** What people call it: 本校规则 3. */
  readonly number: number;
  /** Grows with every change. */
  readonly version: number;
  readonly state: RuleState;
  /** As it was stored, by whatever version of the program. */
  readonly body: unknown;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly changedBy: string;
  /** The second person, where one was needed. */
  readonly approvedBy: string | null;
  readonly changedAt: Date;
};

/** Sorts behind the shipped files, whose sets and cues it shares. */
export const CENTRE_FILE = '~centre';
export const CENTRE_SOURCE = '本中心';

/** By this name a match of the rule is kept beside a student's line. */
export const ruleIdOf = (number: number): string => `centre-${number}`;

/** Null for what this version of the program cannot use. */
export function readBody(body: unknown): RuleBody | null {
  const parsed = bodySchema.safeParse(body);
  return parsed.success ? parsed.data : null;
}

/** The rule as a rule file holds it; null when this version of the program cannot use it. */
export function toRuleFile(
  rules: readonly { readonly number: number; readonly body: unknown }[],
): RuleFile | null {
  const entries: unknown[] = [];
  for (const { number, body } of rules) {
    const read = readBody(body);
    if (read === null) return null;
    const { name: _, ...rest } = read;
    entries.push({ ...rest, id: ruleIdOf(number), source: CENTRE_SOURCE });
  }
  const reading = readRuleFile(CENTRE_FILE, { rules: entries });
  return reading.ok ? reading.file : null;
}
