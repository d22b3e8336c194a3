import { z } from 'zod';
import type { CaseLevel } from './case.ts';
import { notifierOf, target } from './targets.ts';

/** Ways of reaching one person that are loud or cost money; a centre may keep them for later rounds. */
export const LOUD_KINDS = ['sms', 'voice', 'email'] as const;
export type LoudKind = (typeof LOUD_KINDS)[number];

const step = z.strictObject({ afterSeconds: z.int().min(0).max(86_400), notify: z.array(target).min(1) });

/** From which repeat on more people are called, or people in more ways. */
const louder = z
  .strictObject({
    /** 1: from the first repeat on, once all steps were taken. */
    afterRounds: z.int().min(1).max(100),
    notify: z.array(target).default([]),
    /** What is named here is not used before, except for somebody who has no other address. */
    kinds: z.array(z.enum(LOUD_KINDS)).default([]),
  })
  .refine(({ notify, kinds }) => notify.length + kinds.length > 0, {
    message: 'notify, kinds or both',
  });

const levelPolicy = z.strictObject({
  steps: z
    .array(step)
    .min(1)
    .refine(
      (steps) => steps.every((one, index) => one.afterSeconds >= (steps[index - 1]?.afterSeconds ?? 0)),
      {
        message: 'steps in the order of afterSeconds',
      },
    ),
  /** Once all steps were taken, everybody is called again after this long, for ever. */
  repeatSeconds: z.int().min(10).max(3_600),
  louder: z.array(louder).default([]),
  /** How long an owner may owe a word, after taking the case or after a dangerous word, before everybody is called. */
  firstWordsSeconds: z.int().min(10).max(3_600),
});

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { message: 'a time such as 23:00, in quotation marks' });

/** At night somebody who is awake is called before everybody else. */
const nights = z
  .strictObject({
    /** In Asia/Shanghai; over midnight where `from` is later than `to`. */
    from: timeOfDay,
    to: timeOfDay,
    first: z.array(target).min(1),
    /** How long they are called alone; the steps count from then. Nobody real there: no time at all. */
    aloneSeconds: z.int().min(0).max(300).default(30),
  })
  .refine(({ from, to }) => from !== to, { message: 'two different times', path: ['to'] });

const named = z.strictObject({
  name: z.string().min(1).max(40),
  /** As they stand in the case. */
  colleges: z.array(z.string().min(1).max(80)).min(1),
  /** What is left out is as in the default. */
  imminent: levelPolicy.optional(),
  high: levelPolicy.optional(),
  nights: nights.nullable().optional(),
});

const seconds = (usual: number) => z.int().min(10).max(3_600).default(usual);

/** Numbers to start with: see the source named in `config/escalation.yaml`. */
export const escalationPolicySchema = z
  .strictObject({
    source: z.string().min(1),
    imminent: levelPolicy,
    high: levelPolicy,
    nights: nights.nullable().default(null),
    /** For colleges that want it otherwise; all others follow what stands above. */
    policies: z.array(named).default([]),
    /** After harmless words without an answer: the owner is reminded, then everybody is called. */
    laterSilence: z
      .strictObject({ remindSeconds: seconds(120), everybodySeconds: seconds(300) })
      .default({ remindSeconds: 120, everybodySeconds: 300 }),
    /** How long 通话中 and 在路上 hold. */
    holdMinutes: z.int().min(1).max(240).default(20),
    /** An imminent student who is silent for so long after the owner spoke: the owner is told to phone and send somebody. */
    silentStudentSeconds: seconds(180),
    /** An owner who gave a sign within this time is there: a new imminent word is theirs alone. */
    ownerActiveSeconds: seconds(60),
    /**
     * A case that somebody has, without any sign of theirs for so many hours, is told to them in the morning and at the end
     * of the day, and after `headHours` to the centre heads.
     */
    quietCase: z
      .strictObject({ ownerHours: z.int().min(1).max(72), headHours: z.int().min(1).max(336) })
      .default({ ownerHours: 6, headHours: 24 }),
    /** When the waiting student is told the true state, in minutes since the case was opened. */
    tellMinutes: z.array(z.int().min(0)).min(1),
    tellEveryMinutes: z.int().min(1),
    /** One responder gets at most one message of pages in this time, and one more for an imminent case. */
    digestSeconds: z.int().min(1).max(600),
  })
  .superRefine(({ policies, laterSilence }, context) => {
    if (laterSilence.remindSeconds >= laterSilence.everybodySeconds) {
      const path = ['laterSilence', 'everybodySeconds'];
      context.addIssue({ code: 'custom', message: 'more than remindSeconds', path });
    }
    const seen = new Set<string>();
    for (const [index, { colleges }] of policies.entries()) {
      for (const [place, college] of colleges.entries()) {
        const path = ['policies', index, 'colleges', place];
        if (seen.has(plainCollege(college))) {
          context.addIssue({ code: 'custom', message: 'a college that no other policy names', path });
        }
        seen.add(plainCollege(college));
      }
    }
  });

export type EscalationPolicy = z.infer<typeof escalationPolicySchema>;
export type LevelPolicy = EscalationPolicy[CaseLevel];
export type Nights = NonNullable<EscalationPolicy['nights']>;

/** As a college's name is compared. */
export const plainCollege = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

/** The policy of a college, with what it leaves out taken from the default; the default for any other. Pure. */
export function policyFor(policy: EscalationPolicy, college: string | null): EscalationPolicy {
  if (college === null) return policy;
  const wanted = plainCollege(college);
  const own = policy.policies.find(({ colleges }) => colleges.some((one) => plainCollege(one) === wanted));
  if (own === undefined) return policy;
  return {
    ...policy,
    imminent: own.imminent ?? policy.imminent,
    high: own.high ?? policy.high,
    nights: own.nights === undefined ? policy.nights : own.nights,
  };
}

/** Every target that the policy names, each with the key where it stands. */
export function namedTargets(policy: EscalationPolicy): { target: string; key: string }[] {
  const ofList = (targets: readonly string[], key: string) =>
    targets.map((target, index) => ({ target, key: `${key}.${index}` }));
  const ofLevel = ({ steps, louder }: LevelPolicy, key: string) => [
    ...steps.flatMap(({ notify }, index) => ofList(notify, `${key}.steps.${index}.notify`)),
    ...louder.flatMap(({ notify }, index) => ofList(notify, `${key}.louder.${index}.notify`)),
  ];
  const ofNights = (one: Nights | null | undefined, key: string) =>
    one ? ofList(one.first, `${key}nights.first`) : [];
  return [
    ...ofLevel(policy.imminent, 'imminent'),
    ...ofLevel(policy.high, 'high'),
    ...ofNights(policy.nights, ''),
    ...policy.policies.flatMap((own, index) => [
      ...(own.imminent ? ofLevel(own.imminent, `policies.${index}.imminent`) : []),
      ...(own.high ? ofLevel(own.high, `policies.${index}.high`) : []),
      ...ofNights(own.nights, `policies.${index}.`),
    ]),
  ];
}

/** Every notifier that the policy names, each once, with the key of the first place that does. */
export function namedNotifiers(policy: EscalationPolicy): { name: string; key: string }[] {
  const found = new Map<string, string>();
  for (const { target, key } of namedTargets(policy)) {
    const name = notifierOf(target);
    if (name !== null && !found.has(name)) found.set(name, key);
  }
  return [...found].map(([name, key]) => ({ name, key }));
}
