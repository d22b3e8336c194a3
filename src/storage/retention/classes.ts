import type { Schema } from '../schema.ts';

/**
 * How long things are kept. The comment of each table in `migrations/` begins with one of its class's `comments`; a test
 * holds the two together, so that a table without a class cannot land. Sources: docs/sources.md.
 */
type RetentionClass = {
  /** What a table's comment says behind `retention: `. */
  readonly comments: readonly string[];
  /** What carries it out: a file of src/storage, or why nothing has to. */
  readonly by:
    | 'tidy'
    | 'counselling'
    | 'cases'
    | 'audit'
    | 'people'
    | 'roster'
    | 'with-another'
    | 'centre'
    | 'not-yet';
};

export const RETENTION_CLASSES = {
  /** What the program needs while it runs; overwritten, not collected. */
  state: { comments: ['none (state)', 'none (configuration)'], by: 'centre' },
  /** The centre's own: it goes when they take it away. */
  centre: { comments: ['as long as the centre'], by: 'centre' },
  example: { comments: ['until it is taken back by the student or the centre'], by: 'centre' },
  machinery: { comments: ['1 day', '30 days'], by: 'tidy' },
  network: { comments: ['6 months (network log)'], by: 'tidy' },
  chat: {
    comments: ['chat 180 days;', 'chat, 180 days', 'that of the line it belongs to: chat'],
    by: 'tidy',
  },
  waiting: { comments: ['180 days after it is settled', 'that of its entry'], by: 'tidy' },
  operations: { comments: ['3 years', 'that of its drill: 3 years'], by: 'tidy' },
  duty: { comments: ['duty, 10 years'], by: 'tidy' },
  figures: { comments: ['figures without a person, 10 years'], by: 'counselling' },
  counselling: {
    comments: [
      'counselling records, 5 years',
      'counselling, 5 years',
      'that of its appointment: counselling',
    ],
    by: 'counselling',
  },
  crisis: { comments: ['crisis, 10 years', 'that of its case: crisis 10 years'], by: 'cases' },
  audit: { comments: ['audit, 10 years'], by: 'audit' },
  people: { comments: ['people, 180 days'], by: 'people' },
  roster: { comments: ['roster, 1 year after they left'], by: 'roster' },
  key: { comments: ['that of what it seals'], by: 'with-another' },
  staff: { comments: ['3 years after leaving', 'as long as the person works at the centre'], by: 'not-yet' },
} as const satisfies Readonly<Record<string, RetentionClass>>;

export type RetentionClassName = keyof typeof RETENTION_CLASSES;

export const RETENTION: Readonly<Record<keyof Schema, RetentionClassName>> = {
  clock: 'state',
  lease: 'state',
  part_state: 'state',
  digest: 'state',
  notifier_digest: 'state',
  bot_listening: 'state',
  bot_login: 'state',
  drill_plan: 'state',
  rota_calendar: 'state',
  rota_file: 'state',
  rota_task: 'state',
  override: 'centre',
  centre_rule: 'centre',
  centre_rule_version: 'centre',
  room: 'centre',
  room_hours: 'centre',
  audit_cut: 'centre',
  screening_example: 'example',
  change: 'machinery',
  incoming: 'machinery',
  sign_in_link: 'machinery',
  continue_link: 'machinery',
  move_code: 'machinery',
  move_try: 'machinery',
  web_upload: 'machinery',
  identity_claim: 'machinery',
  identity_try: 'machinery',
  identity_code: 'machinery',
  desk_code: 'machinery',
  day_sheet: 'machinery',
  shift_notice: 'machinery',
  canary_run: 'machinery',
  calendar_feed: 'machinery',
  staff_session: 'network',
  heard: 'chat',
  outgoing: 'chat',
  media: 'chat',
  review_item: 'chat',
  screening_mark: 'chat',
  campaign_delivery: 'chat',
  waiting_list_entry: 'waiting',
  slot_offer: 'waiting',
  alarm: 'operations',
  campaign: 'operations',
  centre_rule_proposal: 'operations',
  drill: 'operations',
  drill_page: 'operations',
  activity: 'operations',
  activity_date: 'operations',
  sign_up: 'operations',
  activity_attendance: 'operations',
  availability_rule: 'operations',
  availability_exception: 'operations',
  counsellor_absence: 'operations',
  rota_shift: 'duty',
  rota_rotation: 'duty',
  rota_stint: 'duty',
  rota_swap: 'duty',
  on_call: 'duty',
  past_session: 'figures',
  past_evaluation: 'figures',
  past_led: 'figures',
  appointment: 'counselling',
  appointment_reminder: 'counselling',
  attendance_change: 'counselling',
  booking_wish: 'counselling',
  calendar_link: 'counselling',
  change_offer: 'counselling',
  change_offer_slot: 'counselling',
  counselling_file: 'counselling',
  desk_booking: 'counselling',
  identity_binding: 'counselling',
  identity_request: 'counselling',
  intake_answer: 'counselling',
  intake_form: 'counselling',
  referral: 'counselling',
  referral_event: 'counselling',
  referral_look: 'counselling',
  session_record: 'counselling',
  same_day_offer: 'counselling',
  session_series: 'counselling',
  session_visit: 'counselling',
  visitor_evaluation: 'counselling',
  handoff_case: 'crisis',
  page: 'crisis',
  case_answer_before: 'crisis',
  case_event: 'crisis',
  case_fact: 'crisis',
  case_link: 'crisis',
  case_member: 'crisis',
  case_note: 'crisis',
  case_question: 'crisis',
  case_report: 'crisis',
  case_request: 'crisis',
  case_resumption: 'crisis',
  closing: 'crisis',
  crisis_report: 'crisis',
  crisis_report_supplement: 'crisis',
  follow_up: 'crisis',
  hand_over: 'crisis',
  informed_party: 'crisis',
  register_change: 'crisis',
  register_entry: 'crisis',
  safety_plan: 'crisis',
  screener_run: 'crisis',
  break_glass: 'audit',
  audit_entry: 'audit',
  audit_chain: 'audit',
  contact: 'people',
  address: 'people',
  address_join: 'people',
  consent: 'people',
  web_session: 'people',
  page_departure: 'people',
  roster_entry: 'roster',
  data_key: 'key',
  staff_member: 'staff',
  staff_address: 'staff',
  supervision: 'staff',
  counsellor_profiles: 'staff',
};

/** Which class a table's comment names; null for none. Pure. */
export function readRetentionClass(comment: string): RetentionClassName | null {
  const text = comment.startsWith('retention: ') ? comment.slice('retention: '.length) : '';
  const names = Object.keys(RETENTION_CLASSES) as RetentionClassName[];
  const says = (name: RetentionClassName): number => {
    const fitting = RETENTION_CLASSES[name].comments.filter((one) => text.startsWith(one));
    return Math.max(0, ...fitting.map((one) => one.length));
  };
  const [best] = names.filter((name) => says(name) > 0).sort((a, b) => says(b) - says(a));
  return best ?? null;
}
