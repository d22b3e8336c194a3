import type { Actor } from '../../access/can.ts';
import { asksForCase } from '../../sessions/record.ts';
import { caseWake } from '../escalation/escalation.ts';
import { audit, type Scope } from '../scope.ts';
import { openSession } from './open-session.ts';

/**
 * A counsellor calls for a crisis out of a record that they signed: the same case as one that words open, with whoever
 * is on duty called and the counsellor beside them. The student hears of it when somebody speaks to them.
 */
export async function raiseCase(
  scope: Scope,
  actor: Extract<Actor, { kind: 'staff' }>,
  appointmentId: string,
): Promise<string | null> {
  const session = await openSession(scope, actor, 'session.raise', appointmentId);
  if (session === null) return null;
  const { stores, parts, now } = scope;
  const [record] = await stores.records.ofSession(appointmentId, session.contactId);
  if (record?.kind !== 'record' || record.signedAt === null || !asksForCase(record.body.risk)) return null;
  const address = await stores.addresses.lock(session.addressId);
  const opened = await stores.cases.openOrJoin({
    id: parts.newId(),
    contactId: session.contactId,
    addressId: address.id,
    channel: address.channel,
    level: record.body.risk === 'major-crisis' ? 'imminent' : 'high',
    knownContact: true,
    now,
  });
  const { id } = opened.case;
  if (opened.change === 'opened') {
    // Nobody waits at a telephone for a word: they were here a moment ago.
    await stores.cases.saveTold(id, opened.case.tellCount, null);
    await audit(scope, {
      actor: `staff:${actor.staffId}`,
      action: 'case.open',
      resource: `case:${id}`,
      purpose: 'crisis',
      allowed: true,
    });
  }
  const page = { caseId: id, staffIds: [actor.staffId], step: 0, reason: 'waiting' as const };
  await stores.cases.page({ ...page, digestSeconds: null, now });
  await stores.tellChange('case');
  scope.after.escalations.push({ id: caseWake(id), at: now });
  return id;
}
