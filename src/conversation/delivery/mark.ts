import { isNotifierKind, type SendOutcome, SINK } from '../../core/channel.ts';
import { addMs, hoursMs } from '../../core/clock.ts';
import { unreachable } from '../../core/result.ts';
import { noteSinkSent } from '../canary/call-sink.ts';
import { callPast } from '../escalation/call-past.ts';
import { caseWake } from '../escalation/escalation.ts';
import { groupPageKey } from '../escalation/group-pages.ts';
import type { ClaimedOutgoing } from '../ports/outgoing-store.ts';
import type { Scope } from '../scope.ts';
import { type StaffTexts, tellStaff } from '../staff/relay.ts';

/** A crisis waits for no platform's convenience longer than this, in ms. */
const CRISIS_RETRY_MS = 2_000;
const UNKNOWN_RETRY_MS = 500;
const LONGEST_RETRY_MS = 60_000;
/** So often a crisis is tried again before its waits grow. */
const QUICK_ATTEMPTS = 5;
/** A platform that never says what became of it, in about seven minutes, will not. */
const MOST_ATTEMPTS = 14;
/**
 * What belongs to a case outlasts an outage: platforms have been away for most of a working day, seldom for more, and
 * whoever still waits after a quarter of a day has been called for by every other way meanwhile.
 */
const CASE_KEPT_MS = hoursMs(6);
/** What a puppet says of one message that it will not send. */
const REFUSED = 'refused';
const MOST_REFUSALS = 6;

/** A row in hand, who has it, and what became of it. */
export type Finished = {
  readonly claimed: ClaimedOutgoing;
  readonly claimedBy: string;
  readonly outcome: SendOutcome;
};

/** The next one at the same place may follow. */
export const goesOn = ({ kind }: SendOutcome): boolean => kind === 'sent' || kind === 'permanent';

/** Writes down what became of rows in hand, and what follows from it for those who wait for them. */
export async function markAll(scope: Scope, finished: readonly Finished[]): Promise<void> {
  await writeSent(scope, finished);
  for (const one of finished) {
    if (one.outcome.kind === 'sent') await noteSent(scope, one.claimed);
    else await markUnsent(scope, one, one.outcome);
    const { claimed } = one;
    // Only a page of our own shows what was sent.
    if (claimed.channel === 'web') await scope.stores.tellChange(`address:${claimed.addressId}`);
    if (claimed.caseId !== null) await scope.stores.tellChange('case');
  }
}

async function writeSent({ stores, now }: Scope, finished: readonly Finished[]): Promise<void> {
  const sent = new Map<string, { id: string; externalId: string | null }[]>();
  for (const { claimed, claimedBy, outcome } of finished) {
    if (outcome.kind !== 'sent') continue;
    const rows = sent.get(claimedBy) ?? [];
    rows.push({ id: claimed.id, externalId: outcome.externalId });
    sent.set(claimedBy, rows);
  }
  for (const [claimedBy, rows] of sent) await stores.outgoing.sentAll(rows, claimedBy, now);
}

async function noteSent(scope: Scope, claimed: ClaimedOutgoing): Promise<void> {
  if (claimed.channel === SINK) return noteSinkSent(scope, claimed.id);
  // A one-way channel never says that it can be reached again: that something went out does.
  if (isNotifierKind(claimed.channel)) await scope.stores.addresses.setReachable(claimed.addressId, true);
  await noteContact(scope, claimed);
}

async function markUnsent(
  scope: Scope,
  { claimed, claimedBy }: Finished,
  outcome: Exclude<SendOutcome, { kind: 'sent' }>,
): Promise<void> {
  const { stores, now, parts } = scope;
  const { outgoing } = stores;
  if (outcome.kind === 'temporary' && outcome.code === REFUSED && claimed.attempts >= MOST_REFUSALS) {
    return giveUp(scope, claimed, claimedBy, 'rejected');
  }
  switch (outcome.kind) {
    case 'temporary': {
      if (await isSuperseded(scope, claimed, claimedBy)) return;
      const wait = retryWait(claimed, outcome.retryAfterMs, outcome.code);
      await outgoing.retry(claimed.id, claimedBy, addMs(now, wait), outcome.code);
      void parts.queue.wake('delivery', claimed.id, wait);
      return;
    }
    case 'permanent':
      return giveUp(scope, claimed, claimedBy, outcome.code);
    case 'unknown': {
      if (isHopeless(claimed, now)) return giveUp(scope, claimed, claimedBy, 'no-answer');
      // Whoever wrote it must not wait for hours to phone instead.
      if (claimed.attempts >= MOST_ATTEMPTS) await tellAuthor(scope, claimed);
      if (claimed.attempts === MOST_ATTEMPTS) await noteUnheard(scope, claimed);
      const wait = unknownWait(claimed);
      await outgoing.unknown(claimed.id, claimedBy, outcome.code, addMs(now, wait));
      void parts.queue.wake('delivery', claimed.id, wait);
      return;
    }
    default:
      unreachable(outcome);
  }
}

