import { z } from 'zod';
import { isStaffRole } from '../access/roles.ts';
import type { CaseLevel } from './case.ts';

const NOTIFIER = 'notifier:';

/** The name of the notifier that a target of a step stands for; null for people. */
export const notifierOf = (target: string): string | null =>
  target.startsWith(NOTIFIER) ? target.slice(NOTIFIER.length) : null;

/** Whom a step calls: `duty`, `backup`, everybody with a role (`role:centre-head`), or a group (`notifier:<name>`). */
const target = z
  .string()
  .refine(
    (text) =>
      text === 'duty' ||
      text === 'backup' ||
      (text.startsWith('role:') && isStaffRole(text.slice(5))) ||
      /^[a-z0-9-]{1,40}$/.test(notifierOf(text) ?? ''),
    { message: 'duty, backup, role:<role> or notifier:<name>' },
  );

const step = z.strictObject({ afterSeconds: z.int().min(0).max(86_400), notify: z.array(target).min(1) });

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
  /** How long an owner may owe a word, after taking the case or after a dangerous word, before everybody is called. */
  firstWordsSeconds: z.int().min(10).max(3_600),
});

/** Numbers to start with: see the source named in `config/escalation.yaml`. */
export const escalationPolicySchema = z.strictObject({
  source: z.string().min(1),
  imminent: levelPolicy,
  high: levelPolicy,
  /** When the waiting student is told the true state, in minutes since the case was opened. */
  tellMinutes: z.array(z.int().min(0)).min(1),
  tellEveryMinutes: z.int().min(1),
  /** One responder gets at most one message of pages in this time. */
  digestSeconds: z.int().min(1).max(600),
});

export type EscalationPolicy = z.infer<typeof escalationPolicySchema>;
export type LevelPolicy = EscalationPolicy[CaseLevel];

/** Every notifier that a step names, each once, with the key of the first step that does. */
export function namedNotifiers(policy: EscalationPolicy): { name: string; key: string }[] {
  const found = new Map<string, string>();
  for (const level of ['imminent', 'high'] as const) {
    policy[level].steps.forEach(({ notify }, step) => {
      notify.forEach((target, index) => {
        const name = notifierOf(target);
        if (name !== null && !found.has(name)) found.set(name, `${level}.steps.${step}.notify.${index}`);
      });
    });
  }
  return [...found].map(([name, key]) => ({ name, key }));
}
