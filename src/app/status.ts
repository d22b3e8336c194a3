import type { PartStatus } from '../console/parts.ts';
import { isAnybodyCalled, readDutyBoard } from '../conversation/escalation/duty-board.ts';
import { findGaps, type Gap } from '../conversation/escalation/rota-gaps.ts';
import type { PartRow, PartStore } from '../conversation/ports/process-store.ts';
import type { Transactions } from '../conversation/ports/stores.ts';
import { addMs, daysMs } from '../core/clock.ts';
import type { EscalationPolicy } from '../handoff/policy.ts';

/** A part that has not told its state for so long, in ms, is gone. */
export const SILENT_MS = 30_000;
/** An update whose turn failed so often needs somebody who looks at the log. */
const STUCK_ATTEMPTS = 3;

/** The part that the canary speaks for. */
export const CRISIS_PATH = 'crisis-path';

const BOTS = ['telegram', 'wechat'] as const;

export type Status = {
  readonly parts: readonly PartStatus[];
  readonly realResponder: boolean;
  readonly sampleCentre: boolean;
  /** Somebody works at the booking desk. */
  readonly bookingDesk: boolean;
  readonly gaps: readonly Gap[];
  /** Something that should work does not. */
  readonly degraded: boolean;
  /** The canary does not come to its end: a cry for help may reach people late. */
  readonly crisisPathDown: boolean;
  /** Channels that hear nobody now. */
  readonly channelsDown: readonly ('telegram' | 'wechat')[];
};

/** Parts that may be missing, with the variable that switches each on. */
export type Switch = { readonly name: string; readonly on: boolean; readonly variable: string };

/** What works and what does not, on whatever machine it runs: read from rows. */
export async function readStatus(
  transactions: Transactions,
  partStore: PartStore,
  switches: readonly Switch[],
  escalation: EscalationPolicy,
): Promise<Status> {
  const { now, board, members, stuck, gaps } = await transactions.run(async (stores) => {
    const now = await stores.now();
    return {
      now,
      board: await readDutyBoard(stores, now),
      members: await stores.staff.list(),
      gaps: await findGaps(stores, now),
      stuck: await stores.incoming.countStuck(STUCK_ATTEMPTS),
    };
  });
  const told = await partStore.list();
  // What nobody has spoken of for a day was switched off since.
  const rows = told.filter((row) => row.toldAt >= addMs(now, -daysMs(1)));
  const parts = [
    { name: 'database', state: 'ready' as const, code: null, variable: 'DATABASE_URL' },
    turnsView(stuck),
    ...rows.map((row) => toView(row, now, switches)),
    ...switches
      .filter((one) => !rows.some((row) => row.name === one.name))
      .map((one) => ({ name: one.name, state: stateOf(one), code: null, variable: one.variable })),
  ];
  const realResponder = isAnybodyCalled(board, escalation, now);
  const sampleCentre = members.some((member) => member.sample && member.disabledAt === null);
  const bookingDesk = members.some(({ roles, disabledAt }) => disabledAt === null && roles.includes('staff'));
  const broken = parts.filter((part) => part.state === 'degraded' || part.state === 'stopped');
  const channelsDown = BOTS.filter((name) => broken.some((part) => part.name === name));
  const crisisPathDown = broken.some((part) => part.name === CRISIS_PATH && part.code !== 'silent');
  const degraded = broken.length > 0;
  return { parts, realResponder, sampleCentre, bookingDesk, gaps, degraded, crisisPathDown, channelsDown };
}

const turnsView = (stuck: number): PartStatus =>
  stuck === 0
    ? { name: 'turns', state: 'ready', code: null, variable: null }
    : { name: 'turns', state: 'degraded', code: 'stuck', variable: null };

/** A channel that is on tells its own state soon; what carries the queue or the rows is judged by these. */
const stateOf = ({ name, on }: Switch): PartStatus['state'] => {
  if (!on) return 'off';
  return name === 'telegram' || name === 'wechat' || name === CRISIS_PATH ? 'starting' : 'ready';
};

function toView(row: PartRow, now: Date, switches: readonly Switch[]): PartStatus {
  const found = switches.find((one) => one.name === row.name);
  const variable = found?.variable ?? null;
  const silent = row.toldAt < addMs(now, -SILENT_MS);
  return silent
    ? { name: row.name, state: 'stopped', code: 'silent', variable }
    : { name: row.name, state: row.state, code: row.code, variable };
}
