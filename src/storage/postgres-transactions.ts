import type { Stores, Transactions } from '../conversation/ports/stores.ts';
import { createPostgresAuditLog } from './access/postgres-audit.ts';
import { createPostgresAlarmStore } from './alarms/postgres-alarm-store.ts';
import { createPostgresAppointmentStore } from './booking/postgres-appointment-store.ts';
import { createPostgresAvailabilityStore } from './booking/postgres-availability-store.ts';
import { createPostgresCalendarFeedStore } from './booking/postgres-calendar-feed-store.ts';
import { createPostgresCalendarLinkStore } from './booking/postgres-calendar-link-store.ts';
import { createPostgresChangeOfferStore } from './booking/postgres-change-offer-store.ts';
import { createPostgresDaySheetStore } from './booking/postgres-day-sheet-store.ts';
import { createPostgresDeskBookingStore } from './booking/postgres-desk-booking-store.ts';
import { createPostgresReminderStore } from './booking/postgres-reminder-store.ts';
import { createPostgresSameDayOfferStore } from './booking/postgres-same-day-offer-store.ts';
import { createPostgresWishStore } from './booking/postgres-wish-store.ts';
import { createPostgresWaitingListStore } from './booking/waiting-list/postgres-waiting-list-store.ts';
import { createPostgresCampaignStore } from './campaigns/postgres-campaign-store.ts';
import { createPostgresHeardStore } from './conversation/postgres-heard-store.ts';
import { createPostgresIncomingStore } from './conversation/postgres-incoming-store.ts';
import { createPostgresMarkStore } from './conversation/postgres-mark-store.ts';
import { createPostgresOutgoingStore } from './conversation/postgres-outgoing-store.ts';
import type { Database, Session } from './database.ts';
import { createPostgresActivityStore } from './groups/postgres-activity-store.ts';
import { createPostgresBreakGlassStore } from './handoff/postgres-break-glass-store.ts';
import { createPostgresCanaryStore } from './handoff/postgres-canary-store.ts';
import { createPostgresCaseNoteStore } from './handoff/postgres-case-note-store.ts';
import { createPostgresCaseStore } from './handoff/postgres-case-store.ts';
import { createPostgresCaseTeamStore } from './handoff/postgres-case-team-store.ts';
import { createPostgresClosingStore } from './handoff/postgres-closing-store.ts';
import { createPostgresCrisisReportStore } from './handoff/postgres-crisis-report-store.ts';
import { createPostgresDrillStore } from './handoff/postgres-drill-store.ts';
import { createPostgresFollowUpStore } from './handoff/postgres-follow-up-store.ts';
import { createPostgresHandOverStore } from './handoff/postgres-hand-over-store.ts';
import { createPostgresIdentityStore } from './handoff/postgres-identity-store.ts';
import { createPostgresNotifierStore } from './handoff/postgres-notifier-store.ts';
import { createPostgresRegisterStore } from './handoff/postgres-register-store.ts';
import { createPostgresReportStore } from './handoff/postgres-report-store.ts';
import { createPostgresReturnStore } from './handoff/postgres-return-store.ts';
import { createPostgresRotaStore } from './handoff/postgres-rota-store.ts';
import { createPostgresRotaTaskStore } from './handoff/postgres-rota-task-store.ts';
import { createPostgresSafetyPlanStore } from './handoff/postgres-safety-plan-store.ts';
import { createPostgresScreenerStore } from './handoff/postgres-screener-store.ts';
import { createPostgresWaitingStore } from './handoff/postgres-waiting-store.ts';
import { createPostgresWatchStore } from './handoff/postgres-watch-store.ts';
import type { KeyRing } from './key-ring.ts';
import { createPostgresCentreRuleStore } from './keywords/postgres-centre-rule-store.ts';
import { createPostgresMediaStore } from './media/postgres-media-store.ts';
import { createPostgresUploadStore } from './media/postgres-upload-store.ts';
import { createPostgresAddressStore } from './people/postgres-address-store.ts';
import { createPostgresBindingStore } from './people/postgres-binding-store.ts';
import { createPostgresConsentStore } from './people/postgres-consent-store.ts';
import { createPostgresContinueStore } from './people/postgres-continue-store.ts';
import { createPostgresDutyStore } from './people/postgres-duty-store.ts';
import { createPostgresIntakeStore } from './people/postgres-intake-store.ts';
import { createPostgresMoveCodeStore } from './people/postgres-move-code-store.ts';
import { createPostgresRosterStore } from './people/postgres-roster-store.ts';
import { createPostgresStaffStore } from './people/postgres-staff-store.ts';
import { readNow } from './postgres-clock.ts';
import { createPostgresEvaluationStore } from './sessions/postgres-evaluation-store.ts';
import { createPostgresRecordStore } from './sessions/postgres-record-store.ts';
import { createPostgresReferralLookStore } from './sessions/postgres-referral-look-store.ts';
import { createPostgresReferralStore } from './sessions/postgres-referral-store.ts';
import { createPostgresSeriesStore } from './sessions/postgres-series-store.ts';
import { createPostgresSessionStore } from './sessions/postgres-session-store.ts';
import { createPostgresSupervisionStore } from './sessions/postgres-supervision-store.ts';
import { tellChange } from './tell-change.ts';

