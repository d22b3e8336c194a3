import type { FlowSaying } from '../flows/flow.ts';
import { helpCard, hotlineCard, menu, noticeCard } from './cards.ts';
import { beginFlow, continueFlow } from './run-flow.ts';
import { change, reply, type StudentTurn } from './student-scope.ts';

/** Carries out a choice that holds in every message. */
export async function doGlobal(turn: StudentTurn, id: string): Promise<void> {
  switch (id) {
    case 'menu.selfhelp':
    case 'concern.selfhelp':
      return beginFlow(turn, 'selfhelp');
    case 'menu.booking':
      return beginFlow(turn, 'booking');
    case 'menu.appointments':
      return beginFlow(turn, 'appointments');
    case 'menu.hotlines':
      return showCard(turn, hotlineCard(turn.scope));
    case 'menu.help':
      return showCard(turn, helpCard(turn.scope));
    case 'menu.optout':
      return optOut(turn);
    case 'optin':
      return optIn(turn);
    case 'notice.accept':
      return acceptNotice(turn);
    case 'resume.continue':
      return resume(turn);
    default:
      return toMenu(turn);
  }
}

/** Words that always mean the same, whatever flow is running; answers whether this was one. */
export async function doWord(turn: StudentTurn, word: string): Promise<boolean> {
  switch (word) {
    case 'start':
    case '开始':
    case '菜单':
    case '取消':
    case 'menu':
    case 'cancel':
      await toMenu(turn);
      return true;
    case '帮助':
    case 'help':
      await showCard(turn, helpCard(turn.scope));
      return true;
    case 'stop':
      await optOut(turn);
      return true;
    case '告知':
      reply(turn, noticeCard(turn.scope, false));
      return true;
    case 'lang en':
    case 'english':
      reply(turn, {
        text: turn.scope.centre.content.conversation('language.only'),
        choices: menu(turn.scope),
      });
      return true;
    default:
      return false;
  }
}

/** A card does not end the flow that is running: its prompt stands below the card again. */
async function showCard(turn: StudentTurn, card: FlowSaying): Promise<void> {
  const { flow } = turn.state;
  if (flow === null || turn.activeCase?.status === 'acknowledged') return reply(turn, card);
  reply(turn, { text: card.text, choices: [] });
  await continueFlow(turn, flow, { kind: 'start' });
}

async function toMenu(turn: StudentTurn): Promise<void> {
  const running = turn.state.flow;
  change(turn, { aside: null });
  // A flow that holds something gives it back when it is left.
  if (running?.flow === 'booking') {
    await continueFlow(turn, running, { kind: 'choice', id: 'leave' });
    return;
  }
  await beginFlow(turn, 'home');
}

async function acceptNotice(turn: StudentTurn): Promise<void> {
  const { scope, address } = turn;
  const texts = scope.centre.content.conversation;
  const version = texts('notice.version');
  const { contactId } = address;
  if (!(await scope.stores.consents.given(contactId, 'service', version))) {
    await scope.stores.consents.record({
      id: scope.parts.newId(),
      contactId,
      addressId: address.id,
      purpose: 'service',
      version,
      given: true,
      now: scope.now,
    });
    reply(turn, { text: texts('notice.accepted'), choices: [] });
  }
  await beginFlow(turn, 'home');
}

async function resume(turn: StudentTurn): Promise<void> {
  const { aside } = turn.state;
  change(turn, { aside: null });
  if (aside === null) return beginFlow(turn, 'home');
  change(turn, { flow: aside });
  await continueFlow(turn, aside, { kind: 'start' });
}

async function optOut(turn: StudentTurn): Promise<void> {
  const { scope, address } = turn;
  const texts = scope.centre.content.conversation;
  const already = address.optedOutAt !== null;
  if (!already) await scope.stores.addresses.setOptedOut(address.id, scope.now);
  const text = texts(already ? 'optout.already' : 'optout.done');
  reply(turn, { text, choices: [{ id: 'optin', label: texts('optin.label') }, ...menu(scope)] });
}

async function optIn(turn: StudentTurn): Promise<void> {
  await turn.scope.stores.addresses.setOptedOut(turn.address.id, null);
  reply(turn, { text: turn.scope.centre.content.conversation('optin.done'), choices: menu(turn.scope) });
}
