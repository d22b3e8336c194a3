import { isMenuChoiceId } from '../../flows/menu.ts';
import type { CentreContent } from '../scope.ts';
import type { ConversationState, OfferedChoice } from '../student/conversation-state.ts';

/** The menu's words always hold; a list of them is no help to whoever is busy. */
export const withoutMenu = (choices: readonly OfferedChoice[]): OfferedChoice[] =>
  choices.filter(({ id }) => !isMenuChoiceId(id));

/** Where numbers belong to something else: what may be answered stands in the text, to be typed. */
export function inWords({ tools }: CentreContent, text: string, choices: readonly OfferedChoice[]): string {
  if (choices.length === 0) return text;
  return `${text}\n${tools('remind.byWords', { words: choices.map(({ label }) => `「${label}」`).join(' ') })}`;
}

/** What was offered before and is not one of these. The same words beside a list mean what was said last. */
export function offeredBefore(state: ConversationState, choices: readonly OfferedChoice[]): OfferedChoice[] {
  const known = new Set(choices.map(({ id }) => id));
  const labels = new Set(choices.map(({ label }) => label));
  return state.offered.filter(
    ({ id, label, unnumbered }) => !known.has(id) && !(unnumbered === true && labels.has(label)),
  );
}

/** Everything that may be answered once these stand beside the list. */
export const offeredBeside = (
  state: ConversationState,
  choices: readonly OfferedChoice[],
): OfferedChoice[] => [
  ...offeredBefore(state, choices),
  ...choices.map((choice) => ({ ...choice, unnumbered: true as const })),
];
