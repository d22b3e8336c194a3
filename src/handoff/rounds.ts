import type { ChannelName } from '../core/channel.ts';
import { formatTime } from '../core/shanghai-time.ts';
import type { EscalationPolicy, LevelPolicy, Nights } from './policy.ts';

export type Step = LevelPolicy['steps'][number];

const isNight = ({ from, to }: Nights, at: Date): boolean => {
  const time = formatTime(at);
  return from < to ? from <= time && time < to : time >= from || time < to;
};

/**
 * The steps of a case that has its level since then. At night whoever is to be called first is a step of its own before
 * them; the moment is the case's, so that its steps stay the same however long it waits. Pure.
 */
export function stepsOf(
  { nights }: EscalationPolicy,
  { steps }: LevelPolicy,
  levelSince: Date,
): readonly Step[] {
  if (nights === null || !isNight(nights, levelSince)) return steps;
  const { first, aloneSeconds } = nights;
  const later = steps.map((step) => ({ ...step, afterSeconds: step.afterSeconds + aloneSeconds }));
  return [{ afterSeconds: 0, notify: first }, ...later];
}

/** Everybody whom a case may call in this round; 0 before the first repeat. */
export const targetsInRound = (
  steps: readonly Step[],
  { louder }: LevelPolicy,
  round: number,
): readonly string[] => [
  ...steps.flatMap(({ notify }) => notify),
  ...louder.filter(({ afterRounds }) => afterRounds <= round).flatMap(({ notify }) => notify),
];

/** Ways of calling that are kept for a later round than this one. Pure. */
export function kindsKeptBack({ louder }: LevelPolicy, round: number): ReadonlySet<ChannelName> {
  const kept = new Set<ChannelName>();
  for (const { afterRounds, kinds } of louder)
    if (afterRounds > round) for (const kind of kinds) kept.add(kind);
  for (const { afterRounds, kinds } of louder)
    if (afterRounds <= round) for (const kind of kinds) kept.delete(kind);
  return kept;
}

/** One way of calling one person; `reachable` is false where it is known to be blocked. */
export type CallWay = {
  readonly staffId: string;
  readonly channel: ChannelName;
  readonly reachable: boolean;
};

/** Loud ways are for later rounds, where the policy says so; whoever has no other that works is called by them at once. Pure. */
export const isKeptBack = (kept: ReadonlySet<ChannelName>, way: CallWay, ways: readonly CallWay[]): boolean =>
  kept.has(way.channel) &&
  ways.some(({ staffId, channel, reachable }) => staffId === way.staffId && reachable && !kept.has(channel));
