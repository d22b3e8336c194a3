import { HAS_BUTTONS } from '../../core/channel.ts';
import { unreachable } from '../../core/result.ts';
import { menu } from './cards.ts';
import { isGlobalChoice, listedOnly, type Picked, stillBeside } from './conversation-state.ts';
import { doGlobal } from './global-choices.ts';
import { continueFlow } from './run-flow.ts';
import { change, contentOf, reply, type StudentTurn } from './student-scope.ts';

/** Carries out what a tap, a number or a label means. */
export async function doPicked(turn: StudentTurn, picked: Picked): Promise<void> {
  const texts = contentOf(turn).conversation;
  switch (picked.kind) {
    case 'global':
      change(turn, { lastTapped: picked.id });
      await doGlobal(turn, picked.id);
      return showListAgain(turn);
    case 'local': {
      const flow = turn.state.flow;
      if (flow === null) return reply(turn, { text: texts('tap.stale'), choices: menu(contentOf(turn)) });
      change(turn, { lastTapped: picked.tapped, offered: stillBeside(turn.state.offered) });
      return continueFlow(turn, flow, { kind: 'choice', id: picked.id });
    }
    case 'doubled':
      return reply(turn, { text: texts('tap.doubled'), choices: [] });
    case 'stale':
      return showPresent(turn, texts('tap.stale'));
    case 'no-such-number':
      return showAgain(turn, texts('tap.unknown'));
    case 'words':
      return;
    default:
      return unreachable(picked);
  }
}

/** What the conversation is really about now: the flow's present prompt, or the menu. */
async function showPresent(turn: StudentTurn, text: string): Promise<void> {
  const { flow } = turn.state;
  if (flow === null) return reply(turn, { text, choices: menu(contentOf(turn)) });
  reply(turn, { text, choices: [] });
  await continueFlow(turn, flow, { kind: 'start' });
}

/** Numbers went to what was just answered: where something is running, its list stands last again. */
async function showListAgain(turn: StudentTurn): Promise<void> {
  const { flow } = turn.state;
  const isOver = flow === null || flow !== turn.before.flow || turn.activeCase !== null;
  if (isOver || HAS_BUTTONS[turn.address.channel]) return;
  if (turn.sayings.some(({ message }) => message.choices.length > 0)) return;
  await continueFlow(turn, flow, { kind: 'start' });
}

/** Offers once more what they see; the choices keep their meaning, and what has none any more is left out. */
function showAgain(turn: StudentTurn, text: string): void {
  const { offered } = turn.state;
  const choices = (turn.shown ?? listedOnly(offered)).flatMap(({ id, label }) => {
    const local = isGlobalChoice(id) ? id : offered.find((one) => one.id === id)?.local;
    return local === undefined ? [] : [{ id: local, label }];
  });
  reply(turn, { text, choices });
}
