import { HAS_BUTTONS, type TalkChannel } from '../../core/channel.ts';
import { addMs, hoursMs, minutesMs } from '../../core/clock.ts';
import { say } from '../../core/message.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import type { Joined, Stranger } from '../../people/continue-store.ts';
import { CODE_MINUTES, makeMoveCode, readMoveCode, showMoveCode } from '../../people/move-code.ts';
import { caseWake } from '../escalation/escalation.ts';
import { audit, type ConversationParts, contentAt, inScope, type Scope, utter } from '../scope.ts';
import { relayToOwner, tellStaff } from '../staff/relay.ts';
import { type LeftBehind, leftBehind } from './left-behind.ts';
import { caseOf } from './speaker.ts';
import { contentOf, reply, type StudentTurn } from './student-scope.ts';

/** As long as a platform of this kind lets the bot answer at all, in hours. */
const OPEN_HOURS = 48;
export const CONTINUE_PATH = '/continue';
export const NOT_ME = 'continue.not-me';
/** Begins the key of the message that tells the old channel. */
export const CONTINUED = 'continued:';

/** Where a student goes on who cannot be answered here any more: on the web page, as the same person. */
export async function continueLink(scope: Scope, addressId: string): Promise<string> {
  const { stores, now, parts } = scope;
  const token = parts.newSecret();
  await stores.continues.makeLink({ token, addressId, now, expiresAt: addMs(now, hoursMs(OPEN_HOURS)) });
  return `${parts.publicUrl}${CONTINUE_PATH}/${token}`;
}

/** The same for another device, where nothing can be tapped: a code that can be typed, once and soon. */
export async function moveCode(scope: Scope, addressId: string): Promise<{ page: string; code: string }> {
  const { stores, now, parts } = scope;
  const code = makeMoveCode(parts.newSecret);
  await stores.moveCodes.make({ code, addressId, now, expiresAt: addMs(now, minutesMs(CODE_MINUTES)) });
  return { page: `${parts.publicUrl}${CONTINUE_PATH}`, code: showMoveCode(code) };
}

type Talking = { readonly contactId: string; readonly addressId: string } | null;
export type Followed =
  | { readonly outcome: 'followed' | 'here-already' | 'closed' | 'in-crisis' }
  /** Nothing was done yet: asked once more, since this browser would lose the way to these. */
  | { readonly outcome: 'leaves'; readonly what: readonly LeftBehind[] };

/** What the web page does with such a link. */
export interface ContinueDesk {
  /** Whether the link can be followed; consumes nothing, since previews open links too. */
  isOpen(token: string): Promise<boolean>;
  /**
   * Gives this browser an address of the same person.
   * @param talking who talks in this browser already; a case of theirs must not lose its page
   * @param leaves they know what they leave behind
   */
  follow(token: string, sessionToken: string, talking: Talking, leaves: boolean): Promise<Followed>;
  /**
   * The same by a code that was typed. `closed` says nothing of why: wrong, used, too old, or tried too often.
   * @param browser what this browser is known by; its tries are counted
   */
  followCode(
    typed: string,
    browser: string,
    sessionToken: string,
    talking: Talking,
    leaves: boolean,
  ): Promise<Followed>;
}

export const createContinueDesk = (parts: ConversationParts): ContinueDesk => ({
  isOpen: (token) => inScope(parts, ({ stores, now }) => stores.continues.isOpen(token, now)),
  follow: (token, sessionToken, talking, leaves) =>
    inScope(parts, (scope) => followLink(scope, token, sessionToken, { talking, leaves })),
  followCode: (typed, browser, sessionToken, talking, leaves) =>
    inScope(parts, async (scope) => {
      const { stores, now } = scope;
      if (!(await stores.moveCodes.mayTry(browser, now))) return { outcome: 'closed' };
      const code = readMoveCode(typed);
      const addressId = code === null ? null : await stores.moveCodes.find(code, now);
      if (code === null || addressId === null) return { outcome: 'closed' };
      // From here on it is the same way as by a link, which nobody else ever sees.
      const token = parts.newSecret();
      const expiresAt = addMs(now, minutesMs(CODE_MINUTES));
      await stores.continues.makeLink({ token, addressId, now, expiresAt });
      const followed = await followLink(scope, token, sessionToken, { talking, leaves });
      const { outcome } = followed;
      if (outcome === 'followed' || outcome === 'here-already') await stores.moveCodes.use(code, now);
      return followed;
    }),
});

async function followLink(
  scope: Scope,
  token: string,
  sessionToken: string,
  { talking, leaves }: { readonly talking: Talking; readonly leaves: boolean },
): Promise<Followed> {
  const { stores, now, parts } = scope;
  const whose = await stores.continues.contactOf(token, now);
  if (talking !== null && whose === talking.contactId) {
    // The same person was here before and comes back: nothing is joined, only their case comes along.
    const fromAddressId = await stores.continues.use(token, now);
    if (fromAddressId === null) return { outcome: 'closed' };
    await moveCases(scope, talking.contactId, onPage(talking.addressId), now, fromAddressId);
    return { outcome: 'here-already' };
  }
  if (talking !== null && (await caseOf(stores, talking.contactId)) !== null) return { outcome: 'in-crisis' };
  if (whose === null) return { outcome: 'closed' };
  const what = talking === null || leaves ? [] : await leftBehind(scope, talking);
  if (what.length > 0) return { outcome: 'leaves', what };
  const joined = await stores.continues.follow({ token, sessionToken, joinId: parts.newId(), now });
  if (joined === null) return { outcome: 'closed' };
  await noteJoin(scope, joined.contactId, joined.toAddressId, 'address.join');
  await moveCases(scope, joined.contactId, onPage(joined.toAddressId), now, joined.from.addressId);
  await tellOldChannel(scope, joined);
  return { outcome: 'followed' };
}

