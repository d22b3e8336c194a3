import type { Generated } from 'kysely';
import type { EntryStatus, OfferOutcome } from '../../booking/waiting-list/waiting-list-store.ts';

export type WaitingListEntryTable = {
  id: string;
  number: Generated<number>;
  contact_id: string;
  address_id: string;
  wishes_sealed: Buffer;
  joined_at: Date;
  urgent_at: Date | null;
  urgent_by: string | null;
  urgent_reason_sealed: Buffer | null;
  status: Generated<EntryStatus>;
  settled_at: Date | null;
  removed_by: string | null;
  removed_reason_sealed: Buffer | null;
  wishes_lost_at: Generated<Date | null>;
  wishes_told_at: Generated<Date | null>;
};

export type SlotOfferTable = {
  id: string;
  entry_id: string;
  staff_id: string;
  room_id: string | null;
  during: string;
  offered_at: Date;
  expires_at: Date;
  outcome: OfferOutcome | null;
  settled_at: Date | null;
  told_at: Date | null;
  end_told_at: Date | null;
  prolonged_at: Date | null;
};

export type CalendarFeedTable = {
  id: string;
  staff_id: string;
  secret_hash: Buffer;
  made_at: Date;
  revoked_at: Date | null;
};
