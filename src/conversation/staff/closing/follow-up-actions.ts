import { nameActor, nameResource } from '../../../access/audit.ts';
import { type Actor, can, type RegisterRelation } from '../../../access/can.ts';
import type { Action } from '../../../access/role-table.ts';
import { cap, showable } from '../../../core/clean-text.ts';
import { say } from '../../../core/message.ts';
import { formatDay } from '../../../core/shanghai-time.ts';
import { isCheckDay, type RegisterClass } from '../../../handoff/closing/closing.ts';
import { datesToAdd } from '../../../handoff/closing/follow-up-policy.ts';
import type { RegisterEntry } from '../../../handoff/register-store.ts';
import { localDateOf } from '../../../handoff/rota/local-day.ts';
import type { RegisterOutcome, SettleInput } from '../../desks/cases/follow-up-desk.ts';
import { caseWake } from '../../escalation/escalation.ts';
import { planRotaTask } from '../../escalation/rota-wake.ts';
import { audit, contentAt, type Scope, utter } from '../../scope.ts';
import { caseOf } from '../../student/speaker.ts';
import { tellOrNotify } from '../tell-or-notify.ts';
import { planChecks, readFollowers } from './close-case.ts';
import { tellFormerOwner, tellOwner } from './follow-owner.ts';

type StaffActor = Extract<Actor, { kind: 'staff' }>;

export const registerRelation = ({ id, ownerId }: RegisterEntry): RegisterRelation => ({
  kind: 'register',
  id,
  ownerId,
});

/** The entry, where this actor may do that to it; asked and refused alike stand in the audit. */
export async function openEntry(
  scope: Scope,
  actor: StaffActor,
  action: Action,
  entryId: string,
): Promise<RegisterEntry | null> {
  const entry = await scope.stores.register.byId(entryId);
  if (entry === null) return null;
  const relation = registerRelation(entry);
  const allowed = can(actor, action, relation, 'care');
  const named = { actor: nameActor(actor), resource: nameResource(relation), purpose: 'care' as const };
  await audit(scope, { ...named, action, allowed });
  return allowed ? entry : null;
}

/** What came of a check; nobody stays without a next one unless they leave the register. */
export async function settleCheck(
  scope: Scope,
  actor: StaffActor,
  entryId: string,
  { checkId, result, note, nextOn }: SettleInput,
): Promise<RegisterOutcome> {
  const { stores, now } = scope;
  const entry = await openEntry(scope, actor, 'follow-up.settle', entryId);
  if (entry === null) return 'absent';
  const check = (await stores.followUps.ofEntry(entryId)).find(({ id }) => id === checkId);
  if (check === undefined) return 'absent';
  if (check.outcome !== null || entry.leftAt !== null) return 'already';
  if (nextOn !== '' && !isCheckDay(nextOn, localDateOf(now))) return 'wrong-date';
  const others = (await stores.followUps.open([entryId])).filter(({ id }) => id !== checkId);
  if (nextOn === '' && others.length === 0) return 'needs-next';
  if (result === 'taken-up') {
    const taken = await takeUp(scope, actor, entry);
    if (taken !== 'done') return taken;
  }
  const words = cap(showable(note)).trim();
  const settled = { outcome: result, note: words, by: actor.staffId };
  if (!(await stores.followUps.settle(checkId, settled, now))) return 'already';
  if (nextOn !== '') await planChecks(scope, actor.staffId, entry, [nextOn]);
  await stores.tellChange('register');
  return 'done';
}

/** 需要再次接手: a hand-off opens, and whoever found it so has it; their first word is owed as ever. */
async function takeUp(scope: Scope, actor: StaffActor, entry: RegisterEntry): Promise<RegisterOutcome> {
  const { stores, now, parts } = scope;
  const before = await stores.cases.byId(entry.caseId);
  if (before === null) return 'absent';
  const reporter = await stores.reports.reporterOf(before.id);
  const speaker = reporter ?? entry.contactId;
  if ((await stores.staff.byContact(speaker))?.id === actor.staffId) return 'absent';
  const [place] = await stores.followUps.places(speaker);
  const addressId = place?.addressId ?? before.addressId;
  await stores.addresses.lock(addressId);
  // Whoever is spoken with already would answer there, and not here.
  const busy = (await stores.cases.activeOf(entry.contactId)) ?? (await caseOf(stores, speaker));
  if (busy !== null) return 'in-case';
  const opened = await stores.cases.openOrJoin({
    id: parts.newId(),
    contactId: entry.contactId,
    addressId,
    channel: place?.channel ?? before.channel,
    level: 'high',
    knownContact: true,
    now,
  });
  const { id: caseId } = opened.case;
  if (reporter !== null) await stores.reports.markReport(caseId, reporter, now);
  const silence = { dangerous: now, harmless: now, signless: now, studentSilent: now };
  await stores.cases.acknowledge(caseId, actor.staffId, silence, now);
  await audit(scope, {
    actor: nameActor(actor),
    action: 'case.open',
    resource: `case:${caseId}`,
    purpose: 'care',
    allowed: true,
  });
  const content = await contentAt(scope, addressId);
  await utter(scope, [
    {
      addressId,
      lane: 'crisis',
      dedupeKey: `taken-up:${caseId}`,
      caseId,
      message: say(content.conversation('followUp.takenUp')),
    },
  ]);
  scope.after.escalations.push({ id: caseWake(caseId), at: now });
  await planRotaTask(scope, 'changes');
  await stores.tellChange('case');
  return 'done';
}

