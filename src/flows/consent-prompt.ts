import type { FlowContext, FlowSaying } from './flow.ts';
import { leaveChoice, prompt } from './sayings.ts';

/** Asks for the consent that everything about counselling rests on. */
export const showConsentPrompt = (context: FlowContext, agree: string, refuse: string): FlowSaying =>
  prompt(context.texts('booking.consent'), [
    { id: agree, label: context.texts('booking.consent.agree') },
    { id: refuse, label: context.texts('booking.consent.refuse') },
    leaveChoice(context),
  ]);
