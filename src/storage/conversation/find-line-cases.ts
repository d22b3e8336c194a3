import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import { BEFORE_MINUTES } from './postgres-timeline-store.ts';

/** Cases whose conversation shows what this person said at this time, by the same bounds as the timeline of a case. */
export async function findLineCases(session: Session, contactId: string, at: Date): Promise<string[]> {
  const cases = await session
    .selectFrom('handoff_case')
    .select('id')
    .where('contact_id', '=', contactId)
    .where(sql<boolean>`${at} > opened_at - make_interval(mins => ${BEFORE_MINUTES})`)
    .where((eb) => eb.or([eb('closed_at', 'is', null), eb('closed_at', '>=', at)]))
    .execute();
  return cases.map(({ id }) => id);
}
