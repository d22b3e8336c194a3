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
  byId(id: string): Promise<Reminder | null>;
  /** Locks it, if it is not settled and nobody has it in hand. */
  claim(id: string): Promise<Reminder | null>;
  settle(id: string, outcome: 'sent' | 'dropped', now: Date): Promise<void>;
  answer(id: string, answer: ReminderAnswer, now: Date): Promise<void>;
}
