import type { IncomingBody } from '../core/channel.ts';
import { plainWord } from '../core/choices.ts';
import { addMs, secondsMs } from '../core/clock.ts';
import { LANGUAGES } from '../core/language.ts';
import { describeError } from '../core/log.ts';
import { say } from '../core/message.ts';
import { opensHandoff } from '../keywords/screening.ts';
import type { Address } from '../people/address-store.ts';
import { callForWaiting } from './escalation/escalation.ts';
import type { StoredIncoming } from './ports/incoming-store.ts';
import { audit, type ConversationParts, inScope, type Scope, utter } from './scope.ts';
import { readCode, readStaffCommand, readStaffTap } from './staff/staff-commands.ts';
import { takeStaffTurn } from './staff/staff-turn.ts';
import { takeStudentTurn } from './student/student-turn.ts';

/** A failed turn is tried again after 1 s, 2 s, 4 s and so on, at last every so many seconds; it is never given up. */
const LONGEST_PAUSE_SECONDS = 60;

/** Handles every waiting update of one address, oldest first; harmless when there is none. */
export async function takeTurns(parts: ConversationParts, addressId: string): Promise<void> {
  for (;;) {
    const taken = await takeTurn(parts, addressId);
    if (!taken) return;
  }
}

/** One update in one transaction. A failure rolls all of it back and is noted, so that later updates go on. */
async function takeTurn(parts: ConversationParts, addressId: string): Promise<boolean> {
  let current: StoredIncoming | null = null;
  try {
    return await inScope(parts, async (scope) => {
      const address = await scope.stores.addresses.lock(addressId);
      const incoming = await scope.stores.incoming.next(addressId, scope.now);
      if (incoming === null) return false;
      current = incoming;
      if (incoming.body === null) {
        parts.log.error('turn.unreadable', { incoming: incoming.id });
        await scope.stores.incoming.failed(incoming.id, 'unreadable', null, scope.now);
        return true;
      }
      await route(scope, address, incoming, incoming.body);
      await scope.stores.incoming.done(incoming.id, scope.now);
      await scope.stores.tellChange(`address:${addressId}`);
      return true;
    });
  } catch (error) {
    if (current === null) throw error;
    await noteFailure(parts, current, error);
    return true;
  }
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
  address: Address,
  incoming: StoredIncoming,
  body: IncomingBody,
): Promise<void> {
  const { stores, now } = scope;
  if (body.kind === 'reachable') return stores.addresses.setReachable(address.id, body.reachable);
  await stores.addresses.heard(address.id, now);
  const code = body.kind === 'text' ? readCode(body.text) : null;
  if (code !== null) return activate(scope, address, incoming, code);
  const staff = address.channel === 'web' ? null : await stores.staff.byAddress(address.id);
  if (staff === null) return takeStudentTurn(scope, address, incoming, body);
  const word = body.kind === 'text' ? plainWord(body.text) : '';
  const speaksAsStaff = address.speaksAs === 'staff' || isPageTap(body) || word === '接';
  if (speaksAsStaff && (await speaksForThemselves(scope, staff.id, address, body))) {
    return takeStudentTurn(scope, address, incoming, body);
  }
  if (speaksAsStaff) return takeStaffTurn(scope, address, staff, incoming, body);
  if (word === '值班') {
    await stores.addresses.setSpeaksAs(address.id, 'staff');
    return takeStaffTurn(scope, { ...address, speaksAs: 'staff' }, staff, incoming, body);
  }
  return takeStudentTurn(scope, address, incoming, body);
}

/**
 * Words of somebody who has no student in hand are their own: a crisis in them reaches a colleague, and what they go on
 * to say reaches the colleague too. Within a relay they are about the student and open nothing.
 */
async function speaksForThemselves(
  scope: Scope,
  staffId: string,
  address: Address,
  body: IncomingBody,
): Promise<boolean> {
  if (body.kind === 'reachable') return false;
  // Buttons that no message to staff has, 紧急求助 among them, stand under what they were told as a person.
  if (body.kind === 'choice') return readStaffTap(body.id).kind === 'unknown';
  const { cases } = scope.stores;
  if ((await cases.ownedBy(staffId)).length > 0) return false;
  const words = body.kind === 'unscreenable' ? body.caption : body.text;
  if (opensHandoff(scope.centre.screener.screen(words).level)) return true;
  const urgent = LANGUAGES.map((language) => scope.centre.contents[language].flows('menu.urgent'));
  if (urgent.some((label) => plainWord(words) === plainWord(label))) return true;
  const isCommand = body.kind === 'text' && readStaffCommand(words).kind !== 'words';
  return !isCommand && (await cases.activeOf(address.contactId)) !== null;
}

/** A page is answered by the staff member, whatever they speak as at the moment. */
const isPageTap = (body: IncomingBody): boolean => body.kind === 'choice' && body.id.startsWith('take.');

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
