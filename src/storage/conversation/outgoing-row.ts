import type { DataKey } from '../../access/vault.ts';
import type { NewOutgoing } from '../../conversation/ports/outgoing-store.ts';
import type { KeyRing } from '../key-ring.ts';

export const OUTGOING_PLACE = 'outgoing.body';

export const toRow = (row: NewOutgoing, key: DataKey, { vault }: KeyRing, now: Date) => ({
  id: row.id,
  address_id: row.addressId,
  case_id: row.caseId,
  author_staff_id: row.authorStaffId,
  lane: row.lane,
  dedupe_key: row.dedupeKey,
  body_sealed: vault.seal(key, { table: OUTGOING_PLACE, row: row.id }, JSON.stringify(row.message)),
  not_before: row.notBefore,
  stale_at: row.staleAt ?? null,
  at: now,
  claimed_by: null,
  claimed_at: null,
  external_id: null,
  error_code: null,
  sent_at: null,
});
