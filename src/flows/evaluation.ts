import { z } from 'zod';
import type { Flow, FlowContext, FlowStep } from './flow.ts';
import { ask, end, LEAVE, prompt, stay } from './sayings.ts';

const evaluationState = z.object({ appointmentId: z.string().min(1).max(200) });
export type EvaluationState = z.infer<typeof evaluationState>;

/** The words that a visitor may add to their evaluation: begun by a choice that names the session. */
export const evaluationFlow: Flow<EvaluationState> = {
  name: 'evaluation',
  version: 1,
  revive(stored, version) {
    const read = evaluationState.safeParse(stored);
    return version === 1 && read.success ? read.data : null;
  },
  step(state, event, context): FlowStep<EvaluationState> {
    switch (event.kind) {
      case 'choice': {
        if (state === null) return askWords({ appointmentId: event.id }, context);
        return event.id === LEAVE
          ? end(context, context.texts('evaluation.thanks'))
          : askWords(state, context);
      }
      case 'start':
        return state === null ? end(context, context.texts('common.expired')) : askWords(state, context);
      case 'text':
        return state === null
          ? end(context, context.texts('common.expired'))
          : ask(state, { ask: 'evaluation-words', ...state, words: event.text });
      case 'result':
        return end(context, context.texts('evaluation.thanks'));
    }
  },
};

const askWords = (state: EvaluationState, { texts }: FlowContext): FlowStep<EvaluationState> =>
  stay(state, prompt(texts('evaluation.words'), [{ id: LEAVE, label: texts('evaluation.noWords') }]));
