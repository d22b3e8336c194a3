import type { CancelResult, MoveResult } from '../booking/booking-request.ts';
import type { Freedom } from '../booking/decide-standing.ts';
import type { Wishes } from '../booking/waiting-list/wishes.ts';
import type { WishOptions } from '../booking/waiting-list/within-reach.ts';
import type { Wish, WishChoices } from '../booking/wish.ts';
import type { IntakeEntry, IntakeField } from '../core/intake.ts';
import type { Language } from '../core/language.ts';
import type { Choice, MessageFile } from '../core/message.ts';
import type { Texts } from '../core/texts.ts';
import type { ActivityRequest, ActivityResult } from '../groups/activity-request.ts';
import type { flowTexts } from './texts.ts';

export type FlowName =
  | 'home'
  | 'selfhelp'
  | 'booking'
  | 'appointments'
  | 'first-visit'
  | 'waiting-list'
  | 'activities'
  | 'time-zone'
  | 'evaluation';

/** A time that can be booked, as a flow shows it; `id` names it for the request that follows. */
export type OfferedSlot = {
  readonly id: string;
  readonly startAt: Date;
  readonly endAt: Date;
  readonly counsellor: string;
  /** Null online. */
  readonly room: string | null;
  readonly campus: string | null;
  readonly mode: 'on-site' | 'online';
};

export type OfferedDay = { readonly date: string; readonly free: number };

export type BookedAppointment = OfferedSlot & {
  readonly appointmentId: string;
  /** Where the counsellor is online; left out on site, and while they have not said it. */
  readonly onlineAddress?: string;
  /** Their counsellor does not come then. */
  readonly closed?: true;
  /** Staff asked for another time: nothing about this one is late. */
  readonly asked?: true;
  /** The centre cannot keep it itself: nor is anything about this one late. */
  readonly excused?: true;
};

/**
 * What a flow may ask of the world. Each is carried out inside the turn's transaction and its answer comes back
 * as a `result` event, so that a flow stays pure and is never replayed.
 */
export type FlowRequest =
  | { readonly ask: 'days'; readonly insteadOf?: string }
  | { readonly ask: 'times'; readonly date: string; readonly insteadOf?: string }
  | { readonly ask: 'hold'; readonly slotId: string; readonly insteadOf?: string }
  | { readonly ask: 'confirm'; readonly appointmentId: string }
  | { readonly ask: 'release'; readonly appointmentId: string }
  | { readonly ask: 'appointments' }
  | { readonly ask: 'evaluation-words'; readonly appointmentId: string; readonly words: string }
  | { readonly ask: 'cancel'; readonly appointmentId: string; readonly evenLate?: boolean }
  | { readonly ask: 'move'; readonly appointmentId: string; readonly holdId: string }
  | { readonly ask: 'wishes' }
  | { readonly ask: 'wish'; readonly wish: Wish }
  | { readonly ask: 'zone'; readonly zone: string | null }
  | { readonly ask: 'consent'; readonly purpose: 'health-data' | 'counselling'; readonly given: boolean }
  | FirstVisitRequest
  | WaitingRequest
  | ActivityRequest;

/** On the way to a first appointment. */
export type FirstVisitRequest =
  | { readonly ask: 'first-visit-needs' }
  | { readonly ask: 'identity'; readonly number: string; readonly name: string }
  | { readonly ask: 'identity-code'; readonly code: string }
  /** An empty value passes the field over. */
  | { readonly ask: 'form-answer'; readonly field: IntakeEntry; readonly value: string };

export type FirstVisitResult =
  | {
      readonly of: 'first-visit-needs';
      readonly consent: boolean;
      /** Whether it may be left out, or wait until they are there. */
      readonly identity: 'no' | 'skip' | 'desk' | 'must';
      /** Codes can go out by mail. */
      readonly mail: boolean;
      /** The next question; null when nothing is left to ask. */
      readonly form: IntakeField | null;
      readonly formBegun: boolean;
    }
  | { readonly of: 'identity'; readonly outcome: 'noted' | 'limit' }
  | { readonly of: 'identity-code'; readonly outcome: 'bound' | 'asked' | 'wrong' | 'limit' }
  | { readonly of: 'form-answer'; readonly next: IntakeField | null };

export type WaitingRequest =
  /** Takes what the waiting list offered: the answer is that of a hold. */
  | { readonly ask: 'accept'; readonly offerId: string }
  /** Where they stand on the waiting list, and what can be wished for. */
  | { readonly ask: 'waiting' }
  | { readonly ask: 'wait'; readonly wishes: Wishes }
  | { readonly ask: 'wait-no-more' };

