import type { AuditLog } from '../../access/audit.ts';
import type { AlarmStore } from '../../alarms/alarm-store.ts';
import type { AppointmentStore } from '../../booking/appointment-store.ts';
import type { ChangeOfferStore } from '../../booking/change-offer-store.ts';
import type { DaySheetStore } from '../../booking/day-sheet-store.ts';
import type { ReminderStore } from '../../booking/reminder-store.ts';
import type { CampaignStore } from '../../campaigns/campaign-store.ts';
import type { BreakGlassStore } from '../../handoff/break-glass-store.ts';
import type { CanaryStore } from '../../handoff/canary/canary-store.ts';
import type { CaseNoteStore } from '../../handoff/case-note-store.ts';
import type { CaseStore } from '../../handoff/case-store.ts';
import type { CaseTeamStore } from '../../handoff/case-team-store.ts';
import type { ClosingStore } from '../../handoff/closing-store.ts';
import type { CrisisReportStore } from '../../handoff/crisis-report-store.ts';
import type { DrillStore } from '../../handoff/drill/drill-store.ts';
import type { FollowUpStore } from '../../handoff/follow-up-store.ts';
import type { HandOverStore } from '../../handoff/hand-over-store.ts';
import type { IdentityStore } from '../../handoff/identity-store.ts';
import type { RegisterStore } from '../../handoff/register-store.ts';
import type { ReportStore } from '../../handoff/report-store.ts';
import type { ReturnStore } from '../../handoff/return-store.ts';
import type { RotaStore } from '../../handoff/rota-store.ts';
import type { RotaTaskStore } from '../../handoff/rota-task-store.ts';
import type { SafetyPlanStore } from '../../handoff/safety-plan-store.ts';
import type { ScreenerStore } from '../../handoff/screener-store.ts';
import type { WaitingStore } from '../../handoff/waiting-store.ts';
import type { WatchStore } from '../../handoff/watch-store.ts';
import type { CentreRuleStore } from '../../keywords/centre/centre-rule-store.ts';
import type { MediaStore } from '../../media/media-store.ts';
import type { UploadStore } from '../../media/upload-store.ts';
import type { AddressStore } from '../../people/address-store.ts';
import type { ConsentStore } from '../../people/consent-store.ts';
import type { ContinueStore } from '../../people/continue-store.ts';
import type { DutyStore } from '../../people/duty-store.ts';
import type { MoveCodeStore } from '../../people/move-code-store.ts';
import type { StaffStore } from '../../people/staff-store.ts';
import type { HeardStore } from './heard-store.ts';
import type { IncomingStore } from './incoming-store.ts';
import type { MarkStore } from './mark-store.ts';
import type { NotifierStore } from './notifier-store.ts';
import type { OutgoingStore } from './outgoing-store.ts';

/** All stores of one transaction. */
export type Stores = {
  readonly addresses: AddressStore;
  readonly consents: ConsentStore;
  readonly continues: ContinueStore;
  readonly moveCodes: MoveCodeStore;
  readonly staff: StaffStore;
  readonly duty: DutyStore;
  readonly rota: RotaStore;
  readonly rotaTasks: RotaTaskStore;
  readonly handOvers: HandOverStore;
  readonly closings: ClosingStore;
  readonly register: RegisterStore;
  readonly followUps: FollowUpStore;
  readonly crisisReports: CrisisReportStore;
  readonly incoming: IncomingStore;
  readonly heard: HeardStore;
  readonly marks: MarkStore;
  readonly outgoing: OutgoingStore;
  readonly media: MediaStore;
  readonly uploads: UploadStore;
  readonly cases: CaseStore;
  readonly canary: CanaryStore;
  readonly drills: DrillStore;
  readonly waiting: WaitingStore;
  readonly returns: ReturnStore;
  readonly reports: ReportStore;
  readonly identity: IdentityStore;
  readonly glasses: BreakGlassStore;
  readonly watches: WatchStore;
  readonly teams: CaseTeamStore;
  readonly notes: CaseNoteStore;
  readonly screeners: ScreenerStore;
  readonly plans: SafetyPlanStore;
  readonly appointments: AppointmentStore;
  readonly reminders: ReminderStore;
  readonly daySheets: DaySheetStore;
  readonly changeOffers: ChangeOfferStore;
  readonly campaigns: CampaignStore;
  readonly alarms: AlarmStore;
  readonly rules: CentreRuleStore;
  readonly notifiers: NotifierStore;
  readonly audit: AuditLog;
  /** Tells every open page, once the transaction has committed. */
  tellChange(...topics: readonly string[]): Promise<void>;
  now(): Promise<Date>;
};

/** Runs work in one transaction: all of it happens or none. */
export interface Transactions {
  run<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
  /** For a single look: each statement stands for itself, and nothing stays locked. */
  read<T>(look: (stores: Stores) => Promise<T>): Promise<T>;
}
