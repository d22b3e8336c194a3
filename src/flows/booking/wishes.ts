/** What a student looks for in a counsellor: asked only of whoever has a wish, and 都可以 is one tap. */
import type { Wish, WishChoices } from '../../booking/wish.ts';
import type { Choice } from '../../core/message.ts';
import type { FlowContext, FlowResult, FlowSaying, FlowStep } from '../flow.ts';
import { ask, BACK, backChoice, leaveChoice, prompt, remark, stay } from '../sayings.ts';
import { type BookingState, WISH_PARTS, type WishPart } from './booking-state.ts';
import { ANY_WISH, askDays, lostWishes } from './show-booking.ts';

export const ANY: Wish = { staffId: null, gender: null, topic: null, language: null, mode: null };

const PART = 'part:';
const VALUE = 'value:';
const SAME = 'same';
const DONE = 'done';

type Step = FlowStep<BookingState>;
type Wishes = Extract<FlowResult, { of: 'wishes' }>;
type Wishing = Extract<BookingState, { at: 'own' | 'wishes' | 'wish' }>;

/** Whoever has a counsellor is asked first whether it is to be the same one. */
export const askOwn = (...before: FlowSaying[]): Step => askWishes('own', ...before);

/** @param of what to choose; null for the list of what can be chosen */
export const askWishes = (of: WishPart | 'own' | null, ...before: FlowSaying[]): Step =>
  ask<BookingState>({ at: 'wishing', of }, { ask: 'wishes' }, ...before);

export const keepWish = (wish: Wish, goTo: 'days' | 'wishes'): Step =>
  ask<BookingState>({ at: 'keeping', goTo }, { ask: 'wish', wish });

export function showWishes(of: WishPart | 'own' | null, result: Wishes, context: FlowContext): Step {
  if (of === 'own') return showOwn(result, context);
  return of === null ? showParts(result, context) : showValues(of, result, context);
}

function showOwn({ own, wish, lost }: Wishes, context: FlowContext): Step {
  const { texts } = context;
  const before = lostWishes(lost, context);
  // Whoever has chosen just them is not asked again; an old wish for somebody else may be long forgotten.
  if (own === null || wish.staffId === own.staffId) return askDays(...before);
  const choices = [
    { id: `${SAME}:${own.staffId}`, label: texts('booking.own.same', { counsellor: own.counsellor }) },
    { id: ANY_WISH, label: texts('booking.own.any') },
    { id: DONE, label: texts('booking.own.other') },
  ];
  const words = texts('booking.own', { counsellor: own.counsellor });
  const question = prompt(words, [...choices, leaveChoice(context)]);
  return stay<BookingState>({ at: 'own', wish }, ...before, question);
}

function showParts({ wish, lost, choices }: Wishes, context: FlowContext): Step {
  const { texts } = context;
  const parts = WISH_PARTS.filter((part) => valuesOf(part, choices, context).length > 0);
  const chosen = WISH_PARTS.flatMap((part) => {
    const value = chosenOf(part, wish);
    const found = valuesOf(part, choices, context).find(({ id }) => id === `${VALUE}${value}`);
    return found === undefined ? [] : [found.label];
  });
  const list = chosen.length === 0 ? texts('booking.wish.any') : chosen.join('、');
  const words = prompt(texts('booking.wishes', { list }), [
    { id: DONE, label: texts('booking.wish.done') },
    { id: ANY_WISH, label: texts('booking.wish.any') },
    ...parts.map((part) => ({ id: `${PART}${part}`, label: texts(`booking.wish.${part}`) })),
    leaveChoice(context),
  ]);
  return stay<BookingState>({ at: 'wishes', wish }, ...lostWishes(lost, context), words);
}

function showValues(of: WishPart, { wish, lost, choices }: Wishes, context: FlowContext): Step {
  const { texts } = context;
  const values = valuesOf(of, choices, context);
  const about = of === 'counsellor' ? tellAbout(choices, context) : [];
  const words = prompt(texts(`booking.wish.${of}`), [
    ...values,
    { id: ANY_WISH, label: texts('booking.wish.any') },
    backChoice(context),
    leaveChoice(context),
  ]);
  return stay<BookingState>({ at: 'wish', of, wish }, ...lostWishes(lost, context), ...about, words);
}

