import { URGENT, URGENT_ANSWERS } from '../../core/intake.ts';
import type { Language } from '../../core/language.ts';
import { readQuestionChoice } from '../../handoff/waiting/questions.ts';
import type { Scope } from '../scope.ts';
import { concernCard, menu } from './cards.ts';
import type { StudentTurn } from './student-scope.ts';
import { questionChoices } from './waiting-questions.ts';

/** What stood on the button that was tapped, as it is kept in the talk; empty for one that nobody knows any more. */
export function labelOf(scope: Scope, language: Language, id: string, state: StudentTurn['state']): string {
  const content = scope.centre.contents[language];
  const known = [
    ...state.offered,
    ...menu(content),
    ...concernCard(content).choices,
    ...questionChoices(content, scope.centre.escalation),
    ...URGENT_ANSWERS.map((one) => ({
      id: `${URGENT}${one}`,
      label: content.flows(`firstVisit.form.urgency.${one}`),
    })),
  ];
  // A question beside the talk names its case behind the answer.
  const of = readQuestionChoice(id)?.of ?? null;
  const plain = of === null ? id : id.slice(0, -`.${of}`.length);
  return known.find((choice) => choice.id === id || choice.id === plain)?.label ?? '';
}
