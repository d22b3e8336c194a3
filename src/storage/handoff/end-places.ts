import type { Session } from '../database.ts';

/**
 * Takes somebody out of those beside the owner, or all of them. Whoever gets a case is no longer beside its owner, and
 * with the end of a case nobody is: so it belongs into the acts that do this, and not to whoever calls them.
 * @returns how many stood there
 */
export async function endPlaces(
  session: Session,
  caseId: string,
  who: { readonly staffId: string } | 'everybody',
  now: Date,
): Promise<number> {
  const rows = await session
    .updateTable('case_member')
    .set({ left_at: now })
    .where('case_id', '=', caseId)
    .where('left_at', 'is', null)
    .$if(who !== 'everybody', (query) =>
      who === 'everybody' ? query : query.where('staff_id', '=', who.staffId),
    )
    .returning('id')
    .execute();
  return rows.length;
}
