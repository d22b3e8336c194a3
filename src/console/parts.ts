import type { Actor } from '../access/can.ts';
import type { toolTexts } from '../content/tool-texts.ts';
import type { ActivityDesk } from '../conversation/desks/activities/activity-desk.ts';
import type { AvailabilityDesk } from '../conversation/desks/booking/availability-desk.ts';
import type { CalendarFeedDesk } from '../conversation/desks/booking/calendar-feed-desk.ts';
import type { ChangeDesk } from '../conversation/desks/booking/change-desk.ts';
import type { DeskBookingDesk } from '../conversation/desks/booking/desk-booking-desk.ts';
import type { WaitingListDesk } from '../conversation/desks/booking/waiting-list-desk.ts';
import type { CampaignDesk } from '../conversation/desks/campaigns/campaign-desk.ts';
import type { CaseDesk, ReviewDesk } from '../conversation/desks/cases/case-desk.ts';
import type { CaseToolDesk } from '../conversation/desks/cases/case-tool-desk.ts';
import type { ClosingDesk } from '../conversation/desks/cases/closing-desk.ts';
import type { CrisisReportDesk } from '../conversation/desks/cases/crisis-report-desk.ts';
import type { FollowUpDesk } from '../conversation/desks/cases/follow-up-desk.ts';
import type { GlassDesk } from '../conversation/desks/cases/glass-desk.ts';
import type { HandOverDesk } from '../conversation/desks/cases/hand-over-desk.ts';
import type { IdentityDesk } from '../conversation/desks/cases/identity-desk.ts';
import type { InformingDesk } from '../conversation/desks/cases/informing-desk.ts';
import type { MarkDesk } from '../conversation/desks/cases/mark-desk.ts';
import type { WatchDesk } from '../conversation/desks/cases/watch-desk.ts';
import type { DrillDesk } from '../conversation/desks/duty/drill-desk.ts';
import type { PolicyDesk } from '../conversation/desks/duty/policy-desk.ts';
import type { RotaDesk } from '../conversation/desks/duty/rota-desk.ts';
import type { RotaFileDesk } from '../conversation/desks/duty/rota-file-desk.ts';
import type { NotifierDesk } from '../conversation/desks/notifier-desk.ts';
import type { IntakeDesk } from '../conversation/desks/people/intake-desk.ts';
import type { RosterDesk } from '../conversation/desks/people/roster-desk.ts';
import type { RuleDesk } from '../conversation/desks/rules/rule-desk.ts';
import type { ReferralDesk } from '../conversation/desks/sessions/referral-desk.ts';
import type { ReferralPlaceDesk } from '../conversation/desks/sessions/referral-place-desk.ts';
import type { SessionDesk } from '../conversation/desks/sessions/session-desk.ts';
import type { WorkloadDesk } from '../conversation/desks/sessions/workload-desk.ts';
import type { Gap } from '../conversation/escalation/rota-gaps.ts';
import type { ChangeFeed } from '../core/change-feed.ts';
import type { Clock } from '../core/clock.ts';
import type { Language } from '../core/language.ts';
import type { Logger } from '../core/log.ts';
import type { Texts } from '../core/texts.ts';
import type { KeptMedia } from '../media/media-store.ts';
import type { StaffDesk } from '../people/staff-desk.ts';
import type { SignInStore } from '../people/staff-store.ts';

/** Times and rooms; who comes is nobody's business here. */
export type AppointmentRow = {
  readonly id: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly counsellor: string;
  readonly room: string | null;
  readonly status: 'held' | 'booked' | 'attended' | 'no-show' | 'cancelled';
  /** The student answered a reminder that they will come. */
  readonly confirmed?: boolean;
  /** Booked, and its student was told that the counsellor does not come. */
  readonly closed?: boolean;
};

/** What the console needs of the calendar; authorised and audited behind it. Null looks like absent. */
export interface AppointmentDesk {
  /** Appointments that begin within [from, to). */
  list(actor: Actor, from: Date, to: Date): Promise<AppointmentRow[] | null>;
}

/** Pictures and recordings; authorised and audited behind it. Null looks like absent. */
export interface MediaDesk {
  read(actor: Actor, mediaId: string): Promise<KeptMedia | null>;
  /** Sends a picture to the student of a case, with words or without. The same key twice says it once. */
  send(actor: Actor, caseId: string, text: string, bytes: Uint8Array, key: string): Promise<PictureSent>;
}

export type PictureSent =
  | 'sent'
  | 'empty'
  | 'absent'
  | 'closed'
  | 'too-large'
  | 'no-picture'
  | 'broken-picture'
  | 'no-picture-encoder';

/** A text that the centre may change. */
export type ContentRow = {
  readonly language: Language;
  readonly area: string;
  readonly key: string;
  /** What is said now. */
  readonly text: string;
  /** What the file says; it is said again once a change is taken back. */
  readonly fileText: string;
  /** 0 while nobody has changed it. */
  readonly version: number;
};

export type ContentProblem = { readonly field: string; readonly found: string; readonly expected: string };

export type ContentChange =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: 'forbidden' | 'unknown-key' }
  | { readonly ok: false; readonly code: 'problem'; readonly problem: ContentProblem };

export interface ContentDesk {
  list(actor: Actor): Promise<ContentRow[] | null>;
  /** Null takes the change back. */
  change(
    actor: Actor,
    language: Language,
    area: string,
    key: string,
    text: string | null,
  ): Promise<ContentChange>;
}

