import type { IncomingBody } from '../core/channel.ts';
import { addMs, secondsMs } from '../core/clock.ts';
import { describeError } from '../core/log.ts';
import { say } from '../core/message.ts';
import type { Address } from '../people/address-store.ts';
import { OFFER_KEY } from './changes/offer-rules.ts';
import { REMINDER_KEY } from './changes/run-reminder.ts';
import { callPast } from './escalation/call-past.ts';
import { callForWaiting } from './escalation/escalation.ts';
import type { NextTurn, StoredIncoming } from './ports/incoming-store.ts';
import { audit, type ConversationParts, inScope, type Scope, utter, wakeReleased } from './scope.ts';
import { whoSpeaks } from './staff/speaks-as.ts';
import { readCode } from './staff/staff-commands.ts';
import { takeStaffTurn } from './staff/staff-turn.ts';
import { GREETING_KEY } from './student/greeting.ts';
import { takeStudentTurn } from './student/student-turn.ts';
import { takeRecall } from './student/take-recall.ts';

/** A failed turn is tried again after 1 s, 2 s, 4 s and so on, at last every so many seconds; it is never given up. */
const LONGEST_PAUSE_SECONDS = 60;

/** Updates of one address that one transaction handles. */
const MOST_AT_ONCE = 10;

/** What may be taken back is joined with nothing that would go with it. */
const TAKEN_BACK = [GREETING_KEY, REMINDER_KEY, OFFER_KEY];

/** Handles every waiting update of one address, oldest first; harmless when there is none. */
export async function takeTurns(parts: ConversationParts, addressId: string): Promise<void> {
  let most = MOST_AT_ONCE;
  for (;;) {
    const taken = await takeSome(parts, addressId, most);
    if (taken === 'all') return;
    // One by one, so that nothing but the update that fails is rolled back.
    if (taken === 'one-failed') most = 1;
  }
}

/** A failure rolls all of it back; that of a single update is noted, so that later updates go on. */
async function takeSome(
  parts: ConversationParts,
  addressId: string,
  most: number,
): Promise<'all' | 'some' | 'one-failed'> {
  let current: NextTurn | null = null;
  try {
    return await inScope(parts, async (scope) => {
      await scope.stores.addresses.lock(addressId);
      let { now } = scope;
      for (let taken = 0; taken < most; taken += 1) {
        const next = await scope.stores.incoming.next(addressId, now);
        current = next;
        if (next === null) return 'all';
        now = next.now;
        await takeTurn({ ...scope, now }, next, most > 1);
        if (!next.more) return 'all';
      }
      return 'some';
    });
  } catch (error) {
    if (current === null) throw error;
    if (most > 1) return 'one-failed';
    await noteFailure(parts, current, error);
    return 'some';
  }
}

/** @param isFirst nothing has failed here just now */
async function takeTurn(scope: Scope, incoming: NextTurn, isFirst: boolean): Promise<void> {
  const { stores, now, parts } = scope;
  const { id, address, body } = incoming;
  if (body === null) {
    parts.log.error('turn.unreadable', { incoming: id });
    return stores.incoming.failed(id, 'unreadable', null, now);
  }
  await route(scope, incoming, body, isFirst && incoming.attempts === 0);
  if (address.channel === 'web') await stores.tellChange(`address:${address.id}`);
}

async function noteFailure(
  parts: ConversationParts,
  incoming: StoredIncoming,
  error: unknown,
): Promise<void> {
  const described = describeError(error);
  parts.log.error('turn.failed', { incoming: incoming.id, attempts: incoming.attempts + 1, ...described });
  await parts.transactions.run(async (stores) => {
    const now = await stores.now();
    const pause = Math.min(2 ** incoming.attempts, LONGEST_PAUSE_SECONDS);
    await stores.incoming.failed(
      incoming.id,
      described.code ?? described.error,
      addMs(now, secondsMs(pause)),
      now,
    );
  });
}

async function route(
  scope: Scope,
  incoming: NextTurn,
  body: IncomingBody,
  callsAtOnce: boolean,
): Promise<void> {
  const { stores, now } = scope;
  const { id, address } = incoming;
  if (body.kind === 'reachable') {
    const changed = await stores.addresses.setReachable(address.id, body.reachable);
    if (changed && !body.reachable) await callPast(scope, address.id);
    return stores.incoming.done(id, now);
  }
  if (body.kind === 'recalled') {
    await takeRecall(scope, incoming, body.message);
    return stores.incoming.done(id, now);
  }
  if (incoming.hasHeld) {
    // What is held was kept back because of when they wrote last.
    wakeReleased(scope, await stores.outgoing.release(address.id, TAKEN_BACK, now));
  }
  const code = body.kind === 'text' ? readCode(body.text) : null;
  const staff = code === null && incoming.isStaff ? await stores.staff.byAddress(address.id) : null;
  if (code !== null) await activate(scope, address, incoming, code);
  else {
    const speaker = staff === null ? 'student' : await whoSpeaks(scope, staff.id, address, body);
    if (staff === null || speaker === 'student') return takeStudentTurn(scope, incoming, body, callsAtOnce);
    await takeStaffTurn(scope, address, staff, incoming, body, speaker === 'turned-staff');
  }
  await stores.addresses.heard(address.id, now);
  await stores.incoming.done(id, now);
}

async function activate(
  scope: Scope,
  address: Address,
  incoming: StoredIncoming,
  code: string,
): Promise<void> {
  const { stores, now, parts, centre } = scope;
  const texts = centre.contents[address.language].staff;
  const activated = await stores.staff.activate({
    addressId: address.id,
    code,
    onCallId: parts.newId(),
    now,
  });
  let text = texts('code.wrong');
  if (activated) {
    await stores.addresses.setSpeaksAs(address.id, 'staff');
    await stores.addresses.saveFlow(address.id, null);
    text = texts(activated.onCall ? 'code.acceptedOnCall' : 'code.accepted', { name: activated.staff.name });
    await stores.tellChange('part', 'staff', `staff:${activated.staff.id}`);
  }
  await audit(scope, {
    actor: activated ? `staff:${activated.staff.id}` : 'visitor',
    action: 'address.activate',
    resource: `address:${address.id}`,
    purpose: 'administration',
    allowed: activated !== null,
  });
  await utter(scope, [
    { addressId: address.id, lane: 'crisis', dedupeKey: `turn:${incoming.id}:0`, message: say(text) },
  ]);
  if (activated?.onCall) await callForWaiting(scope, activated.staff.id);
}
