import type { Choice } from '../../core/message.ts';
import { unreachable } from '../../core/result.ts';
import type { RotaTurn } from '../staff/rota-turn.ts';
import { voiceOf } from '../staff/tell-voiced.ts';
import { drillWordsChoice } from './drill-words-choice.ts';
import { drillFor, sayFirstWords, speakInDrill, type TakeDrill, takeDrill } from './take-drill.ts';

/** 接手演练 was tapped in a messenger. */
export async function tapDrill(turn: RotaTurn, drillId: string): Promise<void> {
  await sayTaken(turn, drillId, await takeDrill(turn.scope, turn.actor, drillId));
}

/** A plain 接 while no real case calls them; answers whether there was a drill to take. */
export async function takeCalledDrill(turn: RotaTurn): Promise<boolean> {
  const drill = await turn.scope.stores.drills.current();
  if (drill === null) return false;
  const taken = await takeDrill(turn.scope, turn.actor, drill.id);
  if (taken.outcome === 'absent') return false;
  await sayTaken(turn, drill.id, taken);
  return true;
}

/** Words of somebody who has taken a drill and has no real student in hand; answers whether they were that. */
export async function sayInDrill(turn: RotaTurn): Promise<boolean> {
  const done = await speakInDrill(turn.scope, turn.actor);
  if (done === null) return false;
  await turn.answer(voiceOf(turn.scope, turn.language).texts('drill.done', done));
  return true;
}

/** The button for whoever has a real student in hand: a tap is their first words, since what they type is for the student. */
export async function tapDrillWords(turn: RotaTurn, drillId: string): Promise<void> {
  const { texts } = voiceOf(turn.scope, turn.language);
  const drill = await drillFor(turn.scope, turn.actor, drillId);
  const done = drill === null ? null : await sayFirstWords(turn.scope, turn.actor, drill);
  if (done !== null) return turn.answer(texts('drill.done', done));
  if (drill === null || drill.ownerId === null) return turn.answer(texts('tap.stale'));
  const { number, result, status } = drill;
  if (status === 'ended')
    return turn.answer(texts(result === 'real' ? 'drill.real' : 'drill.over', { number }));
  const name = (await turn.scope.stores.staff.byId(drill.ownerId))?.name ?? '';
  await turn.answer(texts('drill.taken', { number, name }));
}

async function sayTaken(turn: RotaTurn, drillId: string, taken: TakeDrill): Promise<void> {
  const { texts } = voiceOf(turn.scope, turn.language);
  const inHand = 'inHand' in taken && taken.inHand;
  const choices: Choice[] = inHand ? [drillWordsChoice(texts, { id: drillId, number: taken.number })] : [];
  await turn.answer(describeTaken(turn, taken), choices);
}

function describeTaken(turn: RotaTurn, taken: TakeDrill): string {
  const { texts } = voiceOf(turn.scope, turn.language);
  switch (taken.outcome) {
    case 'taken':
      return texts(taken.inHand ? 'drill.yoursInHand' : 'drill.yours', { number: taken.number });
    case 'yours-already':
      return texts(taken.inHand ? 'drill.yoursInHand' : 'drill.yoursAlready', { number: taken.number });
    case 'by-other':
      return texts('drill.taken', { number: taken.number, name: taken.name });
    case 'over':
      return texts(taken.real ? 'drill.real' : 'drill.over', { number: taken.number });
    case 'absent':
      return texts('tap.stale');
    default:
      return unreachable(taken);
  }
}
