import type { Selectable } from 'kysely';
import type { DataKey, Vault } from '../../access/vault.ts';
import type { Line } from '../../conversation/ports/timeline.ts';
import type { Match } from '../../keywords/screening.ts';
import type { HeardTable } from '../schema/conversation.ts';

export const HEARD_PLACE = 'heard.body';
export const SCREENING_PLACE = 'heard.screening';

export function decodeHeard(row: Selectable<HeardTable>, key: DataKey, vault: Vault): Line {
  const matches =
    row.screening_sealed === null
      ? []
      : (JSON.parse(
          vault.open(key, { table: SCREENING_PLACE, row: row.id }, row.screening_sealed),
        ) as Match[]);
  return {
    from: 'student',
    id: row.id,
    at: row.at,
    kind: row.kind,
    text: vault.open(key, { table: HEARD_PLACE, row: row.id }, row.body_sealed),
    level: row.level,
    matches,
  };
}
