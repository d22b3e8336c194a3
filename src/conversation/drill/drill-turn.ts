import { unreachable } from '../../core/result.ts';
import type { RotaTurn } from '../staff/rota-turn.ts';
import { voiceOf } from '../staff/tell-voiced.ts';
import { speakInDrill, type TakeDrill, takeDrill } from './take-drill.ts';

/** 接手演练 was tapped in a messenger. */
export async function tapDrill(turn: RotaTurn, drillId: string): Promise<void> {
  await turn.answer(sayTaken(turn, await takeDrill(turn.scope, turn.actor, drillId)));
}

/** A plain 接 while no real case calls them; answers whether there was a drill to take. */
export async function takeCalledDrill(turn: RotaTurn): Promise<boolean> {
  const drill = await turn.scope.stores.drills.current();
  if (drill === null) return false;
  const taken = await takeDrill(turn.scope, turn.actor, drill.id);
  if (taken.outcome === 'absent') return false;
  await turn.answer(sayTaken(turn, taken));
  return true;
}

/** Words of somebody who has taken a drill and has no real student in hand; answers whether they were that. */
export async function sayInDrill(turn: RotaTurn): Promise<boolean> {
  const done = await speakInDrill(turn.scope, turn.actor);
  if (done === null) return false;
  await turn.answer(voiceOf(turn.scope, turn.language).texts('drill.done', done));
  return true;
}

function sayTaken(turn: RotaTurn, taken: TakeDrill): string {
  const { texts } = voiceOf(turn.scope, turn.language);
  switch (taken.outcome) {
    case 'taken':
      return texts('drill.yours', { number: taken.number });
    case 'yours-already':
      return texts('drill.yoursAlready', { number: taken.number });
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
