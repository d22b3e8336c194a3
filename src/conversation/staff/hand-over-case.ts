import { nameActor, nameResource } from '../../access/audit.ts';
import { type Actor, can } from '../../access/can.ts';
import { cap, showable } from '../../core/clean-text.ts';
import { say } from '../../core/message.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { caseWake } from '../escalation/escalation.ts';
import { audit, contentAt, type Scope, utter } from '../scope.ts';
import { speakerOf } from '../student/speaker.ts';
import { relationOf } from './case-actions.ts';
import { type NextPerson, nextOnDuty } from './next-on-duty.ts';
import { tellVoiced } from './tell-voiced.ts';

type StaffActor = Extract<Actor, { kind: 'staff' }>;

/**
 * Passes a case with a note to somebody who is on duty now or next; from then on it is theirs, and they owe the student
 * a word. `absent` looks like a case that is not there.
 */
export async function handOverCase(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
  toStaffId: string,
  note: string,
): Promise<Result<NextPerson & { readonly number: number }, 'absent' | 'unknown-person'>> {
  const { stores, now, parts } = scope;
  const one = await stores.cases.byId(caseId);
  if (one === null) return fail('absent');
  const relation = await relationOf(scope, one);
  const allowed = can(actor, 'case.hand-over', relation, 'crisis');
  const entry = { actor: nameActor(actor), resource: nameResource(relation), purpose: 'crisis' as const };
  await audit(scope, { ...entry, action: 'case.hand-over', allowed });
  if (!allowed || one.status !== 'acknowledged') return fail('absent');
  const to = (await nextOnDuty(scope, actor.staffId)).find(({ staffId }) => staffId === toStaffId);
  // Nobody is given their own crisis.
  const themselves = await stores.staff.byContact(await speakerOf(stores, one));
  if (to === undefined || themselves?.id === toStaffId) return fail('unknown-person');
  const moved = await stores.cases.transfer(caseId, actor.staffId, toStaffId, now);
  if (!moved.ok) return fail('absent');
  const words = cap(showable(note)).trim();
  const from = { fromStaffId: actor.staffId, toStaffId };
  await stores.handOvers.add({ id: parts.newId(), caseId, ...from, note: words, at: now });
  scope.after.escalations.push({ id: caseWake(caseId), at: now });
  await tellBoth(scope, actor, toStaffId, moved.value);
  await stores.tellChange('case', `staff:${toStaffId}`);
  return ok({ ...to, number: one.number });
}

async function tellBoth(
  scope: Scope,
  actor: StaffActor,
  toStaffId: string,
  one: { readonly id: string; readonly number: number; readonly addressId: string },
): Promise<void> {
  const { stores, now, parts } = scope;
  const name = (await stores.staff.byId(actor.staffId))?.name ?? '';
  const link = `${parts.publicUrl}/console/cases/${one.id}`;
  const key = `handed:${one.id}:${now.getTime()}`;
  const received = { number: one.number, name, link };
  await tellVoiced(
    scope,
    toStaffId,
    key,
    ({ texts }) => ({ text: texts('handOver.received', received) }),
    one.id,
  );
  const content = await contentAt(scope, one.addressId);
  await utter(scope, [
    {
      addressId: one.addressId,
      lane: 'crisis',
      dedupeKey: key,
      caseId: one.id,
      message: say(content.conversation('handOver.toStudent')),
    },
  ]);
}
