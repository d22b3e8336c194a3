/** What is wrong with the program and whom to tell of it again; pure. Figures are ours: an alarm must go out in 90 s. */
import { addMs, minutesMs, secondsMs } from '../core/clock.ts';
import type { OpenAlarm } from './alarm-store.ts';

/** A part as it was told last. */
export type WatchedPart = {
  readonly name: string;
  readonly state: 'starting' | 'ready' | 'degraded' | 'stopped';
  /** A literal code such as `unreachable`; null when all is well. */
  readonly code: string | null;
  readonly since: Date;
};

/** A part that comes back within this time woke nobody. */
const DOWN_FOR_MS = secondsMs(15);
/** Longer than any start takes. */
const STARTING_FOR_MS = secondsMs(45);
/**
 * Well again for so long before an alarm is over and anybody is told so: what comes and goes is one alarm, and nobody
 * must believe that students are heard while it is about to go again.
 */
const WELL_FOR_MS = minutesMs(10);
const AGAIN_MS = minutesMs(30);

export type AlarmDecision<Part extends WatchedPart> = {
  readonly raise: readonly Part[];
  readonly again: readonly OpenAlarm[];
  readonly clear: readonly OpenAlarm[];
};

export function decideAlarms<Part extends WatchedPart>(
  parts: readonly Part[],
  open: readonly OpenAlarm[],
  now: Date,
): AlarmDecision<Part> {
  const known = new Set(open.map((alarm) => alarm.part));
  const of = (alarm: OpenAlarm): WatchedPart | undefined => parts.find((part) => part.name === alarm.part);
  return {
    raise: parts.filter((part) => !known.has(part.name) && isDown(part, now)),
    clear: open.filter((alarm) => isWell(of(alarm), now)),
    again: open.filter((alarm) => isDown(of(alarm), now) && addMs(alarm.toldAt, AGAIN_MS) <= now),
  };
}

const isWell = (part: WatchedPart | undefined, now: Date): boolean =>
  part?.state === 'ready' && addMs(part.since, WELL_FOR_MS) <= now;

function isDown(part: WatchedPart | undefined, now: Date): boolean {
  if (part === undefined) return false;
  const { state, since } = part;
  switch (state) {
    case 'ready':
      return false;
    case 'starting':
      return addMs(since, STARTING_FOR_MS) <= now;
    case 'degraded':
    case 'stopped':
      return addMs(since, DOWN_FOR_MS) <= now;
  }
}
