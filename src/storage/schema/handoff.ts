import type { Generated, GeneratedAlways } from 'kysely';
import type { PageReason } from '../../handoff/case.ts';
import type { CaseWork } from '../../handoff/case-work.ts';
import type { WaitingEvent } from '../../handoff/waiting/events.ts';

export type HandoffCaseTable = {
  id: string;
  number: Generated<number>;
  data_key_id: string;
  contact_id: string;
  address_id: string;
  channel: 'web' | 'telegram' | 'wechat' | 'sink';
  level: 'high' | 'imminent';
  status: 'open' | 'acknowledged' | 'closed';
  known_contact: boolean;
  owner_id: string | null;
  opened_at: Date;
  level_since: Date;
  acknowledged_at: Date | null;
  contacted_at: Date | null;
  unanswered_since: Date | null;
  closed_at: Date | null;
  outcome: 'ordinary' | 'serious' | 'major-crisis' | 'false-alarm' | null;
  outcome_note_sealed: Buffer | null;
  step: Generated<number>;
  wake_at: Date | null;
  tell_at: Date | null;
  tell_count: Generated<number>;
  resumed_at: Generated<Date | null>;
  college: Generated<string | null>;
  unreplied_since: Generated<Date | null>;
  student_silent_since: Generated<Date | null>;
  owner_active_at: Generated<Date | null>;
  nudged_at: Generated<Date | null>;
  called_at: Generated<Date | null>;
  hold_kind: Generated<'on-phone' | 'on-the-way' | null>;
  hold_since: Generated<Date | null>;
  hold_until: Generated<Date | null>;
  arrived_at: Generated<Date | null>;
  whose_unsaid: Generated<boolean>;
};

export type PageTable = {
  id: string;
  case_id: string;
  staff_id: string;
  step: number;
  round: Generated<number>;
  reason: PageReason;
  at: Date;
  told_at: Date | null;
};

export type DigestTable = {
  staff_id: string;
  due_at: Date | null;
  last_at: Date | null;
  urgent_at: Generated<Date | null>;
};

export type NotifierDigestTable = {
  name: string;
  due_at: Date | null;
  last_at: Date | null;
};

export type CaseEventTable = {
  id: string;
  seq: GeneratedAlways<number>;
  case_id: string;
  kind:
    | 'opened'
    | 'raised'
    | 'paged'
    | 'acknowledged'
    | 'contacted'
    | 'silent-owner'
    | 'closed'
    | 'resumed'
    | 'transferred'
    | CaseWork
    | WaitingEvent
    | 'left'
    | 'on-phone'
    | 'on-the-way'
    | 'arrived'
    | 'arrival-withdrawn'
    | 'reminded'
    | 'silent-student'
    | 'both-silent';
  staff_id: string | null;
  to_staff_id: string | null;
  level: string | null;
  at: Date;
};
