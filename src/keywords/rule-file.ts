import { z } from 'zod';

/** The shape of `config/keywords/*.yaml`. Everything that decides about a text is in these files, with its reason. */

export const categories = [
  'suicide-attempt',
  'suicide-plan',
  'suicide-preparation',
  'suicide-intent',
  'suicide-passive',
  'suicide-talk',
  'self-harm',
  'overdose',
  'alcohol',
  'eating-disorder',
  'method-question',
  'violence',
  'violence-suffered',
  'abuse',
  'assault',
  'bullying',
  'stalking',
  'psychosis',
  'third-person',
  'possible-crisis',
] as const;
export type Category = (typeof categories)[number];

/** What words around a match can say about it. */
export const cueNames = [
  'self',
  'third',
  'second',
  'object-marker',
  'report',
  'negation',
  'not-negation',
  'past',
  'present',
  'media',
  'leisure',
  'casual',
  'distress',
] as const;
export type CueName = (typeof cueNames)[number];

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected lower-case letters, digits and hyphens');
const form = z.string().min(1);
const forms = z.array(form).min(1);

const examplesSchema = z.strictObject({
  match: z.array(z.string().min(1)).min(1),
  not: z.array(z.string().min(1)).default([]),
});

const ruleSchema = z.strictObject({
  id: name,
  category: z.enum(categories),
  level: z.enum(['concern', 'high', 'imminent']),
  forms,
  /** Most characters between two pieces of a form. */
  gap: z.int().min(0).max(200).default(12),
  across: z.enum(['sentence', 'text']).default('sentence'),
  /** `self`: a word for "I" in the sentence; `own`: not about another person; `third`: about one; `distress`: anywhere. */
  needs: z.array(z.enum(['self', 'own', 'third', 'distress'])).default([]),
  unless: z.array(z.enum(['media', 'leisure', 'casual', 'third', 'second'])).default([]),
  negation: z.enum(['lowers', 'drops', 'ignored']).default('lowers'),
  past: z.enum(['lowers', 'ignored']).default('lowers'),
  media: z.enum(['drops', 'ignored']).default('drops'),
  second: z.enum(['lowers', 'drops', 'ignored']).default('lowers'),
  /** Shown to a counsellor beside the match, in plain Chinese. */
  why: z.string().min(1),
  source: z.string().min(1),
  examples: examplesSchema,
});

const idiomSchema = z.strictObject({
  id: name,
  forms,
  why: z.string().min(1),
  source: z.string().min(1),
  /** `match`: texts that must screen to none; `not`: texts that must not. */
  examples: examplesSchema,
});

export const ruleFileSchema = z.strictObject({
  sets: z.record(name, forms).default({}),
  cues: z.partialRecord(z.enum(cueNames), forms).default({}),
  idioms: z.array(idiomSchema).default([]),
  rules: z.array(ruleSchema).default([]),
});

export type Rule = z.infer<typeof ruleSchema>;
export type Idiom = z.infer<typeof idiomSchema>;
export type RuleFile = z.infer<typeof ruleFileSchema> & { readonly name: string };

/** A mistake in a rule file: where it is and what is wrong, ready to be shown to whoever edits it. */
export type RuleProblem = { readonly file: string; readonly key: string; readonly problem: string };

export type RuleFileReading =
  | { readonly ok: true; readonly file: RuleFile }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

/** `content` is the parsed YAML, of any shape. */
export function readRuleFile(file: string, content: unknown): RuleFileReading {
  const parsed = ruleFileSchema.safeParse(content ?? {});
  if (parsed.success) return { ok: true, file: { name: file, ...parsed.data } };
  const problems = parsed.error.issues.map((issue) => ({
    file,
    key: issue.path.join('.') || '(top)',
    problem: issue.message,
  }));
  return { ok: false, problems };
}
