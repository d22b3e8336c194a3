import { addMs, secondsMs } from '../core/clock.ts';
import type { HandoffCase, PageReason } from './case.ts';
import type { EscalationDecision, Nudge } from './decide-escalation.ts';
import { countedFrom, goneFrom, holdNow } from './owed.ts';
import type { EscalationPolicy, LevelPolicy } from './policy.ts';
import { type DutyBoard, hasReal, idsOf, notifiersOf, respondersOf } from './responders.ts';
import { stepsOf, targetsInRound } from './rounds.ts';

/** What is due now, if anything is, and when to look again for this reason. */
type Watch = { readonly act: Act | null; readonly nextAt: Date | null };
type Act =
  | { readonly kind: 'nudge'; readonly nudge: Nudge; readonly round: number }
  | { readonly kind: 'call'; readonly reason: PageReason; readonly round: number };

const NOTHING: Watch = { act: null, nextAt: null };

/**
 * Acknowledged is not contacted, and contacted is not answered: whoever has a case is watched for as long as somebody
 * waits for them, and a student in imminent danger who has gone silent is not left to a screen. Pure.
 */
export function decideOwned(
  policy: EscalationPolicy,
  one: HandoffCase,
  board: DutyBoard,
  now: Date,
): EscalationDecision {
  const { ownerId } = one;
  if (ownerId === null) return { kind: 'done' };
  const held = holdNow(one, now);
  if (held !== null) return { kind: 'wait', until: held.until };
  // What is graver stands first: only the first that is due is done, and the others a second later.
  const watches = [
    watchDanger(policy, one, now),
    watchWords(policy, one, now),
    watchHold(one, now),
    watchStudent(policy, one, now),
  ];
  const acts = watches.flatMap(({ act }) => act ?? []);
  const nextAts = watches.flatMap(({ nextAt }) => nextAt ?? []);
  if (acts.length > 1) nextAts.push(addMs(now, 1_000));
  const wakeAt = earliest(nextAts);
  const [act] = acts;
  if (act === undefined) return wakeAt === null ? { kind: 'done' } : { kind: 'wait', until: wakeAt };
  const next = wakeAt ?? addMs(now, 1_000);
  return act.kind === 'nudge' ? { ...act, wakeAt: next } : callOthers(policy, one, ownerId, act, board, next);
}

/** After taking the case, and after a dangerous word: everybody is called, and again and again. */
function watchDanger(policy: EscalationPolicy, one: HandoffCase, now: Date): Watch {
  const since = countedFrom(one.unansweredSince, one);
  if (since === null) return NOTHING;
  const roundMs = secondsMs(policy[one.level].firstWordsSeconds);
  const rounds = roundsOf(since, roundMs, now);
  const nextAt = addMs(since, roundMs * (rounds + 1));
  if (rounds >= 1) return { act: callOnce(one, addMs(since, roundMs * rounds), rounds - 1), nextAt };
  const away = isAway(policy, one, since) && isNudgeDue(one, since);
  return { act: away ? { kind: 'call', reason: 'owner-away', round: 0 } : null, nextAt };
}

/** A new imminent word belongs to an owner who is there; where they have not spoken lately, others hear of it at once. */
function isAway({ ownerActiveSeconds }: EscalationPolicy, one: HandoffCase, since: Date): boolean {
  if (one.level !== 'imminent' || one.hold !== null || one.ownerActiveAt === null) return false;
  return addMs(one.ownerActiveAt, secondsMs(ownerActiveSeconds)) < since;
}

/** Harmless words without an answer: the owner is reminded, then everybody is called. */
function watchWords(policy: EscalationPolicy, one: HandoffCase, now: Date): Watch {
  const since = countedFrom(one.unrepliedSince, one);
  if (since === null) return NOTHING;
  const remindAt = addMs(since, secondsMs(policy.laterSilence.remindSeconds));
  const everybodyAt = addMs(since, secondsMs(policy.laterSilence.everybodySeconds));
  if (now < remindAt) return { act: null, nextAt: remindAt };
  if (now < everybodyAt) {
    const due = isNudgeDue(one, remindAt);
    return { act: due ? { kind: 'nudge', nudge: 'no-reply', round: 0 } : null, nextAt: everybodyAt };
  }
  const roundMs = secondsMs(policy[one.level].repeatSeconds);
  const round = roundsOf(everybodyAt, roundMs, now);
  const nextAt = addMs(everybodyAt, roundMs * (round + 1));
  return { act: callOnce(one, addMs(everybodyAt, roundMs * round), round), nextAt };
}

