import type { StaffRole } from '../access/roles.ts';

/** A staff member as escalation sees them. */
export type StaffPresence = {
  readonly staffId: string;
  readonly name: string;
  readonly roles: readonly StaffRole[];
  readonly sample: boolean;
  /** An active messenger address that can be reached. */
  readonly messenger: boolean;
  /** One of those is on a channel that works now: whom it hangs on alone, nothing wakes while it is away. */
  readonly wakes: boolean;
  /** So does one that carries words: a one-way notifier carries figures alone, and no question. */
  readonly hears: boolean;
  /** A console that was alive within the time asked for. */
  readonly console: boolean;
  readonly besideRota: boolean;
};

/** A channel that was not ready for so long, in seconds, is away: nobody is called by it alone. */
export const CHANNEL_AWAY_SECONDS = 60;

export interface DutyStore {
  /** Everybody who is not disabled; `consoleSince`: from when on a console counts as alive. */
  presence(consoleSince: Date): Promise<StaffPresence[]>;
  /** On call beside the rota from now on, or taken off; doing it twice changes nothing. */
  setOnCall(input: { id: string; staffId: string; onCall: boolean; now: Date }): Promise<void>;
}
