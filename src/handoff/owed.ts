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

/** Whoever owes a word since one of these moments, or longer, may be followed by somebody else. */
export type Silence = {
  /** After taking the case, or after a dangerous word. */
  readonly dangerous: Date;
  readonly harmless: Date;
};

/** From when on an owner of this case is silent. Pure. */
export function silenceOf(
  policy: EscalationPolicy,
  one: Pick<HandoffCase, 'level' | 'college'>,
  now: Date,
): Silence {
  const own = policyFor(policy, one.college);
  return {
    dangerous: addMs(now, -secondsMs(own[one.level].firstWordsSeconds)),
    harmless: addMs(now, -secondsMs(own.laterSilence.everybodySeconds)),
  };
}

/** Somebody took it and says nothing: the next one may take it. Pure. */
export function isOwnerSilent(
  policy: EscalationPolicy,
  one: Owing & Pick<HandoffCase, 'status' | 'level' | 'college'>,
  now: Date,
): boolean {
  if (one.status !== 'acknowledged') return false;
  const silence = silenceOf(policy, one, now);
  const dangerous = countedFrom(one.unansweredSince, one);
  const harmless = countedFrom(one.unrepliedSince, one);
  return (
    (dangerous !== null && dangerous <= silence.dangerous) ||
    (harmless !== null && harmless <= silence.harmless)
  );
}
