import type { FoundMedia } from '../../media/media-store.ts';
import { BEFORE_MINUTES } from '../conversation/postgres-timeline-store.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';

/** Where it is shown, by the same bounds as the timeline of a case. */
export async function findMedia(session: Session, id: string): Promise<FoundMedia | null> {
  const line = await session
    .selectFrom('media')
    .innerJoin('heard', 'heard.id', 'media.heard_id')
    .innerJoin('address', 'address.id', 'heard.address_id')
    .select(['heard.id', 'address.contact_id', 'heard.at'])
    .where('media.id', '=', id)
    .executeTakeFirst();
  if (!line) return null;
  const cases = await session
    .selectFrom('handoff_case')
    .select('id')
    .where('contact_id', '=', line.contact_id)
    .where(sql<boolean>`${line.at} > opened_at - make_interval(mins => ${BEFORE_MINUTES})`)
    .where((eb) => eb.or([eb('closed_at', 'is', null), eb('closed_at', '>=', line.at)]))
    .execute();
  const review = await session
    .selectFrom('review_item')
    .select('id')
    .where('heard_id', '=', line.id)
    .where('reviewed_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return { id, caseIds: cases.map((one) => one.id), inReview: review !== undefined };
}
