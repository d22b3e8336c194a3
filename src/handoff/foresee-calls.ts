import type { CaseLevel, HandoffCase } from './case.ts';
import { decideEscalation } from './decide-escalation.ts';
import type { EscalationPolicy } from './policy.ts';
import type { DutyBoard } from './responders.ts';

/** Who would be called at a moment. */
export type ForeseenCall = {
  readonly at: Date;
  readonly staffIds: readonly string[];
  readonly notifiers: readonly string[];
  readonly nobodyReal: boolean;
  readonly round: number;
};

/**
 * Who would be called, and when, for a case of this level that nobody takes: the very decision that is made then, with
 * whoever is on call at each moment. Pure.
 * @param count how many calls
 */
export function foreseeCalls(
  policy: EscalationPolicy,
  asked: { readonly level: CaseLevel; readonly college: string | null; readonly at: Date },
  boardAt: (at: Date) => DutyBoard,
  count: number,
): ForeseenCall[] {
  const calls: ForeseenCall[] = [];
  let one = imagine(asked);
  let at = asked.at;
  while (calls.length < count) {
    const decision = decideEscalation(policy, one, boardAt(at), at);
    if (decision.kind === 'wait') {
      at = decision.until;
      continue;
    }
    if (decision.kind !== 'notify') return calls;
    const { staffIds, notifiers, reason, round, step, wakeAt } = decision;
    calls.push({ at, staffIds, notifiers, nobodyReal: reason === 'no-responder', round });
    one = { ...one, step, wakeAt };
    at = wakeAt;
  }
  return calls;
}

/** A case that nobody has opened. */
const imagine = ({
  level,
  college,
  at,
}: {
  readonly level: CaseLevel;
  readonly college: string | null;
  readonly at: Date;
}): HandoffCase => ({
  id: '',
  number: 0,
  contactId: '',
  addressId: '',
  channel: 'web',
  level,
  status: 'open',
  knownContact: true,
  ownerId: null,
  openedAt: at,
  resumedAt: null,
  levelSince: at,
  acknowledgedAt: null,
  contactedAt: null,
  unansweredSince: null,
  closedAt: null,
  outcome: null,
  step: 0,
  wakeAt: at,
  tellAt: null,
  tellCount: 0,
  college,
  unrepliedSince: null,
  studentSilentSince: null,
  ownerActiveAt: null,
  nudgedAt: null,
  calledAt: null,
  hold: null,
  arrivedAt: null,
});
