import type { Unscreenable } from '../../core/channel.ts';
import type { Choice } from '../../core/message.ts';
import type { FlowSaying } from '../../flows/flow.ts';
import { hotlineLines } from '../../flows/hotline-lines.ts';
import { type MenuChoiceId, menuChoice, menuChoices } from '../../flows/menu.ts';
import type { Scope } from '../scope.ts';

/** Emergency numbers, the campus line and the national one: what fits under a message about something else. */
const SHORT = 5;
/** Understood even where a centre shows others. */
const EMERGENCY = ['120', '110', '119'];

export const shortHotlines = (scope: Scope): string => hotlineLines(scope.centre.content.hotlines, SHORT);

export const menu = (scope: Scope): readonly Choice[] => menuChoices(scope.centre.content.flows);

export const menuPart = (scope: Scope, ...ids: readonly MenuChoiceId[]): readonly Choice[] =>
  ids.map((id) => menuChoice(id, scope.centre.content.flows));

export function hotlineCard(scope: Scope): FlowSaying {
  const { content } = scope.centre;
  const text = content.conversation('hotlines.card', { hotlines: hotlineLines(content.hotlines) });
  return { text, choices: menu(scope) };
}

/** Whether a student typed the number of a hotline: they want to call, and dialled here. */
export function namesHotline(scope: Scope, typed: string): boolean {
  const digits = typed
    .normalize('NFKC')
    .replace(/[\s-]/g, '')
    .replace(/[.。!！?？]+$/u, '');
  if (!/^[0-9]{3,}$/.test(digits)) return false;
  const known = scope.centre.content.hotlines.filter((hotline) => !hotline.placeholder);
  return [...EMERGENCY, ...known.map(({ number }) => number.replaceAll('-', ''))].includes(digits);
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

/** What is kept but cannot be read by any rule. */
export const unscreenableCard = (scope: Scope, what: Unscreenable): FlowSaying => ({
  text: scope.centre.content.conversation(`unscreenable.${what}`),
  choices: menuPart(scope, 'menu.urgent'),
});
