import type {
  AppointmentTable,
  AvailabilityExceptionTable,
  AvailabilityRuleTable,
  BookingWishTable,
  CalendarLinkTable,
  CounsellorProfileTable,
  DeskBookingTable,
  DeskCodeTable,
  RoomHoursTable,
  RoomTable,
  SameDayOfferTable,
} from './schema/booking.ts';
import type { CampaignDeliveryTable, CampaignTable } from './schema/campaigns.ts';
import type { CanaryRunTable, DrillPageTable, DrillPlanTable, DrillTable } from './schema/canary.ts';
import type {
  CaseMemberTable,
  CaseNoteTable,
  CaseRequestTable,
  SafetyPlanTable,
  ScreenerRunTable,
} from './schema/case-work.ts';
import type {
  ClosingTable,
  CrisisReportSupplementTable,
  CrisisReportTable,
  FollowUpTable,
  InformedPartyTable,
  RegisterChangeTable,
  RegisterEntryTable,
} from './schema/closing.ts';
import type {
  BotListeningTable,
  BotLoginTable,
  HeardTable,
  IncomingTable,
  OutgoingTable,
  ReviewItemTable,
} from './schema/conversation.ts';
import type {
  IdentityBindingTable,
  IdentityClaimTable,
  IdentityCodeTable,
  IdentityRequestTable,
  IdentityTryTable,
  IntakeAnswerTable,
  IntakeFormTable,
  RosterEntryTable,
} from './schema/first-visit.ts';
import type {
  ActivityAttendanceTable,
  ActivityDateTable,
  ActivityTable,
  SignUpTable,
} from './schema/groups.ts';
import type {
  CaseEventTable,
  DigestTable,
  HandoffCaseTable,
  NotifierDigestTable,
  PageTable,
} from './schema/handoff.ts';
import type { ScreeningExampleTable, ScreeningMarkTable } from './schema/marks.ts';
import type { MediaTable, WebUploadTable } from './schema/media.ts';
import type {
  AddressJoinTable,
  AddressTable,
  ConsentTable,
  ContactTable,
  ContinueLinkTable,
  MoveCodeTable,
  MoveTryTable,
  OnCallTable,
  SignInLinkTable,
  StaffAddressTable,
  StaffMemberTable,
  StaffSessionTable,
  WebSessionTable,
} from './schema/people.ts';
import type {
  AlarmTable,
  AuditChainTable,
  AuditEntryTable,
  ChangeTable,
  ClockTable,
  DataKeyTable,
  LeaseTable,
  OverrideTable,
  PartStateTable,
} from './schema/program.ts';
import type {
  AuditCutTable,
  PastEvaluationTable,
  PastLedTable,
  PastSessionTable,
} from './schema/retention.ts';
import type {
  HandOverTable,
  RotaCalendarTable,
  RotaFileTable,
  RotaRotationTable,
  RotaShiftTable,
  RotaStintTable,
  RotaSwapTable,
  RotaTaskTable,
  ShiftNoticeTable,
} from './schema/rota.ts';
import type { CentreRuleProposalTable, CentreRuleTable, CentreRuleVersionTable } from './schema/rules.ts';
import type {
  AttendanceChangeTable,
  CounsellingFileTable,
  ReferralEventTable,
  ReferralLookTable,
  ReferralTable,
  SessionRecordTable,
  SessionSeriesTable,
  SessionVisitTable,
  SupervisionTable,
  VisitorEvaluationTable,
} from './schema/sessions.ts';
import type {
  AppointmentReminderTable,
  ChangeOfferSlotTable,
  ChangeOfferTable,
  CounsellorAbsenceTable,
  DaySheetTable,
} from './schema/staff-changes.ts';
import type {
  BreakGlassTable,
  CaseAnswerBeforeTable,
  CaseFactTable,
  CaseLinkTable,
  CaseQuestionTable,
  CaseReportTable,
  CaseResumptionTable,
  PageDepartureTable,
} from './schema/waiting.ts';
import type { CalendarFeedTable, SlotOfferTable, WaitingListEntryTable } from './schema/waiting-list.ts';

/**
 * The tables of `migrations/`, as Kysely reads them. A `bigint` fits a JavaScript number here (sequence numbers)
 * and is parsed as one; a `tstzrange` is written and read as text.
 */
