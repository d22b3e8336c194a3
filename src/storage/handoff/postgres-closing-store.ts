import type { Selectable } from 'kysely';
import type { DataKey } from '../../access/vault.ts';
import { type Informed, isGround, isParty } from '../../handoff/closing/closing.ts';
import type { ClosingStore, KeptClosing, NotedInformed } from '../../handoff/closing-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import type { InformedPartyTable } from '../schema/closing.ts';
import { loadCaseKey } from './case-key.ts';

const DETAIL_PLACE = 'informed_party.detail';

export function createPostgresClosingStore(session: Session, keys: KeyRing): ClosingStore {
  const seal = (key: DataKey, id: string, detail: string): Buffer | null =>
    detail === '' ? null : keys.vault.seal(key, { table: DETAIL_PLACE, row: id }, detail);
  const toInformed = (one: Selectable<InformedPartyTable>, key: DataKey): Informed => ({
    party: isParty(one.party) ? one.party : 'other',
    at: one.informed_at,
    staffId: one.staff_id,
    ground: isGround(one.ground) ? one.ground : 'legal-demand',
    detail:
      one.detail_sealed === null
        ? ''
        : keys.vault.open(key, { table: DETAIL_PLACE, row: one.id }, one.detail_sealed),
  });

  return {
    async add({ id, caseId, staffId, outcome, informed, at }, newId) {
      await session
        .insertInto('closing')
        .values({ id, case_id: caseId, staff_id: staffId, outcome, at })
        .execute();
      if (informed.length === 0) return;
      const key = await loadCaseKey(session, keys, caseId);
      const rows = informed.map((one) => {
        const rowId = newId();
        return {
          id: rowId,
          closing_id: id,
          party: one.party,
          informed_at: one.at,
          staff_id: one.staffId,
          ground: one.ground,
          detail_sealed: seal(key, rowId, one.detail),
          case_id: null,
          noted_by: null,
          noted_at: null,
        };
      });
      await session.insertInto('informed_party').values(rows).execute();
    },
    async ofCase(caseId) {
      const closings = await session
        .selectFrom('closing')
        .selectAll()
        .where('case_id', '=', caseId)
        .orderBy('at')
        .execute();
      if (closings.length === 0) return [];
      const ids = closings.map(({ id }) => id);
      const parties = await session
        .selectFrom('informed_party')
        .selectAll()
        .where('closing_id', 'in', ids)
        .orderBy('informed_at')
        .execute();
      const key = await loadCaseKey(session, keys, caseId);
      return closings.map(
        (row): KeptClosing => ({
          id: row.id,
          caseId,
          staffId: row.staff_id,
          outcome: row.outcome,
          at: row.at,
          informed: parties
            .filter(({ closing_id }) => closing_id === row.id)
            .map((one) => toInformed(one, key)),
        }),
      );
    },
    async noteInformed(id, caseId, { party, at, staffId, ground, detail, notedBy, notedAt }) {
      const key = await loadCaseKey(session, keys, caseId);
      const row = await session
        .insertInto('informed_party')
        .values({
          id,
          closing_id: null,
          party,
          informed_at: at,
          staff_id: staffId,
          ground,
          detail_sealed: seal(key, id, detail),
          case_id: caseId,
          noted_by: notedBy,
          noted_at: notedAt,
        })
        .onConflict((oc) => oc.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async noted(caseId) {
      const rows = await session
        .selectFrom('informed_party')
        .selectAll()
        .where('case_id', '=', caseId)
        .orderBy('informed_at')
        .execute();
      if (rows.length === 0) return [];
      const key = await loadCaseKey(session, keys, caseId);
      return rows.flatMap((row): NotedInformed[] =>
        row.noted_by === null || row.noted_at === null
          ? []
          : [{ ...toInformed(row, key), notedBy: row.noted_by, notedAt: row.noted_at }],
      );
    },
  };
}
