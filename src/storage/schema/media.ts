import type { Generated } from 'kysely';

export type MediaTable = {
  id: string;
  /** Null for what somebody of the staff sent. */
  heard_id: string | null;
  address_id: string;
  what: string;
  status: 'wanted' | 'kept' | 'unreadable' | 'lost';
  file_sealed: Buffer | null;
  bytes_sealed: Buffer | null;
  kind: 'picture' | 'audio' | 'download' | null;
  mime: string | null;
  extension: string | null;
  code: string | null;
  attempts: Generated<number>;
  unended: Generated<number>;
  try_at: Date;
  at: Date;
  settled_at: Date | null;
  staff_id: Generated<string | null>;
  case_id: Generated<string | null>;
  caption_sealed: Generated<Buffer | null>;
};

export type WebUploadTable = {
  id: string;
  address_id: string;
  bytes_sealed: Buffer;
  at: Date;
};