export async function planOne(
  scope: Scope,
  actor: StaffActor,
  entryId: string,
  dueOn: string,
): Promise<RegisterOutcome> {
  const entry = await openEntry(scope, actor, 'follow-up.settle', entryId);
  if (entry === null || entry.leftAt !== null) return 'absent';
  if (!isCheckDay(dueOn, localDateOf(scope.now))) return 'wrong-date';
  await planChecks(scope, actor.staffId, entry, [dueOn]);
  await scope.stores.tellChange('register');
  return 'done';
}

export async function assignEntry(
  scope: Scope,
  actor: StaffActor,
  entryId: string,
  ownerId: string,
): Promise<RegisterOutcome> {
  const { stores, now } = scope;
  const entry = await openEntry(scope, actor, 'register.assign', entryId);
  if (entry === null || entry.leftAt !== null) return 'absent';
  const about = { id: entry.caseId, contactId: entry.contactId };
  const people = await readFollowers(scope, actor.staffId, about);
  if (!people.some(({ id }) => id === ownerId)) return 'unknown-person';
  if (entry.ownerId === ownerId) return 'done';
  await stores.register.assign(entryId, ownerId, actor.staffId, now);
  await tellFormerOwner(scope, actor.staffId, entry, ownerId);
  if (ownerId !== actor.staffId) await tellOwner(scope, actor.staffId, ownerId, entry.caseNumber, entryId);
  await stores.tellChange('register');
  return 'done';
}

export async function reclassEntry(
  scope: Scope,
  actor: StaffActor,
  entryId: string,
  to: RegisterClass,
  reason: string,
): Promise<RegisterOutcome> {
  const entry = await openEntry(scope, actor, 'register.change', entryId);
  if (entry === null || entry.leftAt !== null) return 'absent';
  const words = cap(showable(reason)).trim();
  if (words === '') return 'no-reason';
  const { stores, centre, now } = scope;
  const owed = (await stores.followUps.open([entryId])).map(({ dueOn }) => dueOn);
  const dates = datesToAdd(centre.followUp, { from: entry.class, to }, owed, localDateOf(now));
  await stores.register.reclass(entryId, to, words, actor.staffId, now);
  await planChecks(scope, actor.staffId, entry, dates);
  if (dates.length > 0 && entry.ownerId !== null && entry.ownerId !== actor.staffId)
    await tellGraver(scope, entry, entry.ownerId, to, dates);
  await stores.tellChange('register');
  return 'done';
}

/** Whoever follows up hears that more is owed from now on. */
async function tellGraver(
  scope: Scope,
  { id, caseNumber: number }: RegisterEntry,
  ownerId: string,
  to: RegisterClass,
  dates: readonly string[],
): Promise<void> {
  const link = `${scope.parts.publicUrl}/console/follow-up/${id}`;
  const count = dates.length;
  await tellOrNotify(
    scope,
    ownerId,
    `follow-up-graver:${id}:${scope.now.getTime()}`,
    { count, what: (texts) => texts('notice.followUpMore', { count }) },
    ({ language, texts }) => ({
      text: texts('followUp.graver', {
        number,
        class: texts(`close.outcome.${to}`),
        dates: dates.map((date) => formatDay(date, language)).join(texts('oncall.comma')),
        link,
      }),
    }),
  );
}

/** A person takes somebody off the register, and says why; what is still owed ends with it. */
export async function leaveRegister(
  scope: Scope,
  actor: StaffActor,
  entryId: string,
  reason: string,
): Promise<RegisterOutcome> {
  const entry = await openEntry(scope, actor, 'register.change', entryId);
  if (entry === null) return 'absent';
  if (entry.leftAt !== null) return 'already';
  const words = cap(showable(reason)).trim();
  if (words === '') return 'no-reason';
  await scope.stores.followUps.dropOpen(entryId, actor.staffId, scope.now);
  await scope.stores.register.leave(entryId, words, actor.staffId, scope.now);
  await scope.stores.tellChange('register');
  return 'done';
}
