import type { ReminderFacts, ReminderKind } from './reminder.ts';

export type Reminder = ReminderFacts & {
  readonly id: string;
  readonly appointmentId: string;
  readonly contactId: string;
  readonly addressId: string;
  readonly endsAt: Date;
  readonly counsellor: string;
  /** Null online. */
  readonly room: string | null;
  /** Where the counsellor is online; null on site, and where they have not said it. */
  readonly onlineAddress: string | null;
  readonly settledAt: Date | null;
  readonly answer: ReminderAnswer | null;
};

export type ReminderAnswer = 'coming' | 'cancelled';

export interface ReminderStore {
  /** Writes what is missing for the day ahead; harmless again and again. */
  plan(kinds: readonly ReminderKind[], now: Date): Promise<void>;
  dueIds(before: Date, limit: number): Promise<string[]>;
  /** The last one of each appointment of this contact that was said and has no answer; only of times ahead that stand. */
  unanswered(contactId: string, now: Date): Promise<Reminder[]>;
  byId(id: string): Promise<Reminder | null>;
  /** Locks it, if it is not settled and nobody has it in hand. */
  claim(id: string): Promise<Reminder | null>;
  /** Looks at it again then: it could not be said, and may be true again until it ends. */
  putOff(id: string, dueAt: Date): Promise<void>;
  settle(id: string, outcome: 'sent' | 'dropped', now: Date): Promise<void>;
  answer(id: string, answer: ReminderAnswer, now: Date): Promise<void>;
}
