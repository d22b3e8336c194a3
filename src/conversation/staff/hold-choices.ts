import type { Choice } from '../../core/message.ts';
import { type HandoffCase, HOLD_KINDS } from '../../handoff/case.ts';
import type { StaffTexts } from './relay.ts';

/** The buttons by which an owner says where they are. */
export const holdChoices = (texts: StaffTexts, caseId: string): Choice[] =>
  HOLD_KINDS.map((kind) => ({ id: `hold.${caseId}.${kind}`, label: texts(`watch.${kind}`) }));

/** Only of a student in imminent danger, and once. */
export const arrivalChoice = (
  texts: StaffTexts,
  { id, level, arrivedAt }: Pick<HandoffCase, 'id' | 'level' | 'arrivedAt'>,
): Choice[] =>
  level === 'imminent' && arrivedAt === null ? [{ id: `arrived.${id}`, label: texts('watch.arrived') }] : [];

/** Under the confirmation: a mis-tap must not be for good. */
export const unarriveChoice = (texts: StaffTexts, { id }: Pick<HandoffCase, 'id'>): Choice => ({
  id: `unarrived.${id}`,
  label: texts('watch.unarrive'),
});
