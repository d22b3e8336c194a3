import type { Selectable } from 'kysely';
import type { FollowUp, FollowUpStore } from '../../handoff/follow-up-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import type { FollowUpTable } from '../schema/closing.ts';
import { loadCaseKey } from './case-key.ts';

const NOTE_PLACE = 'follow_up.note';

type Row = Selectable<FollowUpTable> & { readonly day: string };

export function createPostgresFollowUpStore(session: Session, keys: KeyRing): FollowUpStore {
  const select = () =>
    session.selectFrom('follow_up').selectAll().select(sql<string>`due_on::text`.as('day'));

  const openNote = async ({ id, case_id: caseId, note_sealed: sealed }: Row): Promise<string> => {
    if (sealed === null) return '';
    return keys.vault.open(await loadCaseKey(session, keys, caseId), { table: NOTE_PLACE, row: id }, sealed);
  };
  const toFollowUp = async (row: Row): Promise<FollowUp> => ({
    id: row.id,
    entryId: row.entry_id,
    caseId: row.case_id,
    dueOn: row.day,
    madeAt: row.made_at,
    wakeAt: row.wake_at,
    greetAt: row.greet_at,
    remindedAt: row.reminded_at,
    escalatedAt: row.escalated_at,
    outcome: row.outcome,
    note: await openNote(row),
    settledBy: row.settled_by,
    settledAt: row.settled_at,
  });
  const all = async (rows: readonly Row[]): Promise<FollowUp[]> => Promise.all(rows.map(toFollowUp));

  return {
    async plan(checks, now) {
      if (checks.length === 0) return;
      await session
        .insertInto('follow_up')
        .values(
          checks.map((one) => ({
            id: one.id,
            entry_id: one.entryId,
            case_id: one.caseId,
            due_on: one.dueOn,
            made_at: now,
            made_by: one.by,
            wake_at: one.wakeAt,
            greet_at: one.greetAt,
          })),
        )
        .onConflict((oc) => oc.columns(['entry_id', 'due_on']).where('outcome', 'is', null).doNothing())
        .execute();
    },
    async byId(id) {
      const row = await select().where('id', '=', id).executeTakeFirst();
      return row ? toFollowUp(row) : null;
    },
    async ofEntry(entryId) {
      return all(
        await select().where('entry_id', '=', entryId).orderBy('due_on').orderBy('made_at').execute(),
      );
    },
    async open(entryIds) {
      if (entryIds.length === 0) return [];
      const rows = select()
        .where('entry_id', 'in', [...entryIds])
        .where('outcome', 'is', null);
      return all(await rows.orderBy('due_on').execute());
    },
    async claim(id, now) {
      const row = await select()
        .where('id', '=', id)
        .where((eb) => eb.or([eb('wake_at', '<=', now), eb('greet_at', '<=', now)]))
        .forNoKeyUpdate()
        .skipLocked()
        .executeTakeFirst();
      return row ? toFollowUp(row) : null;
    },
    async dueIds(now, limit) {
      const rows = await session
        .selectFrom('follow_up')
        .select('id')
        .where((eb) => eb.or([eb('wake_at', '<=', now), eb('greet_at', '<=', now)]))
        .orderBy('due_on')
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },
    async noteWake(id, { wakeAt, remindedAt, escalatedAt }) {
      await session
        .updateTable('follow_up')
        .set({
          wake_at: wakeAt,
          ...(remindedAt === undefined ? {} : { reminded_at: remindedAt }),
          ...(escalatedAt === undefined ? {} : { escalated_at: escalatedAt }),
        })
        .where('id', '=', id)
        .execute();
    },
    async noteGreeted(id) {
      await session.updateTable('follow_up').set({ greet_at: null }).where('id', '=', id).execute();
    },
    async settle(id, { outcome, note, by }, now) {
      const current = await select()
        .where('id', '=', id)
        .where('outcome', 'is', null)
        .forNoKeyUpdate()
        .executeTakeFirst();
      if (current === undefined) return false;
      const key = await loadCaseKey(session, keys, current.case_id);
      const sealed = note === '' ? null : keys.vault.seal(key, { table: NOTE_PLACE, row: id }, note);
      await session
        .updateTable('follow_up')
        .set({ ...SETTLED, outcome, note_sealed: sealed, settled_by: by, settled_at: now })
        .where('id', '=', id)
        .execute();
      return true;
    },
    async dropOpen(entryId, by, now) {
      await session
        .updateTable('follow_up')
        .set({ ...SETTLED, outcome: 'dropped', settled_by: by, settled_at: now })
        .where('entry_id', '=', entryId)
        .where('outcome', 'is', null)
        .execute();
    },
    async places(contactId) {
      const rows = await session
        .selectFrom('address')
        .select(['id', 'channel', 'language', 'opted_out_at'])
        .where('contact_id', '=', contactId)
        .where('reachable', '=', true)
        .orderBy('last_heard_at', 'desc')
        .execute();
      return rows.flatMap(({ id, channel, language, opted_out_at: optedOutAt }) =>
        channel === 'web' || channel === 'telegram' || channel === 'wechat'
          ? [{ addressId: id, channel, language, optedOutAt }]
          : [],
      );
    },
  };
}

/** Nothing more is due of a check that is settled. */
const SETTLED = { wake_at: null, greet_at: null };
