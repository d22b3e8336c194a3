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

/** What words around a match can say about it, each given by its spellings in the files. At most 64: they are bits. */
export const cueNames = [
  /** I; he, she, my roommate; you. */
  'self',
  'third',
  'second',
  /** 你知道吗 addresses nobody, 没有你 is no subject. */
  'not-second',
  /** Before a person who is no subject: with, from. */
  'object-marker',
  /** 跟我说, 发给我: this "I" hears or receives it. */
  'told-me',
  /** Before another person who takes over as the subject: find, hear. */
  'report',
  /** Right before what somebody says. */
  'says',
  /** 让我去死: what another person tells the writer to do. */
  'ordered',
  /** Right before what is denied, right behind it, and what is no denial although it holds one. */
  'negation',
  'negation-behind',
  'not-negation',
  /** A time gone by; the same only where it opens a clause; little words it may follow there; and what is no time. */
  'past',
  'past-opening',
  'particle',
  'not-past',
  /** Done once (想过), over (好多了), now, and again. */
  'accomplished',
  'recovered',
  'present',
  'renewed',
  /** A story, a game, news; homework and lectures; words about a quotation. */
  'media',
  'study',
  'quoting',
  /** Right before a wish that is the writer's own, whatever story stands before it. */
  'own-voice',
  'leisure',
  'casual',
  'moaning',
  /** What a cry goes on with in its next sentence where nothing worse is wrong: 救命！ddl是今晚. */
  'groaning',
  /** A sport whose leap it is: 蹦极！我要跳了. */
  'sport',
  /** 嗓子还疼, 医生说要吃满七天: a course of medicine, taken as ordered. */
  'treatment',
  /** 帆布盖上, 货车可以走了: what a rope is tied for. */
  'load',
  /** 快递员, 编剧; and 放错柜子, 烂尾: what none of them is killed for. */
  'tradesman',
  'annoyance',
  /** Something worse is wrong: somebody follows, a knife, blood, a roof. A cry, a leap or a threat is then none of these. */
  'peril',
  /** 开玩笑, 被钓鱼的人: no outing, though it holds a word for one. */
  'not-leisure',
  /** 拍照, 烧烤: right behind a place it says all that is to be said. 天台, 江边: where one has a look; 栏杆外: where not. */
  'errand',
  'lookout',
  'edge',
  /** 打算跳, 再见: what for somebody is at the edge, whatever they see there; and 想跳舞, 明天再见, which is none. */
  'intent',
  'not-intent',
  /** What nobody dies of, what makes one say so, and what says that it is meant. */
  'trifle',
  /** 再吃土豆我就…: a trifle that would be too much once more. */
  'condition',
  'makes',
  'earnest',
  'distress',
  'despair',
  'farewell',
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
  /**
   * No match beside these; beside `sport`, `treatment` and `load` a concern (context/cry.ts). `groaning` hides a short cry in
   * front of it. `leisure` and `casual` only lower it by a level before a comma or an "I" and in a text in despair, and do
   * nothing beside a farewell; of what would be imminent they and `moaning` leave a concern, or with words of intent a level
   * less (context/mood.ts). `media` drops where the option `media` alone would lower; `third` does nothing where the other
   * person stands in another clause.
   */
  unless: z
    .array(
      z.enum([
        'media',
        'leisure',
        'casual',
        'moaning',
        'sport',
        'treatment',
        'load',
        'groaning',
        'third',
        'second',
      ]),
    )
    .default([]),
  /**
   * Counts only in a text in which another rule, of one of these categories, found at least this much of the writer's
   * own: 今晚 says nothing, beside 不想活 it is a time. Null: counts by itself.
   */
  beside: z
    .strictObject({ categories: z.array(z.enum(categories)).min(1), level: z.enum(['concern', 'high']) })
    .nullable()
    .default(null),
  /** Lowers are always to concern. 不想死; 我不会自杀. */
  negation: z.enum(['lowers', 'drops', 'ignored']).default('lowers'),
  /** 高中时想过; not where the sentence brings it back (现在又). */
  past: z.enum(['lowers', 'ignored']).default('lowers'),
  /** 电影里主角…: no match, or concern where the sentence also says "I". */
  media: z.enum(['drops', 'ignored']).default('drops'),
  /** 论文选题是…, 讲座讲…: high and imminent become concern, concern becomes no match unless the sentence says "I". */
  study: z.enum(['lowers', 'ignored']).default('lowers'),
  /** “…”这句歌词, 《…》: no match, or concern where "I" stands outside the marks. Marks alone change nothing. */
  quoted: z.enum(['drops', 'ignored']).default('drops'),
  /** 你想死吗: about whom it is said to. */
  second: z.enum(['lowers', 'drops', 'ignored']).default('lowers'),
  /** A trifle that "makes me want to die", a trifle and a laugh, an annoyance: concern, where nothing is in despair. */
  hyperbole: z.enum(['lowers', 'ignored']).default('ignored'),
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
