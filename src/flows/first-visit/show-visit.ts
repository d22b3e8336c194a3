/** What is said on the way to a first appointment. */
import {
  INTAKE_CHOICES,
  type IntakeField,
  OPTIONAL_FIELDS,
  URGENT,
  URGENT_ANSWERS,
} from '../../core/intake.ts';
import type { FlowContext, FlowRequest, FlowSaying } from '../flow.ts';
import { BACK, leaveChoice, prompt } from '../sayings.ts';
import type { IdentityPlace, Skipped, VisitState } from './visit-state.ts';

/** `end`: nothing more is needed, they said no, or they left. */
export type VisitStep =
  | { readonly next: VisitState; readonly say: readonly FlowSaying[]; readonly request: FlowRequest | null }
  | { readonly end: 'done' | 'refused' | 'left'; readonly say: readonly FlowSaying[] };

export const NEXT = 'next';
export const PREVIOUS = 'previous';
export const AGREE = 'agree';
export const REFUSE = 'refuse';
export const QUESTION = 'question';
/** Calls whoever is on duty, wherever it is tapped. */
const PERSON = 'concern.person';
export const SKIP = 'skip';
export const AGAIN = 'again';
export const LATER = 'later';
export const ANSWER = 'answer:';

const PAGES = [
  'firstVisit.consent.page1',
  'firstVisit.consent.page2',
  'firstVisit.consent.page3',
  'firstVisit.consent.page4',
] as const;
export const LAST_PAGE = PAGES.length;

export const askNeeds = (skipped: Skipped, ...say: FlowSaying[]): VisitStep => ({
  next: { at: 'asking', skipped },
  say,
  request: { ask: 'first-visit-needs' },
});

const stayAt = (next: VisitState, ...say: FlowSaying[]): VisitStep => ({ next, say, request: null });

export function showConsent(
  page: number,
  skipped: Skipped,
  context: FlowContext,
  ...before: FlowSaying[]
): VisitStep {
  const { texts } = context;
  const at = Math.min(Math.max(page, 1), LAST_PAGE);
  const key = PAGES[at - 1] ?? PAGES[0];
  const previous = at > 1 ? [{ id: PREVIOUS, label: texts('firstVisit.consent.previous') }] : [];
  const choices =
    at < LAST_PAGE
      ? [{ id: NEXT, label: texts('firstVisit.consent.next') }, ...previous]
      : [
          { id: AGREE, label: texts('firstVisit.consent.agree') },
          { id: REFUSE, label: texts('firstVisit.consent.refuse') },
          { id: QUESTION, label: texts('firstVisit.consent.question') },
          ...previous,
        ];
  const words = prompt(texts(key), [...choices, leaveChoice(context)]);
  return stayAt({ at: 'consent', page: at, skipped }, ...before, words);
}

/** What is typed now is for their counsellor; whoever wants to talk with somebody first can have that, too. */
export function showQuestion(skipped: Skipped, context: FlowContext, ...before: FlowSaying[]): VisitStep {
  const { texts } = context;
  const words = prompt(texts('firstVisit.consent.ask', { contact: texts('centre.contact') }), [
    { id: BACK, label: texts('firstVisit.consent.back') },
    { id: PERSON, label: texts('firstVisit.consent.person') },
    leaveChoice(context),
  ]);
  return stayAt({ at: 'question', skipped }, ...before, words);
}

type Place = Pick<IdentityPlace, 'may' | 'mail' | 'skipped'>;
const placeOf = ({ may, mail, skipped }: Place): Place => ({ may, mail, skipped });

const skipChoice = ({ may }: Place, { texts }: FlowContext) =>
  may === 'must'
    ? []
    : [
        {
          id: SKIP,
          label: texts(may === 'desk' ? 'firstVisit.identity.atDesk' : 'firstVisit.identity.skip'),
        },
      ];

export function showIdentity(place: Place, context: FlowContext, ...before: FlowSaying[]): VisitStep {
  const { texts } = context;
  const words = texts(place.mail ? 'firstVisit.identity.askMail' : 'firstVisit.identity.askDesk');
  return stayAt(
    { at: 'identity', ...placeOf(place) },
    ...before,
    prompt(words, [...skipChoice(place, context), leaveChoice(context)]),
  );
}

const codeChoices = (place: Place, context: FlowContext) => [
  { id: AGAIN, label: context.texts('firstVisit.identity.again') },
  ...skipChoice(place, context),
  leaveChoice(context),
];

/** The same words whoever they are, and whether or not there is such a number. */
export function showCode(place: Place, context: FlowContext, ...before: FlowSaying[]): VisitStep {
  const { texts } = context;
  const contact = texts('centre.contact');
  const words = texts(place.mail ? 'firstVisit.identity.notedMail' : 'firstVisit.identity.notedDesk', {
    contact,
  });
  return stayAt({ at: 'code', ...placeOf(place) }, ...before, prompt(words, codeChoices(place, context)));
}

/** Only a code that was handed over in person opens the way now. */
export function showLimit(place: Place, context: FlowContext): VisitStep {
  const { texts } = context;
  const words = texts('firstVisit.identity.limit', { contact: texts('centre.contact') });
  return stayAt({ at: 'code', ...placeOf(place) }, prompt(words, codeChoices(place, context)));
}

/** Whether this is one of the answers that the question offers. */
export function isOffered(step: IntakeField, value: string): boolean {
  if (value === '') return OPTIONAL_FIELDS.includes(step);
  if (step === 'urgency' || step === 'since' || step === 'help')
    return (INTAKE_CHOICES[step] as readonly string[]).includes(value);
  return false;
}

export const isTyped = (step: IntakeField): boolean =>
  step === 'reason' || step === 'medicines' || step === 'contact';

function offeredAnswers(step: IntakeField, { texts }: FlowContext) {
  switch (step) {
    case 'urgency':
      return INTAKE_CHOICES.urgency.map((one) => ({
        id: `${URGENT_ANSWERS.some((urgent) => urgent === one) ? URGENT : ANSWER}${one}`,
        label: texts(`firstVisit.form.urgency.${one}`),
      }));
    case 'since':
      return INTAKE_CHOICES.since.map((one) => ({
        id: `${ANSWER}${one}`,
        label: texts(`firstVisit.form.since.${one}`),
      }));
    case 'help':
      return INTAKE_CHOICES.help.map((one) => ({
        id: `${ANSWER}${one}`,
        label: texts(`firstVisit.form.help.${one}`),
      }));
    default:
      return [];
  }
}

export function showForm(
  step: IntakeField,
  skipped: Skipped,
  context: FlowContext,
  ...before: FlowSaying[]
): VisitStep {
  const { texts } = context;
  const skip = OPTIONAL_FIELDS.includes(step) ? [{ id: SKIP, label: texts('firstVisit.form.skip') }] : [];
  const choices = [
    ...offeredAnswers(step, context),
    ...skip,
    { id: LATER, label: texts('firstVisit.form.later') },
    leaveChoice(context),
  ];
  return stayAt({ at: 'form', step, skipped }, ...before, prompt(texts(`firstVisit.form.${step}`), choices));
}
