import { SINK } from '../../core/channel.ts';
import type { CaseEvent } from '../../handoff/case.ts';
import type { CaseStore } from '../../handoff/case-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { createAcknowledge } from './acknowledge-case.ts';
import { countDangers, createClose } from './close-case.ts';
import { createMarkContacted } from './mark-contacted.ts';
import { createOpenOrJoin, toCase } from './open-case.ts';
import { createPageStore } from './page-rows.ts';
import { createRaise } from './raise-case.ts';
import { createTransfer } from './transfer-case.ts';
import { NOTHING_OWED } from './watch-columns.ts';

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
    acknowledge: createAcknowledge(session, addEvent),
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
    dangersHeard: (caseId) => countDangers(session, caseId),
    close: createClose(session, keys, addEvent),
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
    async lookNow(caseIds, now) {
      if (caseIds.length === 0) return;
      // Always in the same order, so that two of these never wait for each other in a ring.
      const inOrder = select()
        .clearSelect()
        .select('id')
        .where('id', 'in', [...caseIds])
        .where('status', '=', 'open')
        .orderBy('id')
        .forNoKeyUpdate();
      await session.updateTable('handoff_case').set({ wake_at: now }).where('id', 'in', inOrder).execute();
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
