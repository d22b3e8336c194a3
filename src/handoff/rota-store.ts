import type { Calendar } from '../core/calendar.ts';
import type { Result } from '../core/result.ts';
import type { NewRule, Rota, Swap, SwapStatus } from './rota/rota.ts';

/** Who did it; null for the command line. */
export type ByStaff = string | null;

/** Rows that say who is on call. */
export interface RotaStore {
  /** Everything that may matter at or after `since`: rules that have ended by then are left out. */
  read(since: Date): Promise<Rota>;
  /** Answers false, and changes nothing, where the id is there already. */
  add(rule: NewRule, by: ByStaff, now: Date): Promise<boolean>;
  /** One update decides: a rule that somebody has ended or replaced meanwhile is stale. The same edit twice is done. */
  replace(id: string, rule: NewRule, by: ByStaff, now: Date): Promise<Result<null, 'stale'>>;
  /** From now on; false where it had ended before. */
  end(id: string, by: ByStaff, now: Date): Promise<boolean>;

  offer(swap: Omit<Swap, 'status' | 'offeredAt' | 'settledAt'>, by: ByStaff, now: Date): Promise<boolean>;
  swap(id: string): Promise<Swap | null>;
  /** Those that are offered, and those settled or ending after `since`; newest first. */
  swaps(since: Date): Promise<Swap[]>;
  /** One update decides; null where it was settled before, or where it is too late to accept. */
  settle(
    id: string,
    to: Exclude<SwapStatus, 'offered' | 'expired'>,
    by: ByStaff,
    now: Date,
  ): Promise<Swap | null>;
  /** Offers whose time has begun. */
  expire(now: Date): Promise<Swap[]>;

  /** The shifts of `config/centre.yaml` as they were taken over last, as text; null before any were. */
  takenFile(): Promise<string | null>;
  takeFile(body: string, now: Date): Promise<void>;

  saveCalendar(calendar: Calendar, now: Date): Promise<void>;
}
