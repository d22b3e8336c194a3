import { HAS_BUTTONS } from '../../core/channel.ts';
import { type Choice, say } from '../../core/message.ts';
import { type FollowUp, mayGreetAt } from '../../handoff/follow-up-store.ts';
import type { RegisterEntry } from '../../handoff/register-store.ts';
import { type CentreContent, type Scope, utter } from '../scope.ts';
import { menu, menuPart } from './cards.ts';
import { caseOf } from './speaker.ts';
import { contentOf, reply, type StudentTurn } from './student-scope.ts';

/** How the keys of all greetings begin. */
export const GREETING_KEY = 'greet:';

export const greetingChoices = ({ conversation }: CentreContent): Choice[] => [
  { id: 'greet.yes', label: conversation('greeting.yes') },
  { id: 'greet.no', label: conversation('greeting.no') },
];

const record = async (turn: StudentTurn, given: boolean): Promise<void> => {
  const { scope, address } = turn;
  await scope.stores.consents.record({
    id: scope.parts.newId(),
    contactId: address.contactId,
    addressId: address.id,
    purpose: 'greeting',
    version: contentOf(turn).conversation('greeting.version'),
    given,
    now: scope.now,
  });
};

/** While somebody waits for a person, or talks with one, the menu leads nowhere. */
const menuAround = (turn: StudentTurn): readonly Choice[] =>
  turn.activeCase === null ? menu(contentOf(turn)) : [];

export async function agreeToGreeting(turn: StudentTurn): Promise<void> {
  await record(turn, true);
  reply(turn, { text: contentOf(turn).conversation('greeting.agreed'), choices: menuAround(turn) });
}

export async function declineGreeting(turn: StudentTurn): Promise<void> {
  await record(turn, false);
  reply(turn, { text: contentOf(turn).conversation('greeting.declined'), choices: menuAround(turn) });
}

/** What was still to be said is not said: who is in a crisis is not asked how they are by a program. */
export async function dropGreetings({ scope, address }: StudentTurn): Promise<void> {
  const places = await scope.stores.followUps.places(address.contactId);
  for (const addressId of new Set([address.id, ...places.map((place) => place.addressId)])) {
    await scope.stores.outgoing.dropHeldToo(addressId, [GREETING_KEY]);
  }
}

/** 不用问候, at any time: nothing that was still to be said is said. */
export async function stopGreetings(turn: StudentTurn): Promise<void> {
  await record(turn, false);
  await dropGreetings(turn);
  reply(turn, { text: contentOf(turn).conversation('greeting.stopped'), choices: menuAround(turn) });
}

/**
 * A yes was to the greetings that were asked about at the end of the talk that this check follows; it holds for checks that
 * are planned later, too.
 */
async function askedFrom({ stores }: Scope, { caseId, madeAt }: FollowUp): Promise<Date> {
  const closedAt = (await stores.cases.byId(caseId))?.closedAt ?? null;
  return closedAt !== null && closedAt < madeAt ? closedAt : madeAt;
}

/**
 * Asks a student gently how they are, where they agreed to that and nobody talks with them now. What they answer is screened
 * like every word, and told to nobody.
 */
export async function greetStudent(scope: Scope, check: FollowUp, entry: RegisterEntry): Promise<void> {
  const { stores, centre } = scope;
  const word = await stores.consents.lastWord(entry.contactId, 'greeting');
  if (word === null || !word.given || word.at < (await askedFrom(scope, check))) return;
  if ((await caseOf(stores, entry.contactId)) !== null) return;
  const places = await stores.followUps.places(entry.contactId);
  const place = places.find((one) => mayGreetAt(one, word.at));
  if (place === undefined) return;
  // What could not be said at an earlier check is not said beside this one.
  await stores.outgoing.dropHeldToo(place.addressId, [GREETING_KEY]);
  const content = centre.contents[place.language];
  const stop = { id: 'greet.stop', label: content.conversation('greeting.stop') };
  // Without buttons a number might be meant for a list that was shown before.
  const choices = HAS_BUTTONS[place.channel] ? [...menuPart(content, 'menu.urgent'), stop] : [];
  await utter(scope, [
    {
      addressId: place.addressId,
      lane: 'reminder',
      dedupeKey: `${GREETING_KEY}${check.id}`,
      message: say(content.conversation('greeting.hello'), choices),
    },
  ]);
}
