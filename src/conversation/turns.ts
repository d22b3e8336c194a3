import type { IncomingBody, SaidBody } from '../core/channel.ts';
import { plainWord } from '../core/choices.ts';
import { addMs, secondsMs } from '../core/clock.ts';
import { LANGUAGES } from '../core/language.ts';
import { describeError } from '../core/log.ts';
import { say } from '../core/message.ts';
import { opensHandoff } from '../keywords/screening.ts';
import type { Address } from '../people/address-store.ts';
import { OFFER_KEY } from './changes/run-offer.ts';
import { REMINDER_KEY } from './changes/run-reminder.ts';
import { callForWaiting } from './escalation/escalation.ts';
import type { NextTurn, StoredIncoming } from './ports/incoming-store.ts';
import { audit, type ConversationParts, inScope, type Scope, utter } from './scope.ts';
import { pickListed } from './staff/pick-listed.ts';
import { readCode, readStaffCommand, readStaffTap } from './staff/staff-commands.ts';
import { takeStaffTurn } from './staff/staff-turn.ts';
import { talkingCases } from './staff/tools/team.ts';
import { GREETING_KEY } from './student/greeting.ts';
import { caseOf } from './student/speaker.ts';
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
    await stores.addresses.setReachable(address.id, body.reachable);
    return stores.incoming.done(id, now);
  }
  if (body.kind === 'recalled') {
    await takeRecall(scope, incoming, body.message);
    return stores.incoming.done(id, now);
  }
  if (incoming.hasHeld) {
    // What is held was kept back because of when they wrote last.
    scope.after.deliveries.push(...(await stores.outgoing.release(address.id, TAKEN_BACK, now)));
  }
  const code = body.kind === 'text' ? readCode(body.text) : null;
  const staff = code === null && incoming.isStaff ? await stores.staff.byAddress(address.id) : null;
  if (code !== null) await activate(scope, address, incoming, code);
  else if (staff !== null && (await speaksAsStaff(scope, staff.id, address, body)))
    await takeStaffTurn(scope, address, staff, incoming, body);
  else return takeStudentTurn(scope, incoming, body, callsAtOnce);
  await stores.addresses.heard(address.id, now);
  await stores.incoming.done(id, now);
}

/** Somebody who is both speaks as one of them; `值班` makes them staff from now on. */
async function speaksAsStaff(
  scope: Scope,
  staffId: string,
  address: Address,
  body: SaidBody,
): Promise<boolean> {
  if (await takesCase(scope, address, body)) return true;
  if (address.speaksAs === 'staff') return !(await speaksForThemselves(scope, staffId, address, body));
  if (!becomesStaff(body)) return false;
  await scope.stores.addresses.setSpeaksAs(address.id, 'staff');
  return true;
}

/**
 * Words of somebody who has no student in hand are their own: a crisis in them reaches a colleague, and what they go on
 * to say reaches the colleague too. Within a relay they are about the student and open nothing.
 */
async function speaksForThemselves(
  scope: Scope,
  staffId: string,
  address: Address,
  body: SaidBody,
): Promise<boolean> {
  // Buttons that no message to staff has, 紧急求助 among them, stand under what they were told as a person.
  if (body.kind === 'choice') return readStaffTap(body.id).kind === 'unknown';
  if ((await talkingCases(scope, staffId)).length > 0) return false;
  const words = body.kind === 'unscreenable' ? body.caption : body.text;
  if (opensHandoff(scope.centre.screener.screen(words).level)) return true;
  const urgent = LANGUAGES.map((language) => scope.centre.contents[language].flows('menu.urgent'));
  if (urgent.some((label) => plainWord(words) === plainWord(label))) return true;
  const isCommand = body.kind === 'text' && readStaffCommand(words).kind !== 'words';
  return !isCommand && (await caseOf(scope.stores, address.contactId)) !== null;
}

const becomesStaff = (body: IncomingBody): boolean =>
  body.kind === 'text' && (plainWord(body.text) === '值班' || readStaffCommand(body.text).kind === 'staff');

/** A page is answered by the staff member, whatever they speak as at the moment: by tap, by word, by its number. */
async function takesCase(scope: Scope, address: Address, body: IncomingBody): Promise<boolean> {
  if (body.kind === 'choice') return isTake(body.id);
  if (body.kind !== 'text') return false;
  if (readStaffCommand(body.text).kind === 'take') return true;
  const picked = await pickListed(scope, address, body.text);
  return picked !== null && picked !== 'no-such-line' && isTake(picked.id);
}

const isTake = (id: string): boolean => id.startsWith('take.') || id.startsWith('drill-take.');

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
