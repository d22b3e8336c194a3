import { z } from 'zod';
import { isStaffRole } from '../access/roles.ts';
import type { CaseLevel } from './case.ts';

/** Whom a step calls: `duty`, `backup`, or everybody with a role (`role:centre-head`). */
const target = z
  .string()
  .refine(
    (text) =>
      text === 'duty' || text === 'backup' || (text.startsWith('role:') && isStaffRole(text.slice(5))),
    { message: 'expected duty, backup or role:<role>' },
  );

const step = z.strictObject({ afterSeconds: z.int().min(0).max(86_400), notify: z.array(target).min(1) });

const levelPolicy = z.strictObject({
  steps: z
    .array(step)
    .min(1)
    .refine(
      (steps) => steps.every((one, index) => one.afterSeconds >= (steps[index - 1]?.afterSeconds ?? 0)),
      {
        message: 'expected steps in the order of afterSeconds',
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
