import type { Choice } from '../../../core/message.ts';
import type { HandoffCase } from '../../../handoff/case.ts';
import { isReport } from '../../student/speaker.ts';
import { arrivalChoice, holdChoices } from '../hold-choices.ts';
import type { ToolTexts } from './case-work.ts';
import { type ToolTurn, toolTexts } from './tool-turn.ts';
import type { Tool } from './tool-words.ts';

const OF_OWNER: readonly Tool[] = [
  'transfer',
  'invite',
  'note',
  'informed',
  'raise',
  'canned',
  'screener',
  'plan',
  'slot',
  'hotlines',
  'other',
  'self',
  'another',
];
const BESIDE: readonly Tool[] = [
  'note',
  'informed',
  'raise',
  'canned',
  'screener',
  'plan',
  'slot',
  'hotlines',
  'other',
  'self',
  'another',
  'leave',
];

/** These are made with and for the one whom the case is about, who is not in the talk of a report. */
export const NOT_IN_REPORTS: readonly Tool[] = ['plan', 'slot'];

/** What may be done with a case, as buttons; an imminent one can be raised no further. */
export function toolChoices(
  texts: ToolTexts,
  one: Pick<HandoffCase, 'id' | 'level' | 'ownerId'>,
  staffId: string,
  report: boolean,
): Choice[] {
  const tools = one.ownerId === staffId ? OF_OWNER : BESIDE;
  const shown = tools
    .filter((tool) => tool !== 'raise' || one.level !== 'imminent')
    .filter((tool) => !report || !NOT_IN_REPORTS.includes(tool))
    .filter((tool) => tool !== (report ? 'other' : 'self'));
  return shown.map((tool) => ({ id: `tool.${one.id}.${tool}`, label: texts(`tool.${tool}` as 'tool.note') }));
}

export async function sayCard(turn: ToolTurn, one: HandoffCase, text?: string): Promise<void> {
  const texts = toolTexts(turn);
  const report = await isReport(turn.scope.stores, one.id);
  const choices = toolChoices(texts, one, turn.actor.staffId, report);
  const own = one.ownerId === turn.actor.staffId ? ofOwner(turn, one) : [];
  await turn.answer(text ?? texts('tool.card', { number: one.number }), [...choices, ...own]);
}

/** Where the owner is, who is there, and the end. */
function ofOwner(turn: ToolTurn, one: HandoffCase): Choice[] {
  const { staff } = turn.scope.centre.contents[turn.language];
  return [
    ...holdChoices(staff, one.id),
    ...arrivalChoice(staff, one),
    { id: `close.${one.id}`, label: toolTexts(turn)('tool.close') },
  ];
}
