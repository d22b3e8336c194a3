import type { StaffRole } from '../../../access/roles.ts';
import { addMs } from '../../../core/clock.ts';
import type { HandoffCase } from '../../../handoff/case.ts';
import type { RequestKind } from '../../../handoff/case-team-store.ts';
import { whoIsOn } from '../../../handoff/rota/coverage.ts';
import { DUTIES } from '../../../handoff/rota/rota.ts';
import type { Scope } from '../../scope.ts';
import { speakingStaffOf } from '../../student/speaker.ts';

export type Colleague = { readonly staffId: string; readonly name: string };

/** Who may talk with a student in danger. */
const TALKS: readonly StaffRole[] = ['counsellor', 'supervisor', 'centre-head'];
/** A console that gave a sign of life within this time can be woken, in ms. */
const CONSOLE_ALIVE_MS = 120_000;

/**
 * Who can be asked: whoever talks with students and can hear a question now, those on call first; whoever has a one-way
 * notifier alone would let it lapse unheard. Nobody of the sample centre, and nobody about a crisis of their own, or one
 * that they reported.
 */
export async function listColleagues(
  scope: Scope,
  one: HandoffCase,
  kind: RequestKind,
): Promise<Colleague[]> {
  const { stores, now } = scope;
  const themselves = await speakingStaffOf(stores, one);
  const members = (await stores.teams.members([one.id])).get(one.id) ?? [];
  const present = (await stores.duty.presence(addMs(now, -CONSOLE_ALIVE_MS))).filter(
    ({ staffId, sample, hears, console, roles }) =>
      !sample &&
      (hears || console) &&
      TALKS.some((role) => roles.includes(role)) &&
      staffId !== one.ownerId &&
      staffId !== themselves &&
      (kind === 'transfer' || !members.some((member) => member.staffId === staffId)),
  );
  const rota = await stores.rota.read(now);
  const onCall = DUTIES.flatMap((duty) => whoIsOn(rota, duty, now));
  const rank = (staffId: string, besideRota: boolean): number =>
    onCall.includes(staffId) || besideRota ? 0 : 1;
  return present
    .sort(
      (a, b) =>
        rank(a.staffId, a.besideRota) - rank(b.staffId, b.besideRota) || a.name.localeCompare(b.name, 'zh'),
    )
    .map(({ staffId, name }) => ({ staffId, name }));
}
