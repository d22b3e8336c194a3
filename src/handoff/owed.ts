import { addMs, secondsMs } from '../core/clock.ts';
import type { CaseHold, HandoffCase } from './case.ts';
import { type EscalationPolicy, policyFor } from './policy.ts';

type Held = { readonly hold: CaseHold | null };

/** 通话中 or 在路上 that still counts; null where there is none, or it is over. Pure. */
export const holdNow = ({ hold }: Held, now: Date): CaseHold | null =>
  hold !== null && now < hold.until ? hold : null;

/** What was owed during a hold counts from its end. Pure. */
export const countedFrom = (since: Date | null, { hold }: Held): Date | null =>
  since !== null && hold !== null && hold.until > since ? hold.until : since;

type Owing = Pick<HandoffCase, 'unansweredSince' | 'unrepliedSince' | 'hold'>;

/** Since when the student waits for a word of the owner, whatever they wrote; null while nothing is owed. Pure. */
export function owedSince(one: Owing): Date | null {
  const [dangerous, harmless] = [countedFrom(one.unansweredSince, one), countedFrom(one.unrepliedSince, one)];
  if (dangerous === null || harmless === null) return dangerous ?? harmless;
  return dangerous < harmless ? dangerous : harmless;
}

type Watched = Pick<
  HandoffCase,
  'level' | 'studentSilentSince' | 'hold' | 'arrivedAt' | 'ownerActiveAt' | 'status'
>;

/**
 * From when on the owner counts as gone before a student in imminent danger who says nothing: they were told of it once, by
 * a reminder or because what they said of themselves is over, and gave no sign for as long again. Null where nobody waits
 * for the student. Pure.
 */
export function goneFrom({ silentStudentSeconds }: EscalationPolicy, one: Watched): Date | null {
  const { level, status, hold, arrivedAt, ownerActiveAt } = one;
  const since = countedFrom(one.studentSilentSince, one);
  if (since === null || status !== 'acknowledged' || level !== 'imminent' || arrivedAt !== null) return null;
  const roundMs = secondsMs(silentStudentSeconds);
  const toldAt = hold !== null && since.getTime() === hold.until.getTime() ? since : addMs(since, roundMs);
  return addMs(ownerActiveAt !== null && ownerActiveAt > toldAt ? ownerActiveAt : toldAt, roundMs);
}

/** Since when one of them waits for a word of the other; null while neither does. Pure. */
export const silentSince = (one: Owing & Pick<HandoffCase, 'studentSilentSince'>): Date | null =>
  owedSince(one) ?? countedFrom(one.studentSilentSince, one);

/** Why others are called for a case that somebody has. Pure. */
export const silenceReason = (one: Owing): 'silent-owner' | 'both-silent' =>
  owedSince(one) === null ? 'both-silent' : 'silent-owner';

/** Whoever owes a word since one of these moments, or longer, may be followed by somebody else. */
export type Silence = {
  /** After taking the case, or after a dangerous word. */
  readonly dangerous: Date;
  readonly harmless: Date;
  /** Before a silent student in imminent danger, by the rule of `goneFrom`: without a sign, and told of it, since then. */
  readonly signless: Date;
  /** The student says nothing since then, so that a reminder told of it by `signless`. */
  readonly studentSilent: Date;
};

/** From when on an owner of this case is silent. Pure. */
export function silenceOf(
  policy: EscalationPolicy,
  one: Pick<HandoffCase, 'level' | 'college'>,
  now: Date,
): Silence {
  const own = policyFor(policy, one.college);
  const signless = addMs(now, -secondsMs(own.silentStudentSeconds));
  return {
    dangerous: addMs(now, -secondsMs(own[one.level].firstWordsSeconds)),
    harmless: addMs(now, -secondsMs(own.laterSilence.everybodySeconds)),
    signless,
    studentSilent: addMs(signless, -secondsMs(own.silentStudentSeconds)),
  };
}

/** Somebody took it and says nothing: the next one may take it. Pure. */
export function isOwnerSilent(
  policy: EscalationPolicy,
  one: Owing & Watched & Pick<HandoffCase, 'college'>,
  now: Date,
): boolean {
  if (one.status !== 'acknowledged') return false;
  const silence = silenceOf(policy, one, now);
  const dangerous = countedFrom(one.unansweredSince, one);
  const harmless = countedFrom(one.unrepliedSince, one);
  const goneAt = goneFrom(policyFor(policy, one.college), one);
  return (
    (dangerous !== null && dangerous <= silence.dangerous) ||
    (harmless !== null && harmless <= silence.harmless) ||
    (goneAt !== null && goneAt <= now)
  );
}
