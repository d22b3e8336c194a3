import { STAFF_ROLES, type StaffRole } from '../../access/roles.ts';
import { addMs, minutesMs } from '../../core/clock.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import { type EscalationPolicy, policyFor } from '../../handoff/policy.ts';
import { type DutyBoard, hasReal, type Responder, respondersOf } from '../../handoff/responders.ts';
import { whoIsOn, withoutTheGone } from '../../handoff/rota/coverage.ts';
import type { Rota } from '../../handoff/rota/rota.ts';
import { stepsOf, targetsInRound } from '../../handoff/rounds.ts';
import type { StaffPresence } from '../../people/duty-store.ts';
import type { Stores } from '../ports/stores.ts';

/** A console that gave a sign of life within this time counts as somebody who can be woken, in minutes. */
export const CONSOLE_ALIVE_MINUTES = 2;

/**
 * Who is there at this moment; read when paging, never earlier.
 * @param without a staff member who is left out: nobody is called for a crisis of their own
 */
export async function readDutyBoard(stores: Stores, now: Date, without?: string): Promise<DutyBoard> {
  const rota = withoutTheGone(await stores.rota.read(now));
  const everybody = await stores.duty.presence(addMs(now, -minutesMs(CONSOLE_ALIVE_MINUTES)));
  return boardOf(
    rota,
    everybody.filter((one) => one.staffId !== without),
    now,
  );
}

/** Who is on call at this moment, of those who are there. Pure. */
export function boardOf(rota: Rota, presence: readonly StaffPresence[], now: Date): DutyBoard {
  const pick = (staffIds: readonly string[]): Responder[] =>
    presence.filter((one) => staffIds.includes(one.staffId)).map(toResponder);
  const beside = presence.filter((one) => one.besideRota).map((one) => one.staffId);
  const byRole: Partial<Record<StaffRole, Responder[]>> = {};
  for (const role of STAFF_ROLES) {
    byRole[role] = presence.filter((one) => one.roles.includes(role)).map(toResponder);
  }
  return {
    duty: pick([...whoIsOn(rota, 'duty', now), ...beside]),
    backup: pick(whoIsOn(rota, 'backup', now)),
    byRole,
    byName: new Map(presence.map((one) => [one.name, toResponder(one)])),
    byRota: new Map(rotationNames(rota).map((name) => [name, pick(whoseTurn(rota, name, now))])),
    administrators: byRole.administrator ?? [],
  };
}

const rotationNames = ({ rules }: Rota): string[] => [
  ...new Set(rules.flatMap((rule) => (rule.kind === 'rotation' ? [rule.name] : []))),
];

/** Whom a rotation has on now, or whoever stands in for them. */
function whoseTurn(rota: Rota, name: string, now: Date): string[] {
  const rules = rota.rules.filter(
    (rule) =>
      (rule.kind === 'rotation' && rule.name === name) ||
      (rule.kind === 'override' && rule.insteadOf !== null),
  );
  const own = { ...rota, rules };
  return [...whoIsOn(own, 'duty', now), ...whoIsOn(own, 'backup', now)];
}

/** People of the sample centre are nobody; neither is somebody whom nothing can wake now. */
const toResponder = (one: StaffPresence): Responder => ({
  staffId: one.staffId,
  real: !one.sample && (one.wakes || one.console),
});

/** Does the policy call anybody real for this case, as things stand now? Administrators of last resort are nobody of it. */
export function hasRealResponder(
  board: DutyBoard,
  policy: EscalationPolicy,
  { college, level, levelSince }: Pick<HandoffCase, 'college' | 'level' | 'levelSince'>,
): boolean {
  const own = policyFor(policy, college);
  // Whoever is kept for later is called at once where nobody is before them.
  const targets = targetsInRound(stepsOf(own, own[level], levelSince), own[level], Number.POSITIVE_INFINITY);
  return hasReal(respondersOf(targets, board));
}

/** The same for any cry that would come now, of whatever level. */
export const isAnybodyCalled = (board: DutyBoard, policy: EscalationPolicy, now: Date): boolean =>
  (['imminent', 'high'] as const).every((level) =>
    hasRealResponder(board, policy, { college: null, level, levelSince: now }),
  );
