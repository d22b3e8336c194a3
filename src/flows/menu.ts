import type { Choice } from '../core/message.ts';
import type { Texts } from '../core/texts.ts';
import type { flowTexts } from './texts.ts';

/** Choices that hold everywhere, whatever flow is running; their ids are told apart by `menu.` from a flow's own. */
export const MENU_CHOICE_IDS = [
  'menu.selfhelp',
  'menu.booking',
  'menu.appointments',
  'menu.activities',
  'menu.urgent',
  'menu.hotlines',
  'menu.help',
  'menu.optout',
] as const;

export type MenuChoiceId = (typeof MENU_CHOICE_IDS)[number];

export const isMenuChoiceId = (id: string): id is MenuChoiceId =>
  MENU_CHOICE_IDS.some((menuId) => menuId === id);

/** One choice of the menu; its id is also the key of its label. */
export const menuChoice = (id: MenuChoiceId, texts: Texts<typeof flowTexts>): Choice => ({
  id,
  label: texts(id),
});

export const menuChoices = (texts: Texts<typeof flowTexts>): readonly Choice[] =>
  MENU_CHOICE_IDS.map((id) => menuChoice(id, texts));
