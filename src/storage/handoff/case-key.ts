import type { DataKey } from '../../access/vault.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';

/** The key that seals whatever is written about a case. */
export async function loadCaseKey(session: Session, keys: KeyRing, caseId: string): Promise<DataKey> {
  const row = await session
    .selectFrom('handoff_case')
    .select('data_key_id')
    .where('id', '=', caseId)
    .executeTakeFirstOrThrow();
  return keys.load(session, row.data_key_id);
}
