import { nameActor, nameResource } from '../../access/audit.ts';
import { type Actor, can } from '../../access/can.ts';
import { cap, showable } from '../../core/clean-text.ts';
import { say } from '../../core/message.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { caseWake } from '../escalation/escalation.ts';
import { planRotaTask } from '../escalation/rota-wake.ts';
import { audit, contentAt, type Scope, utter } from '../scope.ts';
import { speakerOf } from '../student/speaker.ts';
import { askArrival } from './ask-arrival.ts';
import { relationOf } from './case-actions.ts';
import { type NextPerson, nextOnDuty } from './next-on-duty.ts';
import { pageUnheard } from './relay.ts';
import { tellVoiced } from './tell-voiced.ts';
import { withdrawAsked } from './tools/withdraw-asked.ts';

/** More than one message offers: a name may be typed too. */
export const EVERYBODY = Number.POSITIVE_INFINITY;

type StaffActor = Extract<Actor, { kind: 'staff' }>;

export type HandedOver = NextPerson & { readonly id: string; readonly number: number };

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
): Promise<Result<HandedOver, 'absent' | 'unknown-person'>> {
  const { stores, now, parts } = scope;
  const one = await stores.cases.byId(caseId);
  if (one === null) return fail('absent');
  const relation = await relationOf(scope, one);
  const allowed = can(actor, 'case.hand-over', relation, 'crisis');
  const entry = { actor: nameActor(actor), resource: nameResource(relation), purpose: 'crisis' as const };
  await audit(scope, { ...entry, action: 'case.hand-over', allowed });
  if (!allowed || one.status !== 'acknowledged') return fail('absent');
  const to = (await nextOnDuty(scope, actor.staffId, EVERYBODY)).find(({ staffId }) => staffId === toStaffId);
  // Nobody is given their own crisis.
  const themselves = await stores.staff.byContact(await speakerOf(stores, one));
  if (to === undefined || themselves?.id === toStaffId) return fail('unknown-person');
  const moved = await stores.cases.transfer(caseId, actor.staffId, toStaffId, now);
  if (!moved.ok) return fail('absent');
  const words = cap(showable(note)).trim();
  const from = { fromStaffId: actor.staffId, toStaffId };
  const id = parts.newId();
  await stores.handOvers.add({ id, caseId, ...from, note: words, at: now });
  await withdrawAsked(scope, one, toStaffId);
  scope.after.escalations.push({ id: caseWake(caseId), at: now });
  await tellBoth(scope, actor, toStaffId, moved.value, words);
  await pageUnheard(scope, moved.value, 'handed-over');
  await askArrival(scope, caseId);
  await planRotaTask(scope, 'changes');
  await stores.tellChange('case', `staff:${toStaffId}`);
  return ok({ ...to, id, number: one.number });
}

async function tellBoth(
  scope: Scope,
  actor: StaffActor,
  toStaffId: string,
  one: { readonly id: string; readonly number: number; readonly addressId: string },
  note: string,
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
    ({ texts }) => ({
      text: showsNote(scope, note)
        ? texts('handOver.receivedNote', { ...received, note })
        : texts('handOver.received', received),
    }),
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

/** Where the centre keeps the talk out of messengers, what is said about a student stays in the console too. */
const showsNote = ({ centre }: Scope, note: string): boolean => note !== '' && centre.relayByMessenger;

/**
 * What somebody adds to a case that they have passed on a moment ago; whoever has it now hears it at once. Null where
 * they did not pass it on, where a note is there already, and for an empty one.
 */
export async function addHandOverNote(
  scope: Scope,
  actor: StaffActor,
  id: string,
  note: string,
): Promise<{ readonly name: string; readonly number: number } | null> {
  const { stores, parts, now } = scope;
  const words = cap(showable(note)).trim();
  if (words === '') return null;
  const kept = await stores.handOvers.addNote(id, actor.staffId, words);
  if (kept === null) return null;
  const one = await stores.cases.byId(kept.caseId);
  await audit(scope, {
    actor: nameActor(actor),
    action: 'case.hand-over',
    resource: `case:${kept.caseId}`,
    purpose: 'crisis',
    allowed: true,
  });
  const number = one?.number ?? 0;
  const name = (await stores.staff.byId(actor.staffId))?.name ?? '';
  const link = `${parts.publicUrl}/console/cases/${kept.caseId}`;
  await tellVoiced(
    scope,
    kept.toStaffId,
    `hand-note:${id}:${now.getTime()}`,
    ({ texts }) => ({
      text: showsNote(scope, words)
        ? texts('handOver.note', { number, name, note: words })
        : texts('handOver.noteLink', { number, name, link }),
    }),
    kept.caseId,
  );
  await stores.tellChange('case');
  return { number, name: (await stores.staff.byId(kept.toStaffId))?.name ?? '' };
}
