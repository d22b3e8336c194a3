import type { ReportStore } from '../../handoff/report-store.ts';
import type { Session } from '../database.ts';
import { toCase } from './open-case.ts';

/** Its row is held, so that of two who change their mind at once the second finds what the first has done. */
const lockOpen = (session: Session, caseId: string) =>
  session
    .selectFrom('handoff_case')
    .select('contact_id')
    .where('id', '=', caseId)
    .where('status', '!=', 'closed')
    .forNoKeyUpdate()
    .executeTakeFirst();

async function nameContact(session: Session, caseId: string, contactId: string) {
  const row = await session
    .updateTable('handoff_case')
    .set({ contact_id: contactId, whose_unsaid: false })
    .where('id', '=', caseId)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toCase(row);
}

export function createTurnToOther(session: Session): ReportStore['turnToOther'] {
  return async (caseId, subjectId, now) => {
    const current = await lockOpen(session, caseId);
    if (current === undefined) return null;
    const marked = await session
      .insertInto('case_report')
      .values({ case_id: caseId, reporter_contact_id: current.contact_id, at: now })
      .onConflict((oc) => oc.doNothing())
      .returning('case_id')
      .executeTakeFirst();
    if (marked === undefined) return null;
    await session.insertInto('contact').values({ id: subjectId, made_at: now }).execute();
    return nameContact(session, caseId, subjectId);
  };
}

export function createTurnToSelf(session: Session): ReportStore['turnToSelf'] {
  return async (caseId) => {
    if ((await lockOpen(session, caseId)) === undefined) return null;
    const report = await session
      .deleteFrom('case_report')
      .where('case_id', '=', caseId)
      .returning('reporter_contact_id')
      .executeTakeFirst();
    return report === undefined ? null : nameContact(session, caseId, report.reporter_contact_id);
  };
}
