import type { ReportStore } from '../../handoff/report-store.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import { toCase } from './open-case.ts';
import { createTurnToOther, createTurnToSelf } from './turn-case.ts';

export function createPostgresReportStore(session: Session): ReportStore {
  const openOf = (reporterContactId: string) =>
    session
      .selectFrom('handoff_case')
      .innerJoin('case_report', 'case_report.case_id', 'handoff_case.id')
      .selectAll('handoff_case')
      .where('case_report.reporter_contact_id', '=', reporterContactId)
      .where('handoff_case.status', '!=', 'closed')
      .orderBy('handoff_case.number');
  return {
    async activeOf(reporterContactId) {
      const row = await openOf(reporterContactId).limit(1).executeTakeFirst();
      return row ? toCase(row) : null;
    },
    async openOf(reporterContactId) {
      return (await openOf(reporterContactId).execute()).map(toCase);
    },
    async reporterOf(caseId) {
      const row = await session
        .selectFrom('case_report')
        .select('reporter_contact_id')
        .where('case_id', '=', caseId)
        .executeTakeFirst();
      return row?.reporter_contact_id ?? null;
    },
    async among(caseIds) {
      if (caseIds.length === 0) return new Set();
      const rows = await session
        .selectFrom('case_report')
        .select('case_id')
        .where('case_id', 'in', [...caseIds])
        .execute();
      return new Set(rows.map((row) => row.case_id));
    },
    async addSubject(contactId, now) {
      await session.insertInto('contact').values({ id: contactId, made_at: now }).execute();
    },
    async markReport(caseId, reporterContactId, now) {
      await session
        .insertInto('case_report')
        .values({ case_id: caseId, reporter_contact_id: reporterContactId, at: now })
        .onConflict((oc) => oc.doNothing())
        .execute();
    },
    async isUnsaid(caseId) {
      const row = await session
        .selectFrom('handoff_case')
        .select('whose_unsaid')
        .where('id', '=', caseId)
        .executeTakeFirst();
      return row?.whose_unsaid ?? false;
    },
    async noteUnsaid(caseId, unsaid) {
      await session
        .updateTable('handoff_case')
        .set({ whose_unsaid: unsaid })
        .where('id', '=', caseId)
        .where('whose_unsaid', '!=', unsaid)
        .execute();
    },
    turnToOther: createTurnToOther(session),
    turnToSelf: createTurnToSelf(session),
    async link({ id, caseId, otherCaseId, staffId, now }) {
      const { numInsertedOrUpdatedRows } = await session
        .insertInto('case_link')
        .values({
          id,
          case_id: caseId,
          other_case_id: otherCaseId,
          staff_id: staffId,
          at: now,
          unlinked_at: null,
        })
        .onConflict((oc) => oc.doNothing())
        .executeTakeFirst();
      return Number(numInsertedOrUpdatedRows ?? 0) > 0;
    },
    async unlink(caseId, otherCaseId, now) {
      const row = await session
        .updateTable('case_link')
        .set({ unlinked_at: now })
        .where('unlinked_at', 'is', null)
        .where(
          sql<boolean>`(case_id, other_case_id) in ((${caseId}, ${otherCaseId}), (${otherCaseId}, ${caseId}))`,
        )
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async linksOf(caseId) {
      const rows = await session
        .selectFrom('case_link')
        .selectAll()
        .where('unlinked_at', 'is', null)
        .where((eb) => eb.or([eb('case_id', '=', caseId), eb('other_case_id', '=', caseId)]))
        .orderBy('at')
        .execute();
      return rows.map((row) => ({
        caseId: row.case_id === caseId ? row.other_case_id : row.case_id,
        staffId: row.staff_id,
        at: row.at,
      }));
    },
  };
}