export type Schema = {
  clock: ClockTable;
  change: ChangeTable;
  override: OverrideTable;
  centre_rule: CentreRuleTable;
  centre_rule_version: CentreRuleVersionTable;
  centre_rule_proposal: CentreRuleProposalTable;
  lease: LeaseTable;
  part_state: PartStateTable;
  alarm: AlarmTable;
  data_key: DataKeyTable;
  contact: ContactTable;
  address: AddressTable;
  consent: ConsentTable;
  roster_entry: RosterEntryTable;
  identity_claim: IdentityClaimTable;
  identity_try: IdentityTryTable;
  identity_code: IdentityCodeTable;
  identity_binding: IdentityBindingTable;
  identity_request: IdentityRequestTable;
  intake_form: IntakeFormTable;
  intake_answer: IntakeAnswerTable;
  web_session: WebSessionTable;
  continue_link: ContinueLinkTable;
  move_code: MoveCodeTable;
  move_try: MoveTryTable;
  address_join: AddressJoinTable;
  staff_member: StaffMemberTable;
  staff_address: StaffAddressTable;
  sign_in_link: SignInLinkTable;
  staff_session: StaffSessionTable;
  rota_shift: RotaShiftTable;
  rota_rotation: RotaRotationTable;
  rota_stint: RotaStintTable;
  rota_swap: RotaSwapTable;
  rota_calendar: RotaCalendarTable;
  rota_file: RotaFileTable;
  rota_task: RotaTaskTable;
  shift_notice: ShiftNoticeTable;
  hand_over: HandOverTable;
  on_call: OnCallTable;
  incoming: IncomingTable;
  heard: HeardTable;
  outgoing: OutgoingTable;
  media: MediaTable;
  web_upload: WebUploadTable;
  bot_listening: BotListeningTable;
  bot_login: BotLoginTable;
  review_item: ReviewItemTable;
  screening_mark: ScreeningMarkTable;
  screening_example: ScreeningExampleTable;
  campaign: CampaignTable;
  campaign_delivery: CampaignDeliveryTable;
  handoff_case: HandoffCaseTable;
  page: PageTable;
  digest: DigestTable;
  notifier_digest: NotifierDigestTable;
  case_event: CaseEventTable;
  canary_run: CanaryRunTable;
  drill_plan: DrillPlanTable;
  drill: DrillTable;
  drill_page: DrillPageTable;
  closing: ClosingTable;
  informed_party: InformedPartyTable;
  register_entry: RegisterEntryTable;
  register_change: RegisterChangeTable;
  follow_up: FollowUpTable;
  crisis_report: CrisisReportTable;
  crisis_report_supplement: CrisisReportSupplementTable;
  case_question: CaseQuestionTable;
  case_answer_before: CaseAnswerBeforeTable;
  case_fact: CaseFactTable;
  case_resumption: CaseResumptionTable;
  page_departure: PageDepartureTable;
  break_glass: BreakGlassTable;
  case_report: CaseReportTable;
  case_link: CaseLinkTable;
  case_request: CaseRequestTable;
  case_member: CaseMemberTable;
  case_note: CaseNoteTable;
  screener_run: ScreenerRunTable;
  safety_plan: SafetyPlanTable;
  room: RoomTable;
  availability_rule: AvailabilityRuleTable;
  availability_exception: AvailabilityExceptionTable;
  room_hours: RoomHoursTable;
  counsellor_profiles: CounsellorProfileTable;
  appointment: AppointmentTable;
  counselling_file: CounsellingFileTable;
  session_visit: SessionVisitTable;
  attendance_change: AttendanceChangeTable;
  session_record: SessionRecordTable;
  supervision: SupervisionTable;
  session_series: SessionSeriesTable;
  referral: ReferralTable;
  referral_event: ReferralEventTable;
  referral_look: ReferralLookTable;
  visitor_evaluation: VisitorEvaluationTable;
  booking_wish: BookingWishTable;
  desk_code: DeskCodeTable;
  desk_booking: DeskBookingTable;
  same_day_offer: SameDayOfferTable;
  calendar_link: CalendarLinkTable;
  appointment_reminder: AppointmentReminderTable;
  day_sheet: DaySheetTable;
  counsellor_absence: CounsellorAbsenceTable;
  change_offer: ChangeOfferTable;
  change_offer_slot: ChangeOfferSlotTable;
  waiting_list_entry: WaitingListEntryTable;
  slot_offer: SlotOfferTable;
  calendar_feed: CalendarFeedTable;
  activity: ActivityTable;
  activity_date: ActivityDateTable;
  sign_up: SignUpTable;
  activity_attendance: ActivityAttendanceTable;
  audit_entry: AuditEntryTable;
  audit_chain: AuditChainTable;
  audit_cut: AuditCutTable;
  past_session: PastSessionTable;
  past_evaluation: PastEvaluationTable;
  past_led: PastLedTable;
};