const onPage = (addressId: string): Place => ({ addressId, channel: 'web' });

/** Without buttons the words must be typed: a number there may be meant for a list that was shown before. */
async function tellOldChannel(scope: Scope, { from, toAddressId }: Joined): Promise<void> {
  const { conversation } = await contentAt(scope, from.addressId);
  const notMe = { id: NOT_ME, label: conversation('continue.notMe') };
  const message = say(conversation('continue.told'), HAS_BUTTONS[from.channel] ? [notMe] : []);
  await utter(scope, [
    { addressId: from.addressId, lane: 'crisis', dedupeKey: `${CONTINUED}${toAddressId}`, message },
  ]);
}

/** Somebody else followed the link: their browser loses what it got, and the talk comes back here. */
export async function takeBackContinuing(turn: StudentTurn): Promise<void> {
  const { scope, address } = turn;
  const { stores, now, parts } = scope;
  const strangers = await stores.continues.undo({ fromAddressId: address.id, newId: parts.newId, now });
  if (strangers.length === 0) return passOn(turn);
  for (const stranger of strangers) {
    await noteJoin(scope, address.contactId, stranger.addressId, 'address.unjoin');
    await callFor(scope, stranger);
    await stores.tellChange(`address:${stranger.addressId}`);
  }
  reply(turn, { text: contentOf(turn).conversation('continue.undone'), choices: [] });
}

/** Nobody followed a link: the words are an answer to something else. */
async function passOn(turn: StudentTurn): Promise<void> {
  const one = turn.activeCase;
  if (one?.status === 'acknowledged') return relayToOwner(turn, one);
  reply(turn, { text: contentOf(turn).conversation('tap.stale'), choices: [] });
}

/** Whoever followed the link of somebody else may have been in danger themselves. */
async function callFor(scope: Scope, { contactId, addressId, danger }: Stranger): Promise<void> {
  if (danger === null) return;
  const { stores, now, parts } = scope;
  const opened = await stores.cases.openOrJoin({
    id: parts.newId(),
    contactId,
    addressId,
    channel: 'web',
    level: danger,
    knownContact: false,
    now,
  });
  scope.after.escalations.push({ id: caseWake(opened.case.id), at: now });
  await stores.tellChange('case');
}

type Place = { readonly addressId: string; readonly channel: Exclude<TalkChannel, 'sink'> };

/**
 * Every open case goes with whoever is talked to in it, their own and what they reported, and with it what could not be
 * said at the old place. Answers the one in which they are talked to.
 * @param heldAt when what could not be said counts as written; it answers nothing that is said later
 * @param from where they were, which the cases may have left before
 */
export async function moveCases(
  scope: Scope,
  contactId: string,
  to: Place,
  heldAt: Date,
  from: string | null = null,
): Promise<HandoffCase | null> {
  const { cases, reports } = scope.stores;
  const own = await cases.activeOf(contactId);
  const open = [...(own === null ? [] : [own]), ...(await reports.openOf(contactId))];
  const moved: HandoffCase[] = [];
  for (const one of open) {
    moved.push(one.addressId === to.addressId ? one : await moveCase(scope, one, to));
    for (const left of new Set([one.addressId, ...(from === null ? [] : [from])]))
      if (left !== to.addressId) await bringUnsaid({ ...scope, now: heldAt }, one.id, left, to.addressId);
  }
  return moved[0] ?? null;
}

async function bringUnsaid(scope: Scope, caseId: string, from: string, to: string): Promise<void> {
  const unsaid = await scope.stores.outgoing.takeUnsaid(from, caseId);
  await utter(
    scope,
    unsaid.map(({ id, message, authorStaffId }) => ({
      addressId: to,
      lane: 'crisis' as const,
      dedupeKey: `moved:${id}`,
      message,
      caseId,
      authorStaffId,
    })),
  );
}

/** From now on it is answered there; whoever has it hears where their words go. */
async function moveCase(scope: Scope, one: HandoffCase, { addressId, channel }: Place): Promise<HandoffCase> {
  const { stores, now } = scope;
  const moved = await stores.cases.moveTo(one.id, addressId, channel);
  await stores.tellChange('case');
  if (one.channel === channel) return moved;
  await stores.cases.addEvent(one.id, { kind: 'moved', staffId: null, level: null, at: now });
  if (one.ownerId === null) return moved;
  const { number } = one;
  await tellStaff(
    scope,
    one.ownerId,
    (texts) => texts('student.moved', { number, channel: texts(`channel.${channel}`) }),
    `moved:${one.id}:${now.getTime()}`,
    one.id,
  );
  return moved;
}

const noteJoin = (
  scope: Scope,
  contactId: string,
  addressId: string,
  action: 'address.join' | 'address.unjoin',
): Promise<void> =>
  audit(scope, {
    actor: `contact:${contactId}`,
    action,
    resource: `address:${addressId}`,
    purpose: 'own',
    allowed: true,
  });
