import { z } from 'zod';

/** The shape of `config/evasions.yaml`: which words writers disguise, how, and what is everyday writing all the same. */

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected lower-case letters, digits and hyphens');
const forms = z.array(z.string().min(1));
const character = z.string().regex(/^\p{Script=Han}$/u, 'expected one Chinese character');

const groupSchema = z.strictObject({
  id: name,
  /** Plain words; {a,b,} stands for one of these or nothing, as in the rule files. */
  words: forms.min(1),
  /** Which characters may be another of the same sound: any, the first, the last, none. At least half stay as they are. */
  sounds: z.enum(['any', 'first', 'last', 'none']).default('any'),
  /** Whether `before` and `after` hold: beside a character that is not written plainly, on both sides, not at all. */
  framed: z.enum(['changed', 'both', 'none']).default('changed'),
  /** Letters: never; beside characters of the word; all in letters beside Chinese ones or a word of wanting; always. */
  pinyin: z.enum(['none', 'mixed', 'wanted', 'alone']).default('alone'),
  /** First letters: never; for the last character; for some of the characters; for all. */
  initials: z.enum(['none', 'last', 'mixed', 'alone']).default('none'),
  /** Characters that stand for one of the word by custom, of whatever sound. */
  also: z.record(character, z.string().min(1)).default({}),
  /** What may stand right before and right behind these words besides `before` and `after`. */
  before: z.string().default(''),
  after: z.string().default(''),
  /** Everyday writing in characters that reaches as far as the word or beyond it: not the word. */
  never: forms.default([]),
  /** With one of these anywhere in the text nothing is restored. */
  unless: forms.default([]),
  why: z.string().min(1),
  source: z.string().min(1),
  examples: z.strictObject({
    /** What is written, and what the rules then read. */
    restored: z.record(z.string().min(1), z.string().min(1)),
    kept: z.array(z.string().min(1)).default([]),
  }),
});

export const evasionSchema = z.strictObject({
  /** A character that nobody writes today for anything else, and what it stands for. */
  variants: z.record(character, character).default({}),
  /** Two parts and the character that they make: 歹匕死. A whole may be a part of another. */
  parts: z.array(z.string().regex(/^\S{3}$/u, 'expected two parts and the whole')).default([]),
  /** The first character is the one that it stands for without a word around it. */
  digits: z.record(z.string().regex(/^\d$/, 'expected one digit'), z.string().min(1)).default({}),
  english: z
    .record(z.string().regex(/^[a-z]{2,10}$/, 'expected small letters'), z.string().min(1))
    .default({}),
  /** English words that are restored where digits stand for some of their letters: su1cide. */
  leet: z.array(z.string().regex(/^[a-z]{2,10}$/, 'expected small letters')).default([]),
  /** Everyday neighbours of characters that writers use for others: 思 in 意思 and 思考 is no disguise. */
  compounds: z
    .record(character, z.strictObject({ left: z.string().default(''), right: z.string().default('') }))
    .default({}),
  /** Characters that are rare outside their `compounds`: they need neither `before` nor `after`. */
  odd: z.string().default(''),
  /** What may stand right before and right behind a word that is written in characters of the same sound. */
  before: z.string().min(1),
  after: z.string().min(1),
  /** The last characters of words of wanting and doing: they make the next word likely. */
  wanting: z.string().min(1),
  /** Characters that nobody hides: another one of the same sound is never taken for them. */
  fixed: z.string().default(''),
  /** Everyday phrases, for all groups, that reach as far as a word or beyond it, in letters too: hen xiangsi is 很相似. */
  neverSpelled: forms.default([]),
  /** Everyday words that are restored from letters too, but only beside a disguised word, so that the rules see them. */
  everyday: forms.default([]),
  groups: z.array(groupSchema),
});

export type EvasionGroup = z.infer<typeof groupSchema>;
export type Evasions = z.infer<typeof evasionSchema>;

export type EvasionProblem = { readonly file: string; readonly key: string; readonly problem: string };
export type EvasionReading =
  | { readonly ok: true; readonly evasions: Evasions }
  | { readonly ok: false; readonly problems: readonly EvasionProblem[] };

/** `content` is the parsed YAML, of any shape. */
export function readEvasions(file: string, content: unknown): EvasionReading {
  const parsed = evasionSchema.safeParse(content ?? {});
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => ({
      file,
      key: issue.path.map(String).join('.') || '(top)',
      problem: issue.message,
    }));
    return { ok: false, problems };
  }
  return { ok: true, evasions: parsed.data };
}
