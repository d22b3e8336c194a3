import type { Choice } from '../../core/message.ts';
import type { FlowSaying } from '../../flows/flow.ts';
import { hotlineLines } from '../../flows/hotline-lines.ts';
import { type MenuChoiceId, menuChoice, menuChoices } from '../../flows/menu.ts';
import type { Scope } from '../scope.ts';

/** Emergency numbers, the campus line and the national one: what fits under a message about something else. */
const SHORT = 5;

export const shortHotlines = (scope: Scope): string => hotlineLines(scope.centre.content.hotlines, SHORT);

export const menu = (scope: Scope): readonly Choice[] => menuChoices(scope.centre.content.flows);

export const menuPart = (scope: Scope, ...ids: readonly MenuChoiceId[]): readonly Choice[] =>
  ids.map((id) => menuChoice(id, scope.centre.content.flows));

export function hotlineCard(scope: Scope): FlowSaying {
  const { content } = scope.centre;
  const text = content.conversation('hotlines.card', { hotlines: hotlineLines(content.hotlines) });
  return { text, choices: menu(scope) };
}

export const helpCard = (scope: Scope): FlowSaying => ({
  text: scope.centre.content.conversation('help.card'),
  choices: menu(scope),
});

export function noticeCard(scope: Scope, again: boolean): FlowSaying {
  const texts = scope.centre.content.conversation;
  const text = again ? texts('notice.again') : texts('notice.first', { version: texts('notice.version') });
  const accept = { id: 'notice.accept', label: texts('notice.accept') };
  return { text, choices: [accept, ...menuPart(scope, 'menu.urgent', 'menu.hotlines')] };
}

export function concernCard(scope: Scope): FlowSaying {
  const texts = scope.centre.content.conversation;
  const choices = [
    { id: 'concern.person', label: texts('concern.person') },
    { id: 'concern.selfhelp', label: texts('concern.selfhelp') },
  ];
  return { text: texts('concern.reply', { hotlines: shortHotlines(scope) }), choices };
}
