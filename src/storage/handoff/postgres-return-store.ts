import { isOutcome } from '../../handoff/case.ts';
import type { ReturnStore } from '../../handoff/return-store.ts';
import type { Session } from '../database.ts';
import { toCase } from './open-case.ts';
import { endAnswers } from './postgres-waiting-store.ts';

export function createPostgresReturnStore(session: Session): ReturnStore {
  return {
    async lastClosed(contactId, since) {
      const closed = session
        .selectFrom('handoff_case')
        .selectAll()
        .where('status', '=', 'closed')
        .where('closed_at', '>', since)
        .orderBy('closed_at', 'desc')
        .limit(1)
        .forNoKeyUpdate();
      const own = await closed.where('contact_id', '=', contactId).executeTakeFirst();
      const reported = await closed
        .where('id', 'in', (eb) =>
          eb
            .selectFrom('case_report')
            .select('case_report.case_id')
            .where('case_report.reporter_contact_id', '=', contactId),
        )
        .where('contact_id', '!=', contactId)
        .executeTakeFirst();
      return { own: own ? toCase(own) : null, reported: reported ? toCase(reported) : null };
    },
    async resume({ id, caseId, ownerId, addressId, channel, now }) {
      const before = await session
        .selectFrom('handoff_case')
        .selectAll()
        .where('id', '=', caseId)
        .where('status', '=', 'closed')
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('handoff_case as other')
                .select('other.id')
                .whereRef('other.contact_id', '=', 'handoff_case.contact_id')
                .where('other.status', '!=', 'closed'),
            ),
          ),
        )
        .forNoKeyUpdate()
        .executeTakeFirst();
      if (!before || before.closed_at === null || before.outcome === null) return null;
      await session
        .insertInto('case_resumption')
        .values({
          id,
          case_id: caseId,
          at: now,
          closed_at: before.closed_at,
          outcome: before.outcome,
          outcome_note_sealed: before.outcome_note_sealed,
          owner_id: before.owner_id,
        })
        .execute();
      await endAnswers(session, caseId);
      const owned = ownerId !== null;
      const row = await session
        .updateTable('handoff_case')
        .set({
          status: owned ? 'acknowledged' : 'open',
          owner_id: ownerId,
          acknowledged_at: owned ? now : null,
          contacted_at: null,
          unanswered_since: owned ? now : null,
          closed_at: null,
          outcome: null,
          outcome_note_sealed: null,
          address_id: addressId,
          channel,
          resumed_at: now,
          level_since: now,
          step: 0,
          wake_at: now,
          tell_at: owned ? null : now,
          tell_count: 0,
          unreplied_since: null,
          student_silent_since: null,
          owner_active_at: owned ? now : null,
          nudged_at: null,
          called_at: null,
          hold_kind: null,
          hold_since: null,
          hold_until: null,
          arrived_at: null,
        })
        .where('id', '=', caseId)
        .returningAll()
        .executeTakeFirstOrThrow();
      return toCase(row);
    },
    async ofCase(caseId) {
      const rows = await session
        .selectFrom('case_resumption')
        .select(['id', 'at', 'closed_at', 'outcome'])
        .where('case_id', '=', caseId)
        .orderBy('at')
        .execute();
      return rows.map(({ id, at, closed_at: closedAt, outcome }) => ({
        id,
        at,
        closedAt,
        outcome: isOutcome(outcome) ? outcome : null,
      }));
    },
    async pageClosed(addressId, dueAt) {
      await session
        .insertInto('page_departure')
        .values({ address_id: addressId, due_at: dueAt })
        .onConflict((oc) => oc.column('address_id').doUpdateSet({ due_at: dueAt }))
        .execute();
    },
    async pageBack(addressId) {
      await session.deleteFrom('page_departure').where('address_id', '=', addressId).execute();
    },
    async dueDepartures(now, limit) {
      const rows = await session
        .selectFrom('page_departure')
        .select('address_id')
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .limit(limit)
        .execute();
      return rows.map((row) => row.address_id);
    },
    async takeDeparture(addressId, now) {
      const gone = await session
        .deleteFrom('page_departure')
        .where('address_id', '=', addressId)
        .where('due_at', '<=', now)
        .returning('address_id')
        .executeTakeFirst();
      if (!gone) return null;
      const row = await session
        .selectFrom('address')
        .select('contact_id')
        .where('id', '=', addressId)
        .executeTakeFirst();
      return row ? { contactId: row.contact_id } : null;
    },
  };
}