export type AuditDesk = {
  /** Walks the chain. Null looks like absent. */
  verify(
    actor: Actor,
  ): Promise<{ readonly whole: boolean; readonly entries: number; readonly brokenAt: number | null } | null>;
};

/** Within a year, if nothing happens: students whose counselling records, and cases, are deleted at their time. */
export type RetentionFigures = { readonly counselling: number; readonly cases: number };

export type RetentionDesk = {
  /** Null looks like absent. */
  see(actor: Actor): Promise<RetentionFigures | null>;
};

/** A bot that waits to be signed in by somebody who scans `svg`. */
export type BotLogin = { readonly channel: string; readonly svg: string; readonly at: Date };

/** Null looks like absent. */
export interface BotLoginDesk {
  list(actor: Actor): Promise<BotLogin[] | null>;
}

export type PartStatus = {
  readonly name: string;
  readonly state: 'ready' | 'starting' | 'degraded' | 'stopped' | 'off';
  /** A literal code such as `unauthorized`; null when all is well. */
  readonly code: string | null;
  /** The setting that switches it; null when there is none. */
  readonly variable: string | null;
};

export type StatusView = {
  readonly parts: readonly PartStatus[];
  /** False while nobody real can be woken. */
  readonly realResponder: boolean;
  /** True while the sample centre of the configuration is in use. */
  readonly sampleCentre: boolean;
  /** False while nobody works at the booking desk, whom the list of those to be phoned is for. */
  readonly bookingDesk: boolean;
  /** When nobody real is on duty in the next fourteen days. */
  readonly gaps: readonly Gap[];
};

export const CONSOLE_STYLES = [
  'console/base.css',
  'console/controls.css',
  'console/frame.css',
  'console/notices.css',
  'console/case-list.css',
  'console/case.css',
  'console/closing.css',
  'console/waiting.css',
  'console/watch.css',
  'console/marks.css',
  'console/weeks.css',
  'console/sessions.css',
  'console/appointment-changes.css',
  'console/duty.css',
  'console/policy.css',
  'console/drills.css',
  'console/people.css',
  'console/campaigns.css',
  'console/activities.css',
  'console/rules.css',
  'console/notifiers.css',
  'console/tools.css',
  'console/door.css',
] as const;

/** Served files that the pages name; `console.js` imports its neighbours by relative address. */
export type ConsoleAsset =
  | (typeof CONSOLE_STYLES)[number]
  | 'console/console.js'
  | 'vendor/htmx.js'
  | 'vendor/htmx-sse.js';

/** Everything that the console stands on. */
export type ConsoleParts = {
  readonly cases: CaseDesk;
  readonly review: ReviewDesk;
  readonly marks: MarkDesk;
  readonly media: MediaDesk;
  readonly staff: StaffDesk;
  readonly rota: RotaDesk;
  readonly policy: PolicyDesk;
  readonly rotaFile: RotaFileDesk;
  readonly handOvers: HandOverDesk;
  readonly tools: CaseToolDesk;
  /** The Chinese of what stands around the work on a case; staff may change it. */
  readonly toolTexts: () => Texts<typeof toolTexts>;
  readonly closing: ClosingDesk;
  readonly informing: InformingDesk;
  readonly followUps: FollowUpDesk;
  readonly crisisReports: CrisisReportDesk;
  /** The TrueType font of downloaded reports. */
  reportFont(): Promise<Buffer>;
  readonly identity: IdentityDesk;
  readonly glasses: GlassDesk;
  readonly watches: WatchDesk;
  readonly drills: DrillDesk;
  readonly signIn: SignInStore;
  readonly appointments: AppointmentDesk;
  readonly sessions: SessionDesk;
  readonly referrals: ReferralDesk;
  readonly referralPlaces: ReferralPlaceDesk;
  readonly workloads: WorkloadDesk;
  readonly availability: AvailabilityDesk;
  readonly waitingList: WaitingListDesk;
  readonly calendarFeeds: CalendarFeedDesk;
  readonly appointmentChanges: ChangeDesk;
  readonly deskBookings: DeskBookingDesk;
  readonly roster: RosterDesk;
  readonly intakes: IntakeDesk;
  readonly content: ContentDesk;
  readonly rules: RuleDesk;
  readonly campaigns: CampaignDesk;
  readonly activities: ActivityDesk;
  /** `https://t.me/NAME`; null without a bot on Telegram, and while its name cannot be known. */
  telegramAddress(): Promise<string | null>;
  readonly audit: AuditDesk | null;
  readonly retention: RetentionDesk;
  readonly botLogins: BotLoginDesk;
  readonly notifiers: NotifierDesk;
  readonly changes: ChangeFeed;
  readonly clock: Clock;
  status(): Promise<StatusView>;
  /** Random text of at least this many bytes, fit for a cookie and an address. */
  secret(bytes: number): string;
  newId(): string;
  /** True where the console is reached by https; the cookie then has the `__Host-` prefix. */
  readonly secureCookies: boolean;
  assetUrl(name: ConsoleAsset): string;
  readonly log: Logger;
  /** Why a keyword rule matters, in plain Chinese; empty when the rule is gone. */
  ruleExplanation(ruleId: string): string;
  /** How often an open stream makes sure that its session still stands, in ms; 3 s unless told. */
  readonly sessionCheckMs?: number;
};
