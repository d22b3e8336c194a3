import { minutesMs } from '../core/clock.ts';

/** Of one address at most one page a minute, in ms. */
const EVERY_MS = minutesMs(1);
/** A fault that lasts is told again, louder, so often, in ms. */
const LOUDER_MS = minutesMs(5);

/** What came in while no database could be reached; times by this machine's clock, in ms. */
export type Emergency = {
  readonly count: number;
  readonly imminent: boolean;
  readonly sinceMs: number;
};

/** What an address was last told. */
export type Called = {
  readonly count: number;
  readonly atMs: number;
  readonly times: number;
};

export type PagePlan =
  | { readonly kind: 'wait' }
  /** `again`: nothing new, but nobody may have come; louder, and marked as a repeat. */
  | { readonly kind: 'page'; readonly times: number; readonly again: boolean };

/** Whether an address is to be paged now. Nobody can acknowledge without a database, so it never ends by itself. */
export function planPage(emergency: Emergency, called: Called | null, nowMs: number): PagePlan {
  if (emergency.count === 0) return { kind: 'wait' };
  if (called === null) return { kind: 'page', times: 1, again: false };
  const since = nowMs - called.atMs;
  // A clock that was put back must not keep anybody silent.
  if (since >= 0 && since < EVERY_MS) return { kind: 'wait' };
  if (emergency.count > called.count) return { kind: 'page', times: called.times + 1, again: false };
  if (since >= 0 && since < LOUDER_MS) return { kind: 'wait' };
  return { kind: 'page', times: called.times + 1, again: true };
}
