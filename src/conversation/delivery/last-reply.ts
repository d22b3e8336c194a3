import type { ChannelCapabilities, ReplyQuota } from '../../core/channel.ts';
import { hoursMs } from '../../core/clock.ts';
import { say } from '../../core/message.ts';
import type { StaffAddress } from '../../people/staff.ts';
import { tellAlarm } from '../alarms/watch-parts.ts';
import { readDutyBoard } from '../escalation/duty-board.ts';
import type { OutgoingPlace } from '../ports/outgoing-store.ts';
import { contentAt, type Scope, utter } from '../scope.ts';
import { type StaffTexts, tellStaff } from '../staff/relay.ts';
import { shortHotlines } from '../student/cards.ts';
import { CONTINUED, continueLink } from '../student/continue-link.ts';
import { isBulk } from './pacer.ts';

/** Keys of messages that say what is true at the moment only: nobody should read them later. */
const MOMENTARY_KEYS = ['tell:', 'silent:', 'gap:'];
/** From here on what a person has to say needs the answers that are left. */
const FOR_PEOPLE = 3;
/** A drill takes none of those, nor one that a real call would begin with. */
const FOR_REAL_CALLS = FOR_PEOPLE + 1;
const DRILL_KEYS = ['drill:'];
/** The card with the numbers and the link; one more is kept to tell that the link was followed. */
const FOR_CARD = 2;
const FOR_NOTICE = 1;
/** Where a bot may only answer, whoever wrote within this time counts as asking. */
const ANSWERS_ONLY: ReplyQuota = { count: Number.POSITIVE_INFINITY, withinMs: hoursMs(48) };

/**
 * Where a platform lets a bot answer only so often, the last permitted answers are kept for the hotlines with the way to
 * a channel without such a limit, and for telling that somebody went it. All else waits, visibly, until the person
 * writes again.
 */
export async function keepLastReply(
  scope: Scope,
  { replyQuota, startsChats }: ChannelCapabilities,
  { addressId, lane }: OutgoingPlace,
): Promise<void> {
  const quota = replyQuota ?? (startsChats || !isBulk(lane) ? null : ANSWERS_ONLY);
  if (quota === null) return;
  const { outgoing, addresses } = scope.stores;
  const { left, heardAt, staff } = await outgoing.repliesLeft(addressId, quota, startsChats, scope.now);
  if (left <= FOR_REAL_CALLS) await outgoing.drop(addressId, DRILL_KEYS);
  if (left > FOR_PEOPLE) return;
  // What is in no hurry takes no answer from what is, and asks for no card.
  if (isBulk(lane)) {
    await outgoing.holdLane(addressId, lane);
    // Somebody may have to phone instead.
    return scope.stores.tellChange('appointments');
  }
  const card = `last-reply:${addressId}:${heardAt.getTime()}`;
  const shown = await outgoing.has(card);
  const dropped = await outgoing.drop(addressId, MOMENTARY_KEYS);
  const holds = left <= (shown ? FOR_NOTICE : FOR_CARD);
  const waiting = holds ? await outgoing.hold(addressId, left === 0 ? [] : [card, CONTINUED]) : [];
  await tellAuthors(scope, waiting, heardAt);
  // Whoever cannot be written to is nobody who can be called.
  if (holds && staff) {
    // First, while they count as somebody on duty who can be reached.
    if (lane === 'crisis') await tellUnreached(scope, addressId, heardAt);
    await addresses.setReachable(addressId, false);
  }
  // Who waits and can be told no more how long they have waited gets the card instead.
  if (left === 0 || shown || !(holds || dropped)) return;
  const message = say(staff ? await lastToStaff(scope, addressId) : await lastToStudent(scope, addressId));
  await utter(scope, [{ addressId, lane: 'crisis', dedupeKey: card, message }]);
}

/** A counsellor whose words wait must know it, to phone instead: once for each silence of the student. */
async function tellAuthors(
  scope: Scope,
  waiting: Awaited<ReturnType<Scope['stores']['outgoing']['hold']>>,
  heardAt: Date,
): Promise<void> {
  for (const { caseId, authorStaffId } of waiting) {
    const one = await scope.stores.cases.byId(caseId);
    if (one === null || one.status === 'closed') continue;
    const said = { number: one.number, link: `${scope.parts.publicUrl}/console/cases/${caseId}` };
    const key = `waits:${caseId}:${heardAt.getTime()}`;
    await tellStaff(scope, authorStaffId, (texts) => texts('relay.waits', said), key, caseId);
  }
}

/** A call waits for somebody on duty where only a word of theirs opens the way again: they hear it elsewhere, and all others too. */
async function tellUnreached(scope: Scope, addressId: string, heardAt: Date): Promise<void> {
  const { stores, now } = scope;
  const member = await stores.staff.byAddress(addressId);
  const { duty } = await readDutyBoard(stores, now);
  if (member === null || !duty.some(({ staffId }) => staffId === member.id)) return;
  const carries = (one: StaffAddress): boolean => one.addressId !== addressId;
  const what = (texts: StaffTexts): string => texts('channel.wechat');
  const key = `alarm:spent:${addressId}:${heardAt.getTime()}`;
  await tellAlarm(scope, carries, what, key, [], (texts) =>
    texts('alarm.spent', { name: member.name, what: what(texts) }),
  );
}

async function lastToStudent(scope: Scope, addressId: string): Promise<string> {
  const content = await contentAt(scope, addressId);
  const link = await continueLink(scope, addressId);
  return content.conversation('lastReply', { link, hotlines: shortHotlines(content) });
}

async function lastToStaff(scope: Scope, addressId: string): Promise<string> {
  const { staff } = await contentAt(scope, addressId);
  return staff('lastReply', { link: `${scope.parts.publicUrl}/console` });
}