/** All stores on one session: the whole database, or a transaction of it. */
export function createPostgresStores(session: Session, keys: KeyRing, newId: () => string): Stores {
  return {
    addresses: createPostgresAddressStore(session, keys, newId),
    consents: createPostgresConsentStore(session),
    roster: createPostgresRosterStore(session, keys, newId),
    bindings: createPostgresBindingStore(session, keys),
    intakes: createPostgresIntakeStore(session, keys),
    continues: createPostgresContinueStore(session, keys, newId),
    moveCodes: createPostgresMoveCodeStore(session, keys),
    staff: createPostgresStaffStore(session, keys),
    duty: createPostgresDutyStore(session),
    rota: createPostgresRotaStore(session),
    rotaTasks: createPostgresRotaTaskStore(session),
    handOvers: createPostgresHandOverStore(session, keys),
    closings: createPostgresClosingStore(session, keys),
    register: createPostgresRegisterStore(session, keys, newId),
    followUps: createPostgresFollowUpStore(session, keys),
    crisisReports: createPostgresCrisisReportStore(session, keys),
    incoming: createPostgresIncomingStore(session, keys),
    heard: createPostgresHeardStore(session, keys),
    marks: createPostgresMarkStore(session, keys),
    outgoing: createPostgresOutgoingStore(session, keys),
    media: createPostgresMediaStore(session, keys),
    uploads: createPostgresUploadStore(session, keys),
    cases: createPostgresCaseStore(session, keys, newId),
    canary: createPostgresCanaryStore(session),
    drills: createPostgresDrillStore(session),
    waiting: createPostgresWaitingStore(session, keys),
    returns: createPostgresReturnStore(session),
    reports: createPostgresReportStore(session),
    identity: createPostgresIdentityStore(session, keys),
    glasses: createPostgresBreakGlassStore(session, keys),
    watches: createPostgresWatchStore(session),
    teams: createPostgresCaseTeamStore(session),
    notes: createPostgresCaseNoteStore(session, keys),
    screeners: createPostgresScreenerStore(session, keys),
    plans: createPostgresSafetyPlanStore(session, keys),
    appointments: createPostgresAppointmentStore(session),
    sessions: createPostgresSessionStore(session),
    records: createPostgresRecordStore(session, keys),
    supervisions: createPostgresSupervisionStore(session),
    series: createPostgresSeriesStore(session),
    referrals: createPostgresReferralStore(session, keys),
    referralLooks: createPostgresReferralLookStore(session, keys),
    evaluations: createPostgresEvaluationStore(session, keys),
    availability: createPostgresAvailabilityStore(session),
    calendarLinks: createPostgresCalendarLinkStore(session, keys),
    wishes: createPostgresWishStore(session, keys),
    reminders: createPostgresReminderStore(session),
    daySheets: createPostgresDaySheetStore(session),
    changeOffers: createPostgresChangeOfferStore(session, keys),
    deskBookings: createPostgresDeskBookingStore(session, keys),
    sameDayOffers: createPostgresSameDayOfferStore(session),
    waitingList: createPostgresWaitingListStore(session, keys),
    calendarFeeds: createPostgresCalendarFeedStore(session, keys),
    campaigns: createPostgresCampaignStore(session),
    activities: createPostgresActivityStore(session, keys),
    alarms: createPostgresAlarmStore(session),
    rules: createPostgresCentreRuleStore(session),
    notifiers: createPostgresNotifierStore(session),
    audit: createPostgresAuditLog(session, newId),
    tellChange: (...topics) => tellChange(session, topics),
    now: () => readNow(session),
  };
}

/** serialization_failure and deadlock_detected: the server asks to run the transaction again. */
const RUN_AGAIN = ['40001', '40P01'];
const MOST_RUNS = 5;

/** `work` may run more than once, so it must do nothing outside its stores. */
export function createPostgresTransactions(db: Database, keys: KeyRing, newId: () => string): Transactions {
  const runIn = async <T>(session: Session, work: (stores: Stores) => Promise<T>): Promise<T> => {
    const told = new Set<string>();
    const stores = createPostgresStores(session, keys, newId);
    const answer = await work({
      ...stores,
      async tellChange(...topics) {
        for (const topic of topics) told.add(topic);
      },
    });
    await tellChange(session, [...told]);
    return answer;
  };

  return {
    read: (look) => look(createPostgresStores(db, keys, newId)),
    async run(work) {
      for (let runs = 1; ; runs += 1) {
        try {
          return await db.transaction().execute((trx) => runIn(trx, work));
        } catch (error) {
          const code = error instanceof Error && 'code' in error ? String(error.code) : '';
          if (!RUN_AGAIN.includes(code) || runs === MOST_RUNS) throw error;
        }
      }
    },
  };
}
