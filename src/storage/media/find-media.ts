import type { FoundMedia } from '../../media/media-store.ts';
import { findLineCases } from '../conversation/find-line-cases.ts';
import type { Session } from '../database.ts';

/** Where it is shown. */
export async function findMedia(session: Session, id: string): Promise<FoundMedia | null> {
  const line = await session
    .selectFrom('media')
    .innerJoin('heard', 'heard.id', 'media.heard_id')
    .innerJoin('address', 'address.id', 'heard.address_id')
    .select(['heard.id', 'heard.case_id', 'address.contact_id', 'heard.at'])
    .where('media.id', '=', id)
    .executeTakeFirst();
  if (!line) return findOfStaff(session, id);
  const review = await session
    .selectFrom('review_item')
    .select('id')
    .where('heard_id', '=', line.id)
    .where('reviewed_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return {
    id,
    caseIds: await findLineCases(session, {
      contactId: line.contact_id,
      at: line.at,
      caseId: line.case_id,
    }),
    inReview: review !== undefined,
  };
}

/** What a counsellor sent is read with the talk of its case. */
async function findOfStaff(session: Session, id: string): Promise<FoundMedia | null> {
  const row = await session
    .selectFrom('media')
    .select('case_id')
    .where('id', '=', id)
    .where('staff_id', 'is not', null)
    .executeTakeFirst();
  if (!row) return null;
  return { id, caseIds: row.case_id === null ? [] : [row.case_id], inReview: false };
}