/** A page that was on its way when a newer one was written surely never arrived: the newer one goes instead, at once. */
async function isSuperseded(
  { stores, parts }: Scope,
  { id, channel, bot, repeat }: ClaimedOutgoing,
  claimedBy: string,
): Promise<boolean> {
  if (repeat || !isNotifierKind(channel)) return false;
  const later = await stores.notifiers.laterThan(id, groupPageKey(bot));
  if (later === null) return false;
  await stores.outgoing.failed(id, claimedBy, 'superseded');
  void parts.queue.wake('delivery', later, 0, true);
  return true;
}

async function giveUp(
  scope: Scope,
  claimed: ClaimedOutgoing,
  claimedBy: string,
  code: 'blocked' | 'unknown-address' | 'rejected' | 'no-answer',
): Promise<void> {
  const { stores } = scope;
  await stores.outgoing.failed(claimed.id, claimedBy, code);
  const gone = code === 'blocked' || code === 'unknown-address';
  if (gone && (await stores.addresses.setReachable(claimed.addressId, false)))
    await callPast(scope, claimed.addressId);
  await tellAuthor(scope, claimed);
  await noteUnheard(scope, claimed);
}

/** A crisis is tried again soon, but one that goes on failing must not keep a bot from everybody else. */
const retryWait = ({ lane, attempts }: ClaimedOutgoing, askedMs: number, code: string): number =>
  lane === 'crisis' && code !== REFUSED
    ? Math.min(askedMs, growing(CRISIS_RETRY_MS, attempts - QUICK_ATTEMPTS))
    : askedMs;

const isHopeless = ({ attempts, caseId, at }: ClaimedOutgoing, now: Date): boolean =>
  attempts >= MOST_ATTEMPTS && (caseId === null || addMs(at, CASE_KEPT_MS) <= now);

const unknownWait = ({ attempts }: ClaimedOutgoing): number => growing(UNKNOWN_RETRY_MS, attempts - 1);

const growing = (ms: number, doublings: number): number =>
  Math.min(LONGEST_RETRY_MS, ms * 2 ** Math.max(0, doublings));

/** A counsellor has spoken when the words were sent; but they answer only what was said before they were written. */
async function noteContact(scope: Scope, { caseId, authorStaffId, at }: ClaimedOutgoing): Promise<void> {
  if (caseId === null || authorStaffId === null) return;
  await scope.stores.cases.markContacted(caseId, authorStaffId, at, scope.now);
  scope.after.escalations.push({ id: caseWake(caseId), at: scope.now });
}

/** A student's words that cannot reach their counsellor must not wait for one who never heard them. */
async function noteUnheard(
  scope: Scope,
  { caseId, authorStaffId, addressId }: ClaimedOutgoing,
): Promise<void> {
  if (caseId === null || authorStaffId !== null) return;
  const one = await scope.stores.cases.byId(caseId);
  if (one === null || (await scope.stores.staff.byAddress(addressId))?.id !== one.ownerId) return;
  await scope.stores.cases.markUnanswered(caseId, scope.now);
  scope.after.escalations.push({ id: caseWake(caseId), at: scope.now });
}

/** A counsellor whose words cannot reach the student must know, to phone instead. */
async function tellAuthor(scope: Scope, claimed: ClaimedOutgoing): Promise<void> {
  if (claimed.authorStaffId === null || claimed.caseId === null) return;
  const one = await scope.stores.cases.byId(claimed.caseId);
  if (one === null) return;
  const link = `${scope.parts.publicUrl}/console/cases/${one.id}`;
  const { number } = one;
  const compose = (texts: StaffTexts): string => texts('relay.failed', { number, link });
  await tellStaff(scope, claimed.authorStaffId, compose, `failed:${claimed.id}`, one.id);
}
