import type { SaidBody } from '../../core/channel.ts';
import { typedNumber } from '../../core/choices.ts';
import { unreachable } from '../../core/result.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import { caseWake } from '../escalation/escalation.ts';
import { relayToOwner, relayUnscreenable } from '../staff/relay.ts';
import { namesHotline, unscreenableCard } from './cards.ts';
import type { Picked } from './conversation-state.ts';
import { doGlobal, doWord, isFreeChoice, isFreeWord, wordOf } from './global-choices.ts';
import { contentOf, reply, type StudentTurn } from './student-scope.ts';

/** While a person has the case, what is said is theirs; the program does only what waits for nobody. */
export async function takeBesidePerson(
  turn: StudentTurn,
  one: HandoffCase,
  body: SaidBody,
  picked: Picked,
): Promise<void> {
  const free = picked.kind === 'global' && isFreeChoice(picked.id) ? picked.id : null;
  await noteStudentWord(turn, one, body.kind !== 'choice');
  switch (body.kind) {
    case 'unscreenable':
      return relayUnscreenable(turn, one, body.what);
    case 'choice': {
      if (free !== null) return doGlobal(turn, free);
      const text = contentOf(turn).conversation('tap.later');
      return reply(turn, { text, choices: [] });
    }
    case 'edit':
    case 'text':
      if (turn.text.trim() === '') return reply(turn, unscreenableCard(contentOf(turn), 'other'));
      return body.kind === 'edit' ? relayToOwner(turn, one) : takeWords(turn, one, body.text, free);
    default:
      return unreachable(body);
  }
}

/** A number is an answer to the person, not a line of a list that was shown before. */
const isWord = (typed: string): boolean => typedNumber(typed) === null;

/** Whoever has the case is watched by what the student writes, harmless as it may be. */
export async function noteStudentWord(
  { scope }: StudentTurn,
  one: HandoffCase,
  owes: boolean,
): Promise<void> {
  if (await scope.stores.watches.studentWrote(one.id, owes, scope.now))
    scope.after.escalations.push({ id: caseWake(one.id), at: scope.now });
}

/** Under the very last message a number is a choice; it may be an answer to the person all the same. */
export async function standsLast({ scope, address }: StudentTurn, id: string): Promise<boolean> {
  const [last] = await scope.stores.outgoing.lastShown(address.id, 1);
  return last?.choices.some((choice) => choice.id === id) ?? false;
}

async function takeWords(
  turn: StudentTurn,
  one: HandoffCase,
  typed: string,
  free: string | null,
): Promise<void> {
  // What the program does at a word may also be an answer to the person.
  await relayToOwner(turn, one);
  if (namesHotline(turn.scope.centre.contents, typed)) return doGlobal(turn, 'menu.hotlines');
  if (free !== null && (isWord(typed) || (await standsLast(turn, free)))) return doGlobal(turn, free);
  const word = wordOf(typed);
  if (isFreeWord(word)) await doWord(turn, word);
}