/** Each line of the student makes somebody look: a round that has called everybody calls nobody again. */
function callOnce(
  { calledAt, levelSince }: HandoffCase,
  roundBegan: Date,
  round: number,
  reason: 'silent-owner' | 'both-silent' = 'silent-owner',
): Act | null {
  const due = calledAt === null || calledAt < roundBegan || calledAt < levelSince;
  return due ? { kind: 'call', reason, round } : null;
}

/** Whoever said 通话中 or 在路上 hears that it is over. */
function watchHold(one: HandoffCase, now: Date): Watch {
  const due = one.hold !== null && now >= one.hold.until && isNudgeDue(one, one.hold.until);
  return { act: due ? { kind: 'nudge', nudge: 'hold-over', round: 0 } : null, nextAt: null };
}

/**
 * Once an imminent student is silent the owner is told to phone and to send somebody, until somebody is there; an owner who
 * gives no sign then is as good as gone, and everybody is called.
 */
function watchStudent(policy: EscalationPolicy, one: HandoffCase, now: Date): Watch {
  const since = countedFrom(one.studentSilentSince, one);
  const goneAt = goneFrom(policy, one);
  if (since === null || goneAt === null) return NOTHING;
  const roundMs = secondsMs(policy.silentStudentSeconds);
  if (goneAt <= now) {
    const round = roundsOf(goneAt, roundMs, now);
    const act = callOnce(one, addMs(goneAt, roundMs * round), round, 'both-silent');
    return { act, nextAt: addMs(goneAt, roundMs * (round + 1)) };
  }
  const rounds = roundsOf(since, roundMs, now);
  const due = rounds >= 1 && isNudgeDue(one, addMs(since, roundMs * rounds));
  return {
    act: due ? { kind: 'nudge', nudge: 'silent-student', round: rounds - 1 } : null,
    nextAt: earliest([addMs(since, roundMs * (rounds + 1)), goneAt]),
  };
}

function callOthers(
  policy: EscalationPolicy,
  one: HandoffCase,
  ownerId: string,
  { reason, round }: Extract<Act, { kind: 'call' }>,
  board: DutyBoard,
  wakeAt: Date,
): EscalationDecision {
  const levelPolicy = policy[one.level];
  const targets = reason === 'owner-away' ? firstOf(levelPolicy) : allOf(policy, levelPolicy, one, round);
  const team = respondersOf(targets, board);
  // A silent owner whom nobody real stands beside is as good as nobody.
  const colleagues = team.filter(({ staffId }) => staffId !== ownerId);
  const enough = hasReal(board.duty) && hasReal(colleagues);
  const called = idsOf([...team, ...(enough ? [] : board.administrators)]);
  // Whoever is only away has been told by a banner of their own.
  const staffIds =
    reason === 'owner-away' ? called.filter((staffId) => staffId !== ownerId) : [ownerId, ...called];
  return {
    kind: 'notify',
    staffIds: [...new Set(staffIds)],
    notifiers: reason === 'owner-away' ? [] : notifiersOf(targets),
    reason,
    step: one.step,
    round,
    wakeAt,
  };
}

const firstOf = ({ steps }: LevelPolicy): readonly string[] => steps[0]?.notify ?? [];

const allOf = (policy: EscalationPolicy, levelPolicy: LevelPolicy, one: HandoffCase, round: number) =>
  targetsInRound(stepsOf(policy, levelPolicy, one.levelSince), levelPolicy, round);

const roundsOf = (since: Date, roundMs: number, now: Date): number =>
  Math.floor((now.getTime() - since.getTime()) / roundMs);

/** What was done at this moment or later is not done twice. */
const isNudgeDue = ({ nudgedAt }: HandoffCase, dueAt: Date): boolean => nudgedAt === null || nudgedAt < dueAt;

const earliest = (moments: readonly Date[]): Date | null =>
  moments.reduce<Date | null>((first, at) => (first === null || at < first ? at : first), null);
