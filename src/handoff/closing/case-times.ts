import type { CaseEvent, HandoffCase, Outcome } from '../case.ts';

/** That somebody came back to their closed case, and how it had ended before. */
export type CaseReturn = {
  readonly id: string;
  readonly at: Date;
  readonly closedAt: Date;
  readonly outcome: Outcome | null;
};

/** A case runs once for each time in which its student was in need: from when it was opened, and from each return. */
export type CaseTime = {
  /** 1 is the first. */
  readonly ordinal: number;
  /** Null for the first. */
  readonly resumptionId: string | null;
  readonly from: Date;
  /** When the next one began; null for the last. */
  readonly until: Date | null;
  /** Null while it runs. */
  readonly closedAt: Date | null;
  readonly outcome: Outcome | null;
};

/** Never empty; the last one runs, or has ended last. Pure. */
export function caseTimes(
  one: Pick<HandoffCase, 'openedAt' | 'closedAt' | 'outcome'>,
  returns: readonly CaseReturn[],
): readonly [CaseTime, ...CaseTime[]] {
  const timeOf = (index: number, began: CaseReturn | null): CaseTime => {
    const next = returns[index];
    return {
      ordinal: index + 1,
      resumptionId: began?.id ?? null,
      from: began?.at ?? one.openedAt,
      until: next?.at ?? null,
      closedAt: next === undefined ? one.closedAt : next.closedAt,
      outcome: next === undefined ? one.outcome : next.outcome,
    };
  };
  return [timeOf(0, null), ...returns.map((back, index) => timeOf(index + 1, back))];
}

/** What happened in one of them, the return that began it first; and the return that ended it. Pure. */
export function eventsOf(
  { ordinal }: Pick<CaseTime, 'ordinal'>,
  events: readonly CaseEvent[],
): { readonly within: readonly CaseEvent[]; readonly ended: CaseEvent | null } {
  // By their order: clocks of several processes may differ by a moment.
  const returns = events.flatMap(({ kind }, index) => (kind === 'resumed' ? [index] : []));
  const from = ordinal === 1 ? 0 : (returns[ordinal - 2] ?? events.length);
  const end = returns[ordinal - 1] ?? events.length;
  return { within: events.slice(from, end), ended: events[end] ?? null };
}