export type FlowResult =
  | FirstVisitResult
  | {
      readonly of: 'days';
      readonly days: readonly OfferedDay[];
      readonly freedom: Freedom;
      readonly wished: boolean;
      /** What was wished for and nobody can fulfil any more. */
      readonly lost?: Wish;
      /** They have as many as they may, of which this address may not see all. */
      readonly elsewhere?: true;
    }
  | { readonly of: 'times'; readonly date: string; readonly slots: readonly OfferedSlot[] }
  | {
      readonly of: 'hold';
      readonly outcome: 'held';
      readonly appointment: BookedAppointment;
      readonly heldUntil: Date;
    }
  | {
      readonly of: 'hold';
      readonly outcome: 'taken' | 'full' | 'limit' | 'term-limit' | 'near-only';
      readonly next: readonly OfferedSlot[];
    }
  | {
      readonly of: 'confirm';
      readonly outcome: 'booked';
      readonly appointment: BookedAppointment;
      /** Where its calendar file is; left out where the pages cannot be reached from outside. */
      readonly calendarUrl?: string;
      readonly calendarFile?: MessageFile;
    }
  | {
      readonly of: 'confirm';
      readonly outcome: 'expired' | 'full' | 'limit' | 'term-limit';
      readonly next: readonly OfferedSlot[];
    }
  | { readonly of: 'release' }
  | {
      readonly of: 'appointments';
      readonly appointments: readonly BookedAppointment[];
      /** There are others, which this address may not see. */
      readonly elsewhere?: true;
      /** What was asked of them and waits for an answer: each shows or answers one. */
      readonly open?: readonly Choice[];
    }
  | { readonly of: 'evaluation-words' }
  | CancelResult
  | (MoveResult & { readonly calendarUrl?: string; readonly calendarFile?: MessageFile })
  | {
      readonly of: 'wishes';
      readonly wish: Wish;
      /** What was wished for, too, and nobody can fulfil any more. */
      readonly lost?: Wish;
      readonly choices: WishChoices;
      readonly own: { readonly staffId: string; readonly counsellor: string } | null;
    }
  | { readonly of: 'wish' }
  | { readonly of: 'zone' }
  | WaitingResult
  | { readonly of: 'wait-no-more'; readonly waited: boolean }
  | { readonly of: 'consent' }
  | ActivityResult;

export type WaitingResult = {
  readonly of: 'waiting';
  /** Null for whoever does not wait. */
  readonly place: WaitingPlace | null;
  readonly options: WishOptions;
  /** What they said while they were booking, as far as it can still be had. */
  readonly carried: Wishes;
  /** They have as many appointments ahead as they may. */
  readonly hasAppointment: boolean;
  /** They have used what can be booked of the term. */
  readonly termOver: boolean;
  /** Only the next days can be booked by them, and nothing later is offered. */
  readonly nearOnly: boolean;
  /** They wait already or have an appointment, and this address may not see it. */
  readonly elsewhere?: true;
};

export type WaitingPlace = {
  readonly number: number;
  readonly ahead: number;
  readonly wishes: Wishes;
  readonly offer: WaitingOffer | null;
};

export type WaitingOffer = {
  readonly id: string;
  readonly startAt: Date;
  readonly endAt: Date;
  readonly counsellor: string;
  /** Null online. */
  readonly room: string | null;
  readonly expiresAt: Date;
};

export type FlowEvent =
  | { readonly kind: 'start' }
  /** A choice of the flow's own, by the id that the flow gave it. */
  | { readonly kind: 'choice'; readonly id: string }
  /** Words that name no choice. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'result'; readonly result: FlowResult };

/** Everything a step may know beside its state and its event. */
export type FlowContext = {
  readonly now: Date;
  readonly language: Language;
  readonly texts: Texts<typeof flowTexts>;
  readonly tips: TipLibrary;
  readonly hotlines: readonly Hotline[];
  readonly consented: { readonly healthData: boolean };
  /** Versions of the texts that consent is given to. */
  readonly noticeVersion: string;
  /** Minutes before an appointment up to which it may be cancelled. */
  readonly noticePeriodMinutes: number;
  /** Minutes before the start from when on it is late to move or to cancel; not before the notice period has begun. */
  readonly lateMinutes: number;
  /** The zone of a student abroad, who reads both times; null for the centre's. */
  readonly timeZone: string | null;
};

export type Hotline = {
  readonly name: string;
  readonly number: string;
  readonly hours: string;
  readonly source: string;
  /** For a danger to life right now: stands before all others. */
  readonly imminent: boolean;
  /** Waits for the centre's own number: not shown to a student. */
  readonly placeholder: boolean;
};

export type Tip = {
  readonly id: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly source: string;
  /** An exercise to follow: one paragraph a tap. */
  readonly stepwise: boolean;
};

export type TipTopic = { readonly id: string; readonly title: string; readonly tips: readonly Tip[] };

export type TipLibrary = { readonly topics: readonly TipTopic[] };

/** What a flow says: its own choices carry short ids of the flow; the turn makes them unique to this message. */
export type FlowSaying = {
  readonly text: string;
  readonly choices: readonly Choice[];
  /** What the person may keep beside the words. */
  readonly file?: MessageFile;
};

/**
 * One step. `next` null ends the flow; at most one request, whose result is the next event of the same flow.
 */
export type FlowStep<State> = {
  readonly next: State | null;
  readonly say: readonly FlowSaying[];
  readonly request: FlowRequest | null;
};

export interface Flow<State> {
  readonly name: FlowName;
  /** Raised whenever the stored state changes its shape. */
  readonly version: number;
  /** State of this version or an older one as it was stored; null when it can no longer be continued. */
  revive(stored: unknown, version: number): State | null;
  step(state: State | null, event: FlowEvent, context: FlowContext): FlowStep<State>;
}
