import type { PageReason } from './case.ts';
import type { DigestItem } from './digest.ts';
import { type EscalationPolicy, policyFor } from './policy.ts';
import { type DutyBoard, idsOf, respondersOf } from './responders.ts';
import { stepsOf, targetsInRound } from './rounds.ts';

/** Whoever is called for another reason is meant by name, on call or not. */
const CALLED_BY_POLICY: readonly PageReason[] = [
  'waiting',
  'no-responder',
  'silent-owner',
  'both-silent',
  'owner-away',
];

/**
 * Who is on call is resolved when sending: somebody who was called by the policy and is no longer on call by it is not
 * told, unless the case is theirs. Pure.
 */
export function isStillCalled(
  policy: EscalationPolicy,
  board: DutyBoard,
  staffId: string,
  item: DigestItem,
  now: Date,
): boolean {
  if (!CALLED_BY_POLICY.includes(item.reason)) return true;
  if (item.owner?.id === staffId || idsOf(board.administrators).includes(staffId)) return true;
  const own = policyFor(policy, item.college);
  const levelPolicy = own[item.level];
  const everybody = targetsInRound(stepsOf(own, levelPolicy, now), levelPolicy, Number.POSITIVE_INFINITY);
  const targets = [...everybody, ...(own.nights?.first ?? [])];
  return idsOf(respondersOf(targets, board)).includes(staffId);
}
