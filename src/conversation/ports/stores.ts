import type { AuditLog } from '../../access/audit.ts';
import type { AlarmStore } from '../../alarms/alarm-store.ts';
import type { AppointmentStore } from '../../booking/appointment-store.ts';
import type { CampaignStore } from '../../campaigns/campaign-store.ts';
import type { CaseStore } from '../../handoff/case-store.ts';
import type { CentreRuleStore } from '../../keywords/centre/centre-rule-store.ts';
import type { MediaStore } from '../../media/media-store.ts';
import type { AddressStore } from '../../people/address-store.ts';
import type { ConsentStore } from '../../people/consent-store.ts';
import type { ContinueStore } from '../../people/continue-store.ts';
import type { DutyStore } from '../../people/duty-store.ts';
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
  readonly staff: StaffStore;
  readonly duty: DutyStore;
  readonly incoming: IncomingStore;
  readonly heard: HeardStore;
  readonly marks: MarkStore;
  readonly outgoing: OutgoingStore;
  readonly media: MediaStore;
  readonly cases: CaseStore;
  readonly appointments: AppointmentStore;
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
