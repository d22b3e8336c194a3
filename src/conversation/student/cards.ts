import type { Unscreenable } from '../../core/channel.ts';
import type { Choice } from '../../core/message.ts';
import type { FlowSaying } from '../../flows/flow.ts';
import { hotlineLines } from '../../flows/hotline-lines.ts';
import { type MenuChoiceId, menuChoice, menuChoices } from '../../flows/menu.ts';
import type { Category } from '../../keywords/rule-file.ts';
import type { CentreContent, Contents } from '../scope.ts';

/** Emergency numbers, the campus line and the national one: what fits under a message about something else. */
const SHORT = 5;
/** Understood even where a centre shows others. */
const EMERGENCY = ['120', '110', '119'];

export const shortHotlines = (content: CentreContent): string => hotlineLines(content.hotlines, SHORT);

export const menu = (content: CentreContent): readonly Choice[] => menuChoices(content.flows);

export const menuPart = (content: CentreContent, ...ids: readonly MenuChoiceId[]): readonly Choice[] =>
  ids.map((id) => menuChoice(id, content.flows));

export function hotlineCard(content: CentreContent): FlowSaying {
  const text = content.conversation('hotlines.card', { hotlines: hotlineLines(content.hotlines) });
  return { text, choices: menu(content) };
}

/** Whether a student typed the number of a hotline: they want to call, and dialled here. */
export function namesHotline(contents: Contents, typed: string): boolean {
  const digits = typed
    .normalize('NFKC')
    .replace(/[\s-]/g, '')
    .replace(/[.。!！?？]+$/u, '');
  if (!/^[0-9]{3,}$/.test(digits)) return false;
  const known = contents.zh.hotlines.filter((hotline) => !hotline.placeholder);
  return [...EMERGENCY, ...known.map(({ number }) => number.replaceAll('-', ''))].includes(digits);
}

export const helpCard = (content: CentreContent): FlowSaying => ({
  text: content.conversation('help.card'),
  choices: menu(content),
});

export function noticeCard(content: CentreContent, again: boolean): FlowSaying {
  const texts = content.conversation;
  const text = again ? texts('notice.again') : texts('notice.first', { version: texts('notice.version') });
  const accept = { id: 'notice.accept', label: texts('notice.accept') };
  return { text, choices: [accept, ...menuPart(content, 'menu.urgent', 'menu.hotlines')] };
}

/** Speaks of what was told, then offers a person. */
export function concernCard(content: CentreContent, category: Category | null = null): FlowSaying {
  const texts = content.conversation;
  const first = texts(`first.concern.${category ?? 'possible-crisis'}`);
  const choices = [
    { id: 'concern.person', label: texts('concern.person') },
    { id: 'concern.selfhelp', label: texts('concern.selfhelp') },
  ];
  return { text: `${first}\n\n${texts('concern.reply', { hotlines: shortHotlines(content) })}`, choices };
}

/** What is kept but cannot be read by any rule. */
export const unscreenableCard = (content: CentreContent, what: Unscreenable): FlowSaying => ({
  text: content.conversation(`unscreenable.${what}`, { hotlines: shortHotlines(content) }),
  choices: menuPart(content, 'menu.urgent'),
});
