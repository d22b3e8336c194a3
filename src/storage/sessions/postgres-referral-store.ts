import type { Selectable } from 'kysely';
import type { Referral, ReferralBody, ReferralStore } from '../../sessions/referral.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import type { ReferralTable } from '../schema/sessions.ts';
import { loadFileKey, makeFileKey } from './file-key.ts';
import { isUuid } from './session-rows.ts';

const BODY_PLACE = 'referral.body';
/** Older ones were sealed without these. */
const NOT_SAID: Pick<ReferralBody, 'sent' | 'withdrawn'> = { sent: '', withdrawn: '' };

export function createPostgresReferralStore(session: Session, keys: KeyRing): ReferralStore {
  const open = async (row: Selectable<ReferralTable>): Promise<Referral> => {
    const key = await loadFileKey(session, keys, row.contact_id);
    if (key === null) throw new Error('a referral without a counselling file');
    return {
      id: row.id,
      contactId: row.contact_id,
      appointmentId: row.appointment_id,
      staffId: row.staff_id,
      outside: row.outside,
      status: row.status,
      body: {
        ...NOT_SAID,
        ...(JSON.parse(
          keys.vault.open(key, { table: BODY_PLACE, row: row.id }, row.body_sealed),
        ) as ReferralBody),
      },
      madeAt: row.made_at,
      changedAt: row.changed_at,
    };
  };
  const seal = async ({ id, contactId, body }: Referral, now: Date): Promise<Buffer> =>
    keys.vault.seal(
      await makeFileKey(session, keys, contactId, now),
      { table: BODY_PLACE, row: id },
      JSON.stringify(body),
    );
  const note = async (id: string, one: Referral, staffId: string, at: Date): Promise<void> => {
    await session
      .insertInto('referral_event')
      .values({ id, referral_id: one.id, kind: one.status, staff_id: staffId, at })
      .execute();
  };
  const openAll = async (rows: Selectable<ReferralTable>[]): Promise<Referral[]> => {
    const all: Referral[] = [];
    for (const row of rows) all.push(await open(row));
    return all;
  };
  const select = () => session.selectFrom('referral').selectAll().orderBy('made_at', 'desc');

  return {
    async add(one, eventId) {
      const row = await session
        .insertInto('referral')
        .values({
          id: one.id,
          contact_id: one.contactId,
          appointment_id: one.appointmentId,
          staff_id: one.staffId,
          outside: one.outside,
          status: one.status,
          body_sealed: await seal(one, one.madeAt),
          made_at: one.madeAt,
          changed_at: one.changedAt,
        })
        // The same form sent twice.
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (row !== undefined) await note(eventId, one, one.staffId, one.madeAt);
    },
    async find(id) {
      if (!isUuid(id)) return null;
      const row = await session
        .selectFrom('referral')
        .selectAll()
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      return row === undefined ? null : open(row);
    },
    ofSession: async (appointmentId) =>
      openAll(await select().where('appointment_id', '=', appointmentId).execute()),
    async list(whose) {
      if (whose !== 'all' && whose.length === 0) return [];
      const all = whose === 'all' ? select() : select().where('staff_id', 'in', [...whose]);
      return openAll(await all.execute());
    },
    async change(one, event) {
      await session
        .updateTable('referral')
        .set({ status: one.status, body_sealed: await seal(one, event.at), changed_at: event.at })
        .where('id', '=', one.id)
        .execute();
      await note(event.id, one, event.staffId, event.at);
    },
    async events(id) {
      const rows = await session
        .selectFrom('referral_event')
        .select(['kind', 'staff_id', 'at'])
        .where('referral_id', '=', id)
        .orderBy('seq')
        .execute();
      return rows.map(({ kind, staff_id, at }) => ({ kind, staffId: staff_id, at }));
    },
  };
}
