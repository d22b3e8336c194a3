import type { StaffRole } from '../access/roles.ts';
import { addMs, secondsMs } from '../core/clock.ts';
import type { HandoffCase, PageReason } from './case.ts';
import { type EscalationPolicy, type LevelPolicy, notifierOf } from './policy.ts';

/** Somebody who can be called. `real` is false for people of the sample centre and for those nothing can wake now. */
export type Responder = { readonly staffId: string; readonly real: boolean };

/** Who is there at this moment; resolved when sending, never earlier. */
export type DutyBoard = {
  /** By the rota and beside it. */
  readonly duty: readonly Responder[];
  readonly backup: readonly Responder[];
  readonly byRole: Readonly<Partial<Record<StaffRole, readonly Responder[]>>>;
  readonly administrators: readonly Responder[];
};

export type EscalationDecision =
  | { readonly kind: 'wait'; readonly until: Date }
  | {
      readonly kind: 'notify';
      readonly staffIds: readonly string[];
      /** Groups that are told besides; nobody in them is known, so they never count as somebody real. */
      readonly notifiers: readonly string[];
      readonly reason: PageReason;
      /** How many steps are done after this one. */
      readonly step: number;
      readonly wakeAt: Date;
    }
  /** Nothing more to escalate: somebody speaks with the student, or the case is closed. */
  | { readonly kind: 'done' };

/** What escalation does about a case now. Pure: it never closes, never gives up, never sends. */
export function decideEscalation(
  policy: EscalationPolicy,
  one: HandoffCase,
  board: DutyBoard,
  now: Date,
): EscalationDecision {
  const levelPolicy = policy[one.level];
  if (one.status === 'acknowledged') return decideSilentOwner(levelPolicy, one, board, now);
  if (one.status !== 'open') return { kind: 'done' };
  const dueAt = callDueAt(levelPolicy, one);
  if (now < dueAt) return { kind: 'wait', until: dueAt };
  return callNextStep(levelPolicy, one, board, now);
}

/**
 * Acknowledged is not contacted, and a dangerous word wants an answer each time: without one in time owner and team are
 * called, and again and again.
 */
function decideSilentOwner(
  levelPolicy: LevelPolicy,
  one: HandoffCase,
  board: DutyBoard,
  now: Date,
): EscalationDecision {
  if (one.unansweredSince === null || one.ownerId === null) return { kind: 'done' };
  const roundMs = secondsMs(levelPolicy.firstWordsSeconds);
  const rounds = Math.floor((now.getTime() - one.unansweredSince.getTime()) / roundMs);
  const nextAt = addMs(one.unansweredSince, roundMs * (rounds + 1));
  if (rounds === 0) return { kind: 'wait', until: nextAt };
  const team = everybody(levelPolicy, board);
  // A silent owner whom nobody real stands beside is as good as nobody.
  const colleagues = team.filter((responder) => responder.staffId !== one.ownerId);
  const enough = hasReal(board.duty) && hasReal(colleagues);
  const others = unique([...team, ...(enough ? [] : board.administrators)]);
  const staffIds = [one.ownerId, ...others.map((responder) => responder.staffId)];
  return {
    kind: 'notify',
    staffIds: [...new Set(staffIds)],
    notifiers: notifiersOf(allTargets(levelPolicy)),
    reason: 'silent-owner',
    step: one.step,
    wakeAt: nextAt,
  };
}

function callNextStep(
  levelPolicy: LevelPolicy,
  one: HandoffCase,
  board: DutyBoard,
  now: Date,
): EscalationDecision {
  const called: Responder[] = [];
  const targets: string[] = [];
  let step = one.step;
  // Steps whose time has come are called together; while nobody real was called the next one follows at once.
  while (step < levelPolicy.steps.length) {
    const next = levelPolicy.steps[step];
    if (!next || (stepDueAt(next, one.levelSince) > now && hasReal(called))) break;
    called.push(...respondersOf(next.notify, board));
    targets.push(...next.notify);
    step += 1;
  }
  // Past the last step, or where the last ones were empty, everybody is called.
  if (!hasReal(called)) {
    called.push(...everybody(levelPolicy, board));
    targets.push(...allTargets(levelPolicy));
  }
  if (one.step >= levelPolicy.steps.length) step = one.step + 1;
  const following = levelPolicy.steps[step];
  const nextAt = following
    ? stepDueAt(following, one.levelSince)
    : addMs(now, secondsMs(levelPolicy.repeatSeconds));
  const nobodyOnDuty = !hasReal(respondersOf(levelPolicy.steps[0]?.notify ?? [], board));
  if (nobodyOnDuty) called.push(...board.administrators);
  const reason: PageReason = hasReal(called.filter((responder) => !board.administrators.includes(responder)))
    ? 'waiting'
    : 'no-responder';
  return {
    kind: 'notify',
    staffIds: unique(called).map((responder) => responder.staffId),
    notifiers: notifiersOf(targets),
    reason,
    step,
    wakeAt: laterOf(nextAt, addMs(now, 1_000)),
  };
}

const stepDueAt = (step: LevelPolicy['steps'][number], since: Date): Date =>
  addMs(since, secondsMs(step.afterSeconds));

/**
 * When the next call is due. Past the last step the round before has set it: steps that were skipped because nobody
 * was there must not make the first repeat wait for them.
 */
function callDueAt(levelPolicy: LevelPolicy, one: HandoffCase): Date {
  const step = levelPolicy.steps[one.step];
  return step ? stepDueAt(step, one.levelSince) : (one.wakeAt ?? one.levelSince);
}

function respondersOf(targets: readonly string[], board: DutyBoard): Responder[] {
  return targets.flatMap((target) => {
    if (target === 'duty') return board.duty;
    if (target === 'backup') return board.backup;
    if (notifierOf(target) !== null) return [];
    return board.byRole[target.slice('role:'.length) as StaffRole] ?? [];
  });
}

const allTargets = (levelPolicy: LevelPolicy): string[] => levelPolicy.steps.flatMap((step) => step.notify);

const everybody = (levelPolicy: LevelPolicy, board: DutyBoard): Responder[] =>
  respondersOf(allTargets(levelPolicy), board);

function notifiersOf(targets: readonly string[]): string[] {
  const names = targets.map(notifierOf).filter((name) => name !== null);
  return [...new Set(names)];
}

const hasReal = (responders: readonly Responder[]): boolean => responders.some((responder) => responder.real);

const laterOf = (a: Date, b: Date): Date => (a > b ? a : b);

function unique(responders: readonly Responder[]): Responder[] {
  const byId = new Map(responders.map((responder) => [responder.staffId, responder]));
  return [...byId.values()];
}
