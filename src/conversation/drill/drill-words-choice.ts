import type { Choice } from '../../core/message.ts';
import type { Drill } from '../../handoff/drill/drill.ts';
import type { StaffTexts } from '../staff/relay.ts';

/** Says the first words of a drill where typed ones may be for a real student. */
export const drillWordsChoice = (
  texts: StaffTexts,
  { id, number }: Pick<Drill, 'id' | 'number'>,
): Choice => ({
  id: `drill-say.${id}`,
  label: texts('drill.say', { number }),
});
