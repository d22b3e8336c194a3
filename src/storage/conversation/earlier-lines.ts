import { VaultError } from '../../access/vault.ts';
import type { EarlierLine, HeardStore } from '../../conversation/ports/heard-store.ts';
import type { Match } from '../../keywords/screening.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { HEARD_PLACE, openMatches, SCREENING_PLACE } from './heard-line.ts';

/** By the index on address and order; the bounds come after the limit, since a silent month holds nothing to find. */
export function createReadRecent(session: Session, keys: KeyRing): HeardStore['recent'] {
  return async (addressId, since, most) => {
    const rows = await session
      .selectFrom((eb) =>
        eb
          .selectFrom('heard')
          .select(['id', 'at', 'kind', 'level', 'body_sealed', 'screening_sealed'])
          .where('address_id', '=', addressId)
          .orderBy('seq', 'desc')
          .limit(most)
          .as('latest'),
      )
      .selectAll()
      .where('at', '>=', since)
      .execute();
    if (rows.length === 0) return [];
    const key = await keys.ofAddress(session, addressId);
    return rows
      .flatMap(({ kind, ...row }): readonly EarlierLine[] => {
        if (kind === 'choice' || kind === 'recalled') return [];
        return orEmpty(() => {
          const text = keys.vault.open(key, { table: HEARD_PLACE, row: row.id }, row.body_sealed);
          const matches = row.level === 'none' ? [] : openMatches(row, key, keys.vault);
          return [{ id: row.id, text, at: row.at, kind, level: row.level, matches }];
        });
      })
      .reverse();
  };
}

/** A new word must not fail on an old one that is damaged. */
function orEmpty<T>(open: () => readonly T[]): readonly T[] {
  try {
    return open();
  } catch (error) {
    if (error instanceof VaultError) return [];
    throw error;
  }
}

const same = (a: Match, b: Match): boolean => a.rule === b.rule && a.start === b.start && a.end === b.end;

export function createTakePart(session: Session, keys: KeyRing): HeardStore['takePart'] {
  return async (addressId, parts, caseId) => {
    const key = await keys.ofAddress(session, addressId);
    const ids = parts.map(({ id }) => id);
    const rows = await session
      .selectFrom('heard')
      .select(['id', 'case_id', 'screening_sealed'])
      .where('address_id', '=', addressId)
      .where('id', 'in', ids)
      .execute();
    for (const row of rows) {
      const known = orEmpty(() => openMatches(row, key, keys.vault));
      const added = parts.filter(({ id }) => id === row.id).flatMap(({ matches }) => matches);
      const all = [...known, ...added].filter(
        (one, index, list) => list.findIndex((two) => same(one, two)) === index,
      );
      const place = { table: SCREENING_PLACE, row: row.id };
      await session
        .updateTable('heard')
        .set({
          case_id: row.case_id ?? caseId,
          screening_sealed: keys.vault.seal(key, place, JSON.stringify(all)),
        })
        .where('id', '=', row.id)
        .execute();
    }
  };
}
