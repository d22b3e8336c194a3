import type { StaffRole } from '../access/roles.ts';

/** A staff member as escalation sees them. */
export type StaffPresence = {
  readonly staffId: string;
  readonly name: string;
  readonly roles: readonly StaffRole[];
  readonly sample: boolean;
  /** An active messenger address that can be reached. */
  readonly messenger: boolean;
  /** A console that was alive within the time asked for. */
  readonly console: boolean;
  readonly besideRota: boolean;
};

export interface DutyStore {
  /** Everybody who is not disabled; `consoleSince`: from when on a console counts as alive. */
  presence(consoleSince: Date): Promise<StaffPresence[]>;
  /** On call beside the rota from now on, or taken off; doing it twice changes nothing. */
  setOnCall(input: { id: string; staffId: string; onCall: boolean; now: Date }): Promise<void>;
}
