import type { Actor } from '../../access/can.ts';
import { addMs, minutesMs } from '../../core/clock.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { HandoffCase, HoldKind } from '../../handoff/case.ts';
import { caseWake } from '../escalation/escalation.ts';
import type { Scope } from '../scope.ts';
import { permits } from './case-actions.ts';

type StaffActor = Extract<Actor, { kind: 'staff' }>;

/**
 * 通话中 or 在路上: for so many minutes nobody is reminded of a silent owner. The student is told nothing, since nobody but
 * the owner knows whether it is so. `absent` looks like a case that is not there.
 */
export function holdCase(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
  kind: HoldKind,
): Promise<Result<HandoffCase, 'absent'>> {
  const until = addMs(scope.now, minutesMs(scope.centre.escalation.holdMinutes));
  return record(scope, actor, caseId, kind, () =>
    scope.stores.watches.hold(caseId, actor.staffId, kind, until, scope.now),
  );
}

/** 有人到场: recorded by whoever has the case, and only a person knows it. */
export const noteArrival = (
  scope: Scope,
  actor: StaffActor,
  caseId: string,
): Promise<Result<HandoffCase, 'absent'>> =>
  record(scope, actor, caseId, 'arrived', () =>
    scope.stores.watches.arrive(caseId, actor.staffId, scope.now),
  );

/**
 * Nobody is with the student after all: the owner is reminded again, and others are called again. Said twice it is no
 * mistake.
 */
export async function withdrawArrival(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
): Promise<Result<HandoffCase, 'absent'>> {
  const one = await scope.stores.cases.byId(caseId);
  if (one?.ownerId === actor.staffId && one.status === 'acknowledged' && one.arrivedAt === null)
    return ok(one);
  return record(scope, actor, caseId, 'arrival-withdrawn', () =>
    scope.stores.watches.withdrawArrival(caseId, actor.staffId, scope.now),
  );
}

async function record(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
  kind: HoldKind | 'arrived' | 'arrival-withdrawn',
  write: () => Promise<Result<HandoffCase, 'not-yours' | 'not-arrived'>>,
): Promise<Result<HandoffCase, 'absent'>> {
  const { stores, now } = scope;
  const one = await stores.cases.byId(caseId);
  if (one === null || !(await permits(scope, actor, 'case.hold', one))) return fail('absent');
  const written = await write();
  if (!written.ok) return fail('absent');
  const { staffId } = actor;
  await stores.cases.addEvent(caseId, { kind, staffId, level: one.level, at: now });
  scope.after.escalations.push({ id: caseWake(caseId), at: now });
  await stores.tellChange('case');
  return ok(written.value);
}
