import type { Selectable } from 'kysely';
import type { DataKey, Vault } from '../../access/vault.ts';
import type { Line } from '../../conversation/ports/timeline.ts';
import type { Match } from '../../keywords/screening.ts';
import { decodeMedia, type MediaColumns } from '../media/line-media.ts';
import type { HeardTable } from '../schema/conversation.ts';

export const HEARD_PLACE = 'heard.body';
export const SCREENING_PLACE = 'heard.screening';

/** @param row with the columns of `withMedia` where the file beside the words is wanted too */
export function decodeHeard(
  row: Selectable<HeardTable> & Partial<MediaColumns>,
  key: DataKey,
  vault: Vault,
): Line {
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
    ...decodeMedia(row),
  };
}
