import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import { BEFORE_MINUTES } from './postgres-timeline-store.ts';

/** A line of somebody, and the case that it opened or was said in, however long before that case it was said. */
export type CaseLine = { readonly contactId: string; readonly at: Date; readonly caseId: string | null };

/** Cases whose conversation shows the line, by the same bounds as the timeline of a case. */
export async function findLineCases(
  session: Session,
  { contactId, at, caseId }: CaseLine,
): Promise<string[]> {
  const cases = await session
    .selectFrom('handoff_case')
    .leftJoin('case_report', 'case_report.case_id', 'handoff_case.id')
    .select('handoff_case.id')
    .where((eb) =>
      eb(eb.fn.coalesce('case_report.reporter_contact_id', 'handoff_case.contact_id'), '=', contactId),
    )
    .where((eb) =>
      eb.or([
        eb('handoff_case.id', '=', caseId),
        eb.and([
          sql<boolean>`${at} > opened_at - make_interval(mins => ${BEFORE_MINUTES})`,
          eb.or([eb('closed_at', 'is', null), eb('closed_at', '>=', at)]),
        ]),
      ]),
    )
    .execute();
  return cases.map(({ id }) => id);
}
