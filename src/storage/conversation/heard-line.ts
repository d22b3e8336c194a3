import type { Selectable } from 'kysely';
import type { DataKey, Vault } from '../../access/vault.ts';
import type { StudentLine } from '../../conversation/ports/timeline.ts';
import type { Match } from '../../keywords/screening.ts';
import { decodeMedia, type MediaColumns } from '../media/line-media.ts';
import type { HeardTable } from '../schema/conversation.ts';
import type { ScreeningMarkTable } from '../schema/marks.ts';

export const HEARD_PLACE = 'heard.body';
export const SCREENING_PLACE = 'heard.screening';

/** What a line needs of what somebody said of its screening. */
export const MARK_COLUMNS = ['screening_mark.verdict', 'screening_mark.expected'] as const;

type MarkColumns = {
  readonly verdict: ScreeningMarkTable['verdict'] | null;
  readonly expected: ScreeningMarkTable['expected'];
};

export const openMatches = (
  { id, screening_sealed }: Pick<Selectable<HeardTable>, 'id' | 'screening_sealed'>,
  key: DataKey,
  vault: Vault,
): readonly Match[] =>
  screening_sealed === null
    ? []
    : (JSON.parse(vault.open(key, { table: SCREENING_PLACE, row: id }, screening_sealed)) as Match[]);

/** @param row with the columns of the file beside the words and of its mark, where these are wanted too */
export function decodeHeard(
  row: Selectable<HeardTable> & Partial<MediaColumns> & Partial<MarkColumns>,
  key: DataKey,
  vault: Vault,
): StudentLine {
  return {
    from: 'student',
    id: row.id,
    at: row.at,
    kind: row.kind,
    text: vault.open(key, { table: HEARD_PLACE, row: row.id }, row.body_sealed),
    level: row.level,
    matches: openMatches(row, key, vault),
    ...decodeMedia(row),
    ...decodeMark(row),
  };
}

const decodeMark = ({ verdict, expected }: Partial<MarkColumns>): Pick<StudentLine, 'mark'> =>
  verdict ? { mark: { verdict, expected: expected ?? null } } : {};
