import { z } from 'zod';
import { INTAKE_FIELDS } from '../../core/intake.ts';

const step = z.enum(INTAKE_FIELDS);
/** What was put off for now: it is not asked again on the way to this appointment. */
const skipped = z.object({ identity: z.boolean(), form: z.boolean() });
const may = z.enum(['skip', 'desk', 'must']);

/** Plain JSON, and no word of whoever fills it in. */
export const visitState = z.discriminatedUnion('at', [
  z.object({ at: z.literal('asking'), skipped }),
  z.object({ at: z.literal('consent'), page: z.int().min(1), skipped }),
  z.object({ at: z.literal('consenting'), given: z.boolean(), skipped }),
  /** What they want to know before they agree is to be typed; then it is kept. */
  z.object({ at: z.literal('question'), skipped }),
  z.object({ at: z.literal('asked'), skipped }),
  z.object({ at: z.literal('identity'), may, mail: z.boolean(), skipped }),
  z.object({ at: z.literal('claiming'), may, mail: z.boolean(), skipped }),
  z.object({ at: z.literal('code'), may, mail: z.boolean(), skipped }),
  z.object({ at: z.literal('checking'), may, mail: z.boolean(), skipped }),
  z.object({ at: z.literal('form'), step, skipped }),
  z.object({ at: z.literal('saving'), step, skipped }),
]);

export type VisitState = z.infer<typeof visitState>;
export type Skipped = z.infer<typeof skipped>;
export type IdentityPlace = Extract<VisitState, { at: 'identity' | 'claiming' | 'code' | 'checking' }>;

export const NOTHING_SKIPPED: Skipped = { identity: false, form: false };
