export type CaseRequestTable = {
  id: string;
  case_id: string;
  kind: 'transfer' | 'invite';
  from_staff_id: string;
  to_staff_id: string;
  status: 'offered' | 'accepted' | 'declined' | 'withdrawn' | 'expired';
  offered_at: Date;
  expires_at: Date;
  settled_at: Date | null;
};

export type CaseMemberTable = {
  id: string;
  case_id: string;
  staff_id: string;
  place: number;
  joined_at: Date;
  left_at: Date | null;
};

export type CaseNoteTable = {
  id: string;
  case_id: string;
  staff_id: string;
  text_sealed: Buffer;
  at: Date;
};

export type ScreenerRunTable = {
  id: string;
  case_id: string;
  staff_id: string;
  status: 'running' | 'done' | 'stopped';
  answers_sealed: Buffer;
  started_at: Date;
  ended_at: Date | null;
};

export type SafetyPlanTable = {
  id: string;
  case_id: string;
  contact_id: string;
  version: number;
  status: 'draft' | 'given';
  body_sealed: Buffer;
  staff_id: string;
  changed_at: Date;
  given_at: Date | null;
};
