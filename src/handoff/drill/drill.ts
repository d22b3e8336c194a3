import type { HandoffCase } from '../case.ts';

export type DrillResult =
  /** Somebody took it and spoke. */
  | 'done'
  /** Nobody did in time. */
  | 'missed'
  /** A person ended it early. */
  | 'stopped'
  /** A real crisis came: everything else waits. */
  | 'real';

/** A call for help that is none, to see how long people take. It is no case, and no list of cases holds it. */
export type Drill = {
  readonly id: string;
  /** What people say to each other; its own count, apart from that of cases. */
  readonly number: number;
  readonly status: 'open' | 'acknowledged' | 'ended';
  readonly begunAt: Date;
  /** Null where the plan began it. */
  readonly begunBy: string | null;
  /** Whether the desk that is staffed around the clock, and whether groups, are called as in a real case. */
  readonly withDesk: boolean;
  readonly withGroups: boolean;
  /** How many steps of the policy were carried out. */
  readonly step: number;
  readonly ownerId: string | null;
  readonly acknowledgedAt: Date | null;
  readonly firstWordsAt: Date | null;
  readonly endedAt: Date | null;
  readonly result: DrillResult | null;
};

export type DrillPage = { readonly staffId: string; readonly step: number; readonly at: Date };

/** Seconds from the first call: until it was taken, and until the first words; null for what never came. */
export type DrillFigures = { readonly taken: number | null; readonly words: number | null };

export function drillFigures({ begunAt, acknowledgedAt, firstWordsAt }: Drill): DrillFigures {
  const seconds = (at: Date | null): number | null =>
    at === null ? null : Math.round((at.getTime() - begunAt.getTime()) / 1_000);
  return { taken: seconds(acknowledgedAt), words: seconds(firstWordsAt) };
}

/** A drill as escalation sees it: an imminent case of somebody whose college nobody knows. Pure. */
export const asCase = (drill: Drill, wakeAt: Date): HandoffCase => ({
  id: drill.id,
  number: drill.number,
  contactId: '',
  addressId: '',
  channel: 'web',
  level: 'imminent',
  status: drill.status === 'ended' ? 'closed' : drill.status,
  knownContact: true,
  ownerId: drill.ownerId,
  openedAt: drill.begunAt,
  resumedAt: null,
  levelSince: drill.begunAt,
  acknowledgedAt: drill.acknowledgedAt,
  contactedAt: drill.firstWordsAt,
  // Whoever has taken it owes the first words.
  unansweredSince: drill.firstWordsAt === null ? drill.acknowledgedAt : null,
  closedAt: drill.endedAt,
  outcome: null,
  step: drill.step,
  wakeAt,
  tellAt: null,
  tellCount: 0,
  college: null,
  unrepliedSince: null,
  studentSilentSince: null,
  ownerActiveAt: drill.acknowledgedAt,
  nudgedAt: null,
  calledAt: null,
  hold: null,
  arrivedAt: null,
});
