import type { IncomingBody } from '../../core/channel.ts';
import { typedNumber } from '../../core/choices.ts';
import { unreachable } from '../../core/result.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import { relayToOwner, relayUnscreenable } from '../staff/relay.ts';
import { namesHotline, unscreenableCard } from './cards.ts';
import type { Picked } from './conversation-state.ts';
import { doGlobal, doWord, isFreeChoice, isFreeWord, wordOf } from './global-choices.ts';
import { contentOf, reply, type StudentTurn } from './student-scope.ts';

/** While a person has the case, what is said is theirs; the program does only what waits for nobody. */
export async function takeBesidePerson(
  turn: StudentTurn,
  one: HandoffCase,
  body: Exclude<IncomingBody, { kind: 'reachable' }>,
  picked: Picked,
): Promise<void> {
  const free = picked.kind === 'global' && isFreeChoice(picked.id) ? picked.id : null;
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

async function takeWords(
  turn: StudentTurn,
  one: HandoffCase,
  typed: string,
  free: string | null,
): Promise<void> {
  if (namesHotline(turn.scope.centre.contents, typed)) {
    // It may also answer what the person asked.
    await relayToOwner(turn, one);
    return doGlobal(turn, 'menu.hotlines');
  }
  // A number is an answer to the person, not a line of a list that was shown before.
  if (free !== null && typedNumber(typed) === null) return doGlobal(turn, free);
  // What the program does at a word may also be an answer to the person.
  await relayToOwner(turn, one);
  const word = wordOf(typed);
  if (isFreeWord(word)) await doWord(turn, word);
}
