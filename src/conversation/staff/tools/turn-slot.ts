import { formatRange } from '../../../core/shanghai-time.ts';
import { listFreeSlots, offerSlot } from './same-day-slot.ts';
import { type ToolTurn, toolTexts } from './tool-turn.ts';

export async function showSlots(turn: ToolTurn, caseId: string): Promise<void> {
  const texts = toolTexts(turn);
  const listed = await listFreeSlots(turn.scope, turn.actor, caseId);
  if (!listed.ok) return turn.answer(texts('tool.lost'));
  const { one, slots } = listed.value;
  if (slots.length === 0) return turn.answer(texts('slot.none'));
  const choices = slots.map(({ short, startAt, endAt, counsellor }) => ({
    id: `tool.${caseId}.sl:${short}`,
    label: `${formatRange(startAt, endAt, turn.language)} ${counsellor}`,
  }));
  await turn.answer(texts('slot.which', { number: one.number }), choices);
}

export async function tapSlot(turn: ToolTurn, caseId: string, short: string): Promise<void> {
  const texts = toolTexts(turn);
  const offered = await offerSlot(turn.scope, turn.actor, caseId, short);
  switch (offered.outcome) {
    case 'offered': {
      const { number, slot, until } = offered;
      const time = formatRange(slot.startAt, slot.endAt, turn.language);
      return turn.answer(texts('slot.offered', { number, time, counsellor: slot.counsellor, until }));
    }
    case 'taken':
      return turn.answer(texts('slot.taken'), [{ id: `tool.${caseId}.slot`, label: texts('slot.again') }]);
    case 'limit':
      return turn.answer(texts('slot.limit', { number: offered.number }));
    case 'absent':
      return turn.answer(texts('tool.lost'));
  }
}
