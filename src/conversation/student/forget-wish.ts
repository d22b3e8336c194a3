import { ANY } from '../../booking/wish.ts';
import { menu } from './cards.ts';
import { continueFlow } from './run-flow.ts';
import { contentOf, reply, type StudentTurn } from './student-scope.ts';

export const NO_WISH = 'wish.any';

/** From the page with the calendar, which leaves out what does not fit an old wish; there everything stands again. */
export async function forgetWish(turn: StudentTurn): Promise<void> {
  const { scope, address, activeCase, state } = turn;
  await scope.stores.wishes.keep(address.id, ANY, scope.now);
  const content = contentOf(turn);
  const text = content.conversation('wish.cleared');
  // While a person speaks, the menu leads nowhere.
  if (activeCase?.status === 'acknowledged') return reply(turn, { text, choices: [] });
  reply(turn, { text, choices: state.flow === null ? menu(content) : [] });
  if (state.flow !== null) await continueFlow(turn, state.flow, { kind: 'start' });
}
