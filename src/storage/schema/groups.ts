import type { Generated } from 'kysely';
import type { ActivityKind, ActivityStatus, SignUpStatus } from '../../groups/activity.ts';

export type ActivityTable = {
  id: string;
  code: string;
  kind: ActivityKind;
  title: string;
  title_en: string | null;
  text: string;
  text_en: string | null;
  place: string;
  capacity: number;
  taken: Generated<number>;
  last_number: Generated<number>;
  sign_up_from: Date;
  sign_up_until: Date;
  question: string | null;
  question_en: string | null;
  question_kind: 'words' | 'yes-no' | null;
  leader_id: string;
  status: Generated<ActivityStatus>;
  version: Generated<number>;
  made_by: string;
  made_at: Date;
  changed_at: Date;
  called_off_at: Generated<Date | null>;
};

export type ActivityDateTable = {
  id: string;
  activity_id: string;
  starts_at: Date;
  ends_at: Date;
  /** Of before codes changed; it is read by nobody. */
  check_in: string | null;
  walk_ins: Generated<number>;
  reminded_at: Date | null;
  led_by: Generated<string | null>;
};

export type SignUpTable = {
  id: string;
  activity_id: string;
  contact_id: string;
  address_id: string;
  number: number;
  status: SignUpStatus;
  talk_asked_at: Date | null;
  name_sealed: Buffer | null;
  answer_sealed: Buffer | null;
  /** Kept by a trigger: whoever led when it was given. */
  answer_to: Generated<string | null>;
  asked_leader: Generated<string | null>;
  asked_version: Generated<number | null>;
  made_at: Date;
  changed_at: Date;
};

export type ActivityAttendanceTable = {
  sign_up_id: string;
  date_id: string;
  attended: boolean;
  staff_id: string | null;
  at: Date;
};
