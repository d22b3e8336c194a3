import { activitiesFlow, asksInWords } from './activities/activities-flow.ts';
import { appointmentsFlow } from './appointments.ts';
import { bookingFlow } from './booking/booking-flow.ts';
import { evaluationFlow } from './evaluation.ts';
import { asksForWordsIn, firstVisitFlow, hidesWordsIn } from './first-visit/first-visit-flow.ts';
import type { Flow, FlowContext, FlowEvent, FlowName, FlowRequest, FlowSaying } from './flow.ts';
import { homeFlow } from './home.ts';
import { remark } from './sayings.ts';
import { selfhelpFlow } from './selfhelp.ts';
import { timeZoneFlow } from './time-zone.ts';
import { waitingListFlow } from './waiting-list/waiting-list-flow.ts';

/** A flow's state as it is stored: plain JSON, to be sealed. */
export type StoredFlow = { readonly flow: FlowName; readonly version: number; readonly state: unknown };

export type FlowOutcome = {
  /** Null ends the flow. */
  readonly next: StoredFlow | null;
  readonly say: readonly FlowSaying[];
  readonly request: FlowRequest | null;
};

type Step = (stored: StoredFlow | null, event: FlowEvent, context: FlowContext) => FlowOutcome;

/** Hides the type of a flow's state, so that all flows are called alike. */
function erase<State>(flow: Flow<State>): Step {
  return (stored, event, context) => {
    const state = stored === null ? null : flow.revive(stored.state, stored.version);
    const lost = stored !== null && state === null;
    const taken = flow.step(state, lost ? { kind: 'start' } : event, context);
    const next =
      taken.next === null ? null : { flow: flow.name, version: flow.version, state: taken.next as unknown };
    const say = lost ? [remark(context.texts('common.expired')), ...taken.say] : taken.say;
    return { next, say, request: taken.request };
  };
}

const STEPS: Readonly<Record<FlowName, Step>> = {
  home: erase(homeFlow),
  selfhelp: erase(selfhelpFlow),
  booking: erase(bookingFlow),
  appointments: erase(appointmentsFlow),
  evaluation: erase(evaluationFlow),
  'time-zone': erase(timeZoneFlow),
  'waiting-list': erase(waitingListFlow),
  'first-visit': erase(firstVisitFlow),
  activities: erase(activitiesFlow),
};

export const FLOW_NAMES: readonly string[] = Object.keys(STEPS);

export const isFlowName = (name: string): name is FlowName => Object.hasOwn(STEPS, name);

/** Begins a flow at its first prompt, or with what came while no flow was running: words go to `home`. */
export const startFlow = (
  flow: FlowName,
  context: FlowContext,
  event: FlowEvent = { kind: 'start' },
): FlowOutcome => STEPS[flow](null, event, context);

/** One step of a stored flow. State that cannot be continued starts the flow anew and says so. */
export const stepFlow = (stored: StoredFlow, event: FlowEvent, context: FlowContext): FlowOutcome =>
  STEPS[stored.flow](stored, event, context);

/** Whether something was asked that is answered in words, which are an answer even where they are of concern. */
export const asksForWords = ({ flow, state }: StoredFlow): boolean =>
  flow === 'evaluation' ||
  (flow === 'activities' && asksInWords(state)) ||
  ((flow === 'booking' || flow === 'first-visit' || flow === 'appointments') && asksForWordsIn(state));

/** Whether what is typed now tells who somebody is: it is not kept as it was typed. */
export const hidesWords = ({ flow, state }: StoredFlow, typed: string): boolean =>
  VISITING.includes(flow) && hidesWordsIn(state, typed);

/** Flows within which a first visit is prepared; another time for an appointment is a booking too. */
const VISITING: readonly FlowName[] = ['first-visit', 'booking', 'appointments'];
