import { z } from 'zod';

const wishes = z.object({
  counsellorId: z.string().max(200).nullable(),
  gender: z.enum(['female', 'male']).nullable(),
  language: z.string().max(200).nullable(),
  topic: z.string().max(200).nullable(),
  mode: z.enum(['on-site', 'online']).nullable(),
  weekdays: z.array(z.int().min(1).max(7)),
  dayParts: z.array(z.enum(['morning', 'afternoon', 'evening'])),
});

const options = z.object({
  counsellors: z.array(z.object({ staffId: z.string(), name: z.string() })),
  genders: z.array(z.enum(['female', 'male'])),
  languages: z.array(z.string()),
  topics: z.array(z.string()),
  online: z.boolean(),
});

export const WISHES = ['counsellor', 'gender', 'mode', 'weekdays', 'dayParts', 'language', 'topic'] as const;
export type Wish = (typeof WISHES)[number];

/** What is being put together; `number` is that of somebody who waits already. */
const draft = z.object({ wishes, options, number: z.int().nullable() });

const waitingState = z.discriminatedUnion('at', [
  z.object({ at: z.literal('consent') }),
  z.object({ at: z.literal('consenting'), given: z.boolean() }),
  z.object({ at: z.literal('looking') }),
  z.object({ at: z.literal('place'), draft }),
  z.object({ at: z.literal('wishes'), draft }),
  z.object({ at: z.literal('wish'), draft, wish: z.enum(WISHES) }),
  z.object({ at: z.literal('joining'), changes: z.boolean() }),
  z.object({ at: z.literal('sure'), draft }),
  z.object({ at: z.literal('leaving') }),
]);

export type WaitingState = z.infer<typeof waitingState>;
export type Draft = z.infer<typeof draft>;

export const WAITING_VERSION = 1;

export function reviveWaiting(stored: unknown, version: number): WaitingState | null {
  if (version !== WAITING_VERSION) return null;
  const read = waitingState.safeParse(stored);
  return read.success ? read.data : null;
}
