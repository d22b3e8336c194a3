import type { Flow, FlowContext, FlowEvent, FlowStep } from './flow.ts';
import { end, shortCard } from './sayings.ts';

/** The menu, and the honest answer to words that nothing else takes up. It keeps no state: every step ends it. */
export const homeFlow: Flow<never> = {
  name: 'home',
  version: 1,
  revive: () => null,
  step(_state: null, event: FlowEvent, context: FlowContext): FlowStep<never> {
    if (event.kind === 'text') {
      return end(context, context.texts('home.text', { hotlines: shortCard(context) }));
    }
    return end(context, context.texts('home.start'));
  },
};
