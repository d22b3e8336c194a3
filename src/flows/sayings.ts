import { plainWord } from '../core/choices.ts';
import type { Choice } from '../core/message.ts';
import type { FlowContext, FlowRequest, FlowSaying, FlowStep } from './flow.ts';
import { hotlineLines } from './hotline-lines.ts';
import { menuChoices } from './menu.ts';

/** Leaves the flow; every prompt of every flow offers it. */
export const LEAVE = 'leave';
export const BACK = 'back';

/** Emergency numbers, the campus line and the national one: what fits under a message that is about something else. */
const SHORT_CARD = 5;

export const shortCard = (context: FlowContext): string => hotlineLines(context.hotlines, SHORT_CARD);

export const leaveChoice = (context: FlowContext): Choice => ({
  id: LEAVE,
  label: context.texts('common.menu'),
});

/** Shows a code with which the centre books for them; see `DESK_CODE` of the conversation. */
export const deskChoice = ({ texts }: FlowContext): Choice => ({
  id: 'desk.code',
  label: texts('deskCode.label'),
});

export const backChoice = (context: FlowContext): Choice => ({
  id: BACK,
  label: context.texts('common.back'),
});

/**
 * A label is also what is typed, so that two equal ones could not be told apart: the later of them get a number,
 * and so do labels that differ only in what typing does not tell apart.
 */
export function distinctLabels(choices: readonly Choice[]): readonly Choice[] {
  const seen = new Set<string>();
  return choices.map((choice) => {
    let label = choice.label;
    for (let number = 2; seen.has(plainWord(label)); number += 1) label = `${choice.label} ${number}`;
    seen.add(plainWord(label));
    return { id: choice.id, label };
  });
}

export const prompt = (text: string, choices: readonly Choice[]): FlowSaying => ({
  text,
  choices: distinctLabels(choices),
});

/** Words before a request or before another saying; nothing to choose yet. */
export const remark = (text: string): FlowSaying => ({ text, choices: [] });

export const stay = <State>(next: State, ...say: FlowSaying[]): FlowStep<State> => ({
  next,
  say,
  request: null,
});

/** Asks the world and waits in `next` for the answer; what is said comes before what the answer brings. */
export const ask = <State>(next: State, request: FlowRequest, ...say: FlowSaying[]): FlowStep<State> => ({
  next,
  say,
  request,
});

/** Ends the flow with the menu below its last words. */
export const end = (context: FlowContext, text: string, ...before: FlowSaying[]): FlowStep<never> => ({
  next: null,
  say: [...before, prompt(text, menuChoices(context.texts))],
  request: null,
});

/** The same with choices in front of the menu. */
export const endWith = (context: FlowContext, text: string, ...first: Choice[]): FlowStep<never> => ({
  next: null,
  say: [prompt(text, [...first, ...menuChoices(context.texts)])],
  request: null,
});

/** “24 小时” or “90 分钟”. */
export const sayMinutes = (minutes: number, texts: FlowContext['texts']): string =>
  minutes % 60 === 0 && minutes > 0
    ? texts('notice.hours', { count: minutes / 60 })
    : texts('notice.minutes', { count: minutes });

export const formatNotice = (context: FlowContext): string =>
  sayMinutes(context.noticePeriodMinutes, context.texts);

/** What is in the way stands where this address may not look, and is not named here. */
export const sayElsewhere = (what: 'noBooking' | 'noWaiting', { texts }: FlowContext): string =>
  `${texts(`elsewhere.${what}`)}\n${texts('elsewhere.seen')}`;
