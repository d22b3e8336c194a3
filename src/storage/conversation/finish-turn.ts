import type { DataKey } from '../../access/vault.ts';
import type { IncomingStore, TurnEnd } from '../../conversation/ports/incoming-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { FLOW_PLACE } from '../people/address-row.ts';
import { HEARD_PLACE, SCREENING_PLACE } from './heard-line.ts';
import { toRow } from './outgoing-row.ts';

/** All in one statement: each of its own would cost as much as the whole. */
export function createFinish(session: Session, keys: KeyRing): IncomingStore['finish'] {
  const sealedHeard = ({ heard, addressId, now }: TurnEnd, key: DataKey) => ({
    id: heard.id,
    address_id: addressId,
    case_id: heard.caseId,
    kind: heard.kind,
    body_sealed: keys.vault.seal(key, { table: HEARD_PLACE, row: heard.id }, heard.text),
    level: heard.screening.level,
    screening_sealed: keys.vault.seal(
      key,
      { table: SCREENING_PLACE, row: heard.id },
      JSON.stringify(heard.screening.matches),
    ),
    at: heard.at ?? now,
    message: heard.message ?? null,
    calls_person: heard.callsPerson ?? false,
  });

  const sealedFlow = ({ addressId, flow }: TurnEnd, key: DataKey) =>
    flow === undefined
      ? {}
      : { flow_sealed: keys.vault.seal(key, { table: FLOW_PLACE, row: addressId }, flow) };

  return async (end) => {
    const { addressId, incomingId, now } = end;
    const key = await keys.ofAddress(session, addressId);
    const rows = end.outgoing.map((row) => toRow(row, key, keys, now));
    const ending = session
      .with('words', (query) => query.insertInto('heard').values(sealedHeard(end, key)))
      .with('taken', (query) =>
        query.updateTable('incoming').set({ status: 'done', done_at: now }).where('id', '=', incomingId),
      )
      .with('place', (query) =>
        query
          .updateTable('address')
          .set({ last_heard_at: now, reachable: true, ...sealedFlow(end, key) })
          .where('id', '=', addressId)
          .returning('id'),
      );
    if (rows.length === 0) {
      await ending.selectFrom('place').select('id').execute();
      return [];
    }
    const said = await ending
      .insertInto('outgoing')
      .values(rows)
      .onConflict((oc) => oc.column('dedupe_key').doNothing())
      .returning('id')
      .execute();
    return said.map(({ id }) => id);
  };
}