/** So much of an introduction stands among others; the page with the calendar shows it whole. */
const LONGEST_ABOUT = 120;
/** Of so many counsellors one message tells, so that every platform takes it. */
const TOLD_AT_ONCE = 6;

/** What counsellors tell students of themselves, as far as there is anything. */
function tellAbout({ counsellors }: WishChoices, context: FlowContext): FlowSaying[] {
  const told = counsellors.flatMap((one) => {
    const about = aboutLines(one, context);
    return about.length === 0 ? [] : [[one.counsellor, ...about].join('\n')];
  });
  const messages: FlowSaying[] = [];
  for (let first = 0; first < told.length; first += TOLD_AT_ONCE)
    messages.push(remark(told.slice(first, first + TOLD_AT_ONCE).join('\n\n')));
  return messages;
}

function aboutLines(
  { introduction, topics, languages }: WishChoices['counsellors'][number],
  { texts }: FlowContext,
): string[] {
  const said = [...(introduction ?? '').replace(/\s+/gu, ' ')];
  const short = said.length > LONGEST_ABOUT ? [...said.slice(0, LONGEST_ABOUT), '…'] : said;
  return [
    ...(said.length === 0 ? [] : [short.join('')]),
    ...(topics.length === 0 ? [] : [texts('booking.about.topics', { topics: topics.join('、') })]),
    ...(languages.length === 0
      ? []
      : [texts('booking.about.languages', { languages: languages.join('、') })]),
  ];
}

function valuesOf(of: WishPart, choices: WishChoices, { texts }: FlowContext): Choice[] {
  const named = (values: readonly string[]): Choice[] =>
    values.map((value) => ({ id: `${VALUE}${value}`, label: value }));
  switch (of) {
    case 'counsellor':
      return choices.counsellors.map(({ staffId, counsellor }) => ({
        id: `${VALUE}${staffId}`,
        label: counsellor,
      }));
    case 'gender':
      return choices.genders.map((one) => ({ id: `${VALUE}${one}`, label: texts(`booking.gender.${one}`) }));
    case 'topic':
      return named(choices.topics);
    case 'language':
      return named(choices.languages);
    case 'mode':
      return choices.modes.map((one) => ({ id: `${VALUE}${one}`, label: texts(`booking.mode.${one}`) }));
  }
}

const chosenOf = (of: WishPart, wish: Wish): string | null => (of === 'counsellor' ? wish.staffId : wish[of]);

/** Null for a choice that is none of these. */
export function chooseWish(state: Wishing, id: string): Step | null {
  switch (state.at) {
    case 'own':
      if (id.startsWith(`${SAME}:`)) return keepWish({ ...ANY, staffId: id.slice(SAME.length + 1) }, 'days');
      if (id === ANY_WISH) return keepWish(ANY, 'days');
      return id === DONE ? askWishes(null) : null;
    case 'wishes': {
      if (id === DONE) return askDays();
      if (id === ANY_WISH) return keepWish(ANY, 'days');
      const part = WISH_PARTS.find((one) => id === `${PART}${one}`);
      return part === undefined ? null : askWishes(part);
    }
    case 'wish': {
      if (id === BACK) return askWishes(null);
      if (id === ANY_WISH) return keepWish(withPart(state.wish, state.of, null), 'wishes');
      if (!id.startsWith(VALUE)) return null;
      return keepWish(withPart(state.wish, state.of, id.slice(VALUE.length)), 'wishes');
    }
  }
}

function withPart(wish: Wish, of: WishPart, value: string | null): Wish {
  switch (of) {
    case 'counsellor':
      return { ...wish, staffId: value };
    case 'topic':
      return { ...wish, topic: value };
    case 'language':
      return { ...wish, language: value };
    case 'gender':
      return { ...wish, gender: value === 'female' || value === 'male' ? value : null };
    case 'mode':
      return { ...wish, mode: value === 'online' || value === 'on-site' ? value : null };
  }
}
