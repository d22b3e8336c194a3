import { SINK } from '../../core/channel.ts';
import { fail, ok } from '../../core/result.ts';
import type { CaseEvent } from '../../handoff/case.ts';
import type { CaseStore } from '../../handoff/case-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { endPlaces } from './end-places.ts';
import { createMarkContacted } from './mark-contacted.ts';
import { createOpenOrJoin, toCase } from './open-case.ts';
import { createPageStore } from './page-rows.ts';
import { createRaise } from './raise-case.ts';
import { createTransfer } from './transfer-case.ts';
import { NOTHING_OWED } from './watch-columns.ts';

const NOTE_PLACE = 'handoff_case.outcome_note';

export function createPostgresCaseStore(session: Session, keys: KeyRing, newId: () => string): CaseStore {
  const select = () => session.selectFrom('handoff_case').selectAll();
  const active = (contactId: string) =>
    select().where('contact_id', '=', contactId).where('status', '!=', 'closed');

  const addEvent: CaseStore['addEvent'] = async (caseId, event) => {
    await session
      .insertInto('case_event')
      .values({
        id: newId(),
        case_id: caseId,
        kind: event.kind,
        staff_id: event.staffId,
        to_staff_id: event.toStaffId ?? null,
        level: event.level,
        at: event.at,
      })
      .execute();
  };

  return {
    addEvent,
    openOrJoin: createOpenOrJoin(session, keys, newId, addEvent),
    async activeOf(contactId) {
      const row = await active(contactId).executeTakeFirst();
      return row ? toCase(row) : null;
    },
    async byId(caseId) {
      const row = await select().where('id', '=', caseId).executeTakeFirst();
      return row ? toCase(row) : null;
    },
    async byNumber(number) {
      const row = await select().where('number', '=', number).where('channel', '!=', SINK).executeTakeFirst();
      return row ? toCase(row) : null;
    },
    async list(closedLimit) {
      const open = await select()
        .where('status', '!=', 'closed')
        .where('channel', '!=', SINK)
        .orderBy('opened_at')
        .execute();
      const closed = await select()
        .where('status', '=', 'closed')
        .where('channel', '!=', SINK)
        .orderBy('closed_at', 'desc')
        .limit(closedLimit)
        .execute();
      return [...open, ...closed].map(toCase);
    },
    async ownedBy(staffId) {
      const rows = await select()
        .where('owner_id', '=', staffId)
        .where('status', '!=', 'closed')
        .orderBy('acknowledged_at', 'desc')
        .execute();
      return rows.map(toCase);
    },
    async acknowledge(caseId, staffId, { dangerous, harmless }, now) {
      const row = await session
        .updateTable('handoff_case')
        .set({
          status: 'acknowledged',
          owner_id: staffId,
          acknowledged_at: now,
          contacted_at: null,
          unanswered_since: now,
          owner_active_at: now,
          wake_at: now,
          tell_at: null,
          ...NOTHING_OWED,
        })
        .where('id', '=', caseId)
        .where((eb) =>
          eb.or([
            eb('status', '=', 'open'),
            eb.and([
              eb('status', '=', 'acknowledged'),
              eb('owner_id', '!=', staffId),
              // By the same rule as `isOwnerSilent`: a hold counts from its end.
              eb.or([
                eb(sql<Date>`greatest(unanswered_since, hold_until)`, '<=', dangerous).and(
                  'unanswered_since',
                  'is not',
                  null,
                ),
                eb(sql<Date>`greatest(unreplied_since, hold_until)`, '<=', harmless).and(
                  'unreplied_since',
                  'is not',
                  null,
                ),
              ]),
            ]),
          ]),
        )
        .returningAll()
        .executeTakeFirst();
      if (!row) return fail('not-open');
      await endPlaces(session, caseId, { staffId }, now);
      await addEvent(caseId, { kind: 'acknowledged', staffId, level: row.level, at: now });
      return ok(toCase(row));
    },
    markContacted: createMarkContacted(session, addEvent),
    async markUnanswered(caseId, now) {
      await session
        .updateTable('handoff_case')
        .set((eb) => ({ unanswered_since: eb.fn.coalesce('unanswered_since', eb.val(now)), wake_at: now }))
        .where('id', '=', caseId)
        .where('status', '=', 'acknowledged')
        .execute();
    },
    async moveTo(caseId, addressId, channel) {
      const row = await session
        .updateTable('handoff_case')
        .set({ address_id: addressId, channel })
        .where('id', '=', caseId)
        .returningAll()
        .executeTakeFirstOrThrow();
      return toCase(row);
    },
    transfer: createTransfer(session, addEvent),
    raise: createRaise(session, addEvent),
    async reopenOf(staffId, now) {
      const rows = await session
        .updateTable('handoff_case')
        .set({
          status: 'open',
          owner_id: null,
          acknowledged_at: null,
          contacted_at: null,
          unanswered_since: null,
          owner_active_at: null,
          // The talk they had until now is no part of the wait.
          resumed_at: now,
          level_since: now,
          step: 0,
          wake_at: now,
          tell_at: now,
          tell_count: 0,
          ...NOTHING_OWED,
        })
        .where('owner_id', '=', staffId)
        .where('status', '!=', 'closed')
        .returning(['id', 'level'])
        .execute();
      for (const row of rows) await addEvent(row.id, { kind: 'left', staffId, level: row.level, at: now });
      return rows.map((row) => row.id);
    },
    async close(caseId, staffId, outcome, note, now) {
      const current = await select().where('id', '=', caseId).forNoKeyUpdate().executeTakeFirst();
      if (!current || current.status === 'closed' || current.owner_id !== staffId) return fail('not-yours');
      const key = await keys.load(session, current.data_key_id);
      const sealed = note === '' ? null : keys.vault.seal(key, { table: NOTE_PLACE, row: caseId }, note);
      const row = await session
        .updateTable('handoff_case')
        .set({
          status: 'closed',
          outcome,
          outcome_note_sealed: sealed,
          closed_at: now,
          wake_at: null,
          tell_at: null,
        })
        .where('id', '=', caseId)
        .returningAll()
        .executeTakeFirstOrThrow();
      await endPlaces(session, caseId, 'everybody', now);
      await addEvent(caseId, { kind: 'closed', staffId, level: row.level, at: now });
      return ok(toCase(row));
    },
    async events(caseId) {
      const rows = await session
        .selectFrom('case_event')
        .selectAll()
        .where('case_id', '=', caseId)
        .orderBy('seq')
        .execute();
      return rows.map((row): CaseEvent => {
        const level = row.level === 'high' || row.level === 'imminent' ? row.level : null;
        const { kind, staff_id: staffId, to_staff_id: toStaffId, at } = row;
        return { kind, staffId, ...(toStaffId === null ? {} : { toStaffId }), level, at };
      });
    },
    async claimDue(caseId, now) {
      const row = await select()
        .where('id', '=', caseId)
        .where((eb) => eb.or([eb('wake_at', '<=', now), eb('tell_at', '<=', now)]))
        .forNoKeyUpdate()
        .skipLocked()
        .executeTakeFirst();
      return row ? toCase(row) : null;
    },
    async dueIds(now, limit) {
      const rows = await session
        .selectFrom('handoff_case')
        .select('id')
        .where((eb) => eb.or([eb('wake_at', '<=', now), eb('tell_at', '<=', now)]))
        .where('channel', '!=', SINK)
        .orderBy(sql`level = 'imminent'`, 'desc')
        .orderBy('opened_at')
        .limit(limit)
        .execute();
      return rows.map((row) => row.id);
    },
    async saveEscalation(caseId, step, wakeAt) {
      await session
        .updateTable('handoff_case')
        .set({ step, wake_at: wakeAt })
        .where('id', '=', caseId)
        .execute();
    },
    async saveTold(caseId, tellCount, tellAt) {
      await session
        .updateTable('handoff_case')
        .set({ tell_count: tellCount, tell_at: tellAt })
        .where('id', '=', caseId)
        .execute();
    },
    ...createPageStore(session, newId),
  };
}
