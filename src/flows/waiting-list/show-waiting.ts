import type { Wishes } from '../../booking/waiting-list/wishes.ts';
import { type Reader, sayMoment, sayRange } from '../../core/both-times.ts';
import type {
  FlowContext,
  FlowSaying,
  FlowStep,
  WaitingOffer,
  WaitingPlace,
  WaitingResult,
} from '../flow.ts';
import {
  backChoice,
  deskChoice,
  end,
  endWith,
  leaveChoice,
  prompt,
  remark,
  sayElsewhere,
  shortCard,
  stay,
} from '../sayings.ts';
import { offerChoices } from './waiting-choices.ts';
import { type Draft, type WaitingState, WISHES, type Wish } from './waiting-state.ts';
import { valueChoices, valueNow, valuesOf } from './wish-values.ts';

type Step = FlowStep<WaitingState>;

export const JOIN = 'join';
export const CHANGE = 'change';
export const STOP = 'stop';
export const SURE = 'sure';
export const WISH = 'wish:';

/** Wishes among which there is something to choose. */
const openWishes = (draft: Draft, context: FlowContext): Wish[] =>
  WISHES.filter((wish) => valuesOf(wish, draft, context).length > 1);

const wishLines = (draft: Draft, context: FlowContext): string =>
  openWishes(draft, context)
    .map((wish) =>
      context.texts('waiting.wish.line', {
        wish: context.texts(`waiting.wish.${wish}`),
        value: valueNow(wish, draft, context),
      }),
    )
    .join('\n');

const sayPlace = ({ ahead }: WaitingPlace, { texts }: FlowContext): string =>
  ahead === 0 ? texts('waiting.place.first') : texts('waiting.place.ahead', { ahead });

/** What the offer is, as it stands in the message and wherever it is shown again. */
export function offerText(
  offer: WaitingOffer,
  context: Pick<FlowContext, 'texts'> & Reader,
  hotlines: string,
): string {
  const { texts } = context;
  return texts('waiting.offer', {
    counsellor: offer.counsellor,
    time: sayRange(offer, context),
    place: offer.room ?? texts('waiting.offer.online'),
    until: sayMoment(offer.expiresAt, context),
    hotlines,
  });
}

/** Where they stand, or what they could join with. */
export function showLooked(result: WaitingResult, context: FlowContext): Step {
  const { place, options, hasAppointment, termOver, nearOnly, carried, elsewhere } = result;
  const { texts } = context;
  const limited = nearOnly ? [remark(texts('waiting.nearOnly'))] : [];
  if (place === null) {
    if (elsewhere === true) return end(context, sayElsewhere('noWaiting', context));
    if (hasAppointment) return end(context, texts('waiting.hasAppointment'));
    if (termOver) {
      const reach = { contact: texts('centre.contact'), hotlines: shortCard(context) };
      return endWith(context, texts('waiting.termLimit', reach), deskChoice(context));
    }
    const draft: Draft = { wishes: copyWishes(carried), options: copyOptions(options), number: null };
    const about = { contact: texts('centre.contact'), hotlines: shortCard(context) };
    const known = hasWishes(carried) ? [remark(texts('waiting.carried'))] : [];
    return showWishes(draft, context, remark(texts('waiting.about', about)), ...limited, ...known);
  }
  const draft: Draft = {
    wishes: copyWishes(place.wishes),
    options: copyOptions(options),
    number: place.number,
  };
  if (place.offer !== null) {
    const words = offerText(place.offer, context, shortCard(context));
    return stay<WaitingState>(
      { at: 'place', draft },
      prompt(words, [...offerChoices(place.offer.id, texts), leaveChoice(context)]),
    );
  }
  const words = texts('waiting.place', {
    number: place.number,
    place: sayPlace(place, context),
    wishes: wishLines(draft, context),
    hotlines: shortCard(context),
  });
  const choices = [
    { id: CHANGE, label: texts('waiting.change') },
    { id: STOP, label: texts('waiting.leave') },
    leaveChoice(context),
  ];
  return stay<WaitingState>({ at: 'place', draft }, ...limited, prompt(words, choices));
}

const copyWishes = (wishes: Wishes): Draft['wishes'] => ({
  ...wishes,
  weekdays: [...wishes.weekdays],
  dayParts: [...wishes.dayParts],
});

const hasWishes = ({ weekdays, dayParts, ...one }: Wishes): boolean =>
  weekdays.length > 0 || dayParts.length > 0 || Object.values(one).some((value) => value !== null);

const copyOptions = (options: WaitingResult['options']): Draft['options'] => ({
  counsellors: [...options.counsellors],
  genders: [...options.genders],
  languages: [...options.languages],
  topics: [...options.topics],
  online: options.online,
});

export function showWishes(draft: Draft, context: FlowContext, ...before: FlowSaying[]): Step {
  const { texts } = context;
  const choices = [
    { id: JOIN, label: texts(draft.number === null ? 'waiting.join' : 'waiting.save') },
    ...openWishes(draft, context).map((wish) => ({
      id: `${WISH}${wish}`,
      label: texts(`waiting.wish.${wish}`),
    })),
    leaveChoice(context),
  ];
  const words = texts('waiting.wishes', { wishes: wishLines(draft, context) });
  return stay<WaitingState>({ at: 'wishes', draft }, ...before, prompt(words, choices));
}

export function showWish(draft: Draft, wish: Wish, context: FlowContext): Step {
  const words = context.texts('waiting.wish.which', { wish: context.texts(`waiting.wish.${wish}`) });
  const choices = [
    ...valueChoices(valuesOf(wish, draft, context)),
    backChoice(context),
    leaveChoice(context),
  ];
  return stay<WaitingState>({ at: 'wish', draft, wish }, prompt(words, choices));
}

export function showSure(draft: Draft, context: FlowContext): Step {
  const { texts } = context;
  const choices = [
    { id: SURE, label: texts('waiting.leave.yes') },
    { id: CHANGE, label: texts('waiting.leave.no') },
    leaveChoice(context),
  ];
  const words = prompt(texts('waiting.leave.ask', { number: draft.number ?? '' }), choices);
  return stay<WaitingState>({ at: 'sure', draft }, words);
}

export function showJoined({ place, hasAppointment, elsewhere }: WaitingResult, context: FlowContext): Step {
  const { texts } = context;
  if (place === null && elsewhere === true) return end(context, sayElsewhere('noWaiting', context));
  if (place === null) return end(context, texts(hasAppointment ? 'waiting.hasAppointment' : 'common.hiccup'));
  const words = { number: place.number, place: sayPlace(place, context), hotlines: shortCard(context) };
  return end(context, texts('waiting.joined', words));
}
