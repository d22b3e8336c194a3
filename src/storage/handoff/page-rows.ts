import type { CaseStore } from '../../handoff/case-store.ts';
import { type DigestItem, digestDueAt, stillStands } from '../../handoff/digest.ts';
import type { Session } from '../database.ts';

type PageStore = Pick<CaseStore, 'page' | 'pagedStaff' | 'dueDigests' | 'takeDigest'>;

/** Who is called for which case, and the one digest a minute by which a responder's messenger tells it. */
export function createPageStore(
  session: Session,
  newId: () => string,
  addEvent: CaseStore['addEvent'],
): PageStore {
  const makeDigestDue = async (staffId: string, digestSeconds: number, now: Date): Promise<void> => {
    await session
      .insertInto('digest')
      .values({ staff_id: staffId, due_at: null, last_at: null })
      .onConflict((oc) => oc.doNothing())
      .execute();
    const row = await session
      .selectFrom('digest')
      .selectAll()
      .where('staff_id', '=', staffId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow();
    if (row.due_at !== null) return;
    await session
      .updateTable('digest')
      .set({ due_at: digestDueAt(row.last_at, digestSeconds, now) })
      .where('staff_id', '=', staffId)
      .execute();
  };

  return {
    async page({ caseId, staffIds, step, reason, digestSeconds, now }) {
      // Always in the same order, so that two cases paging the same people never wait for each other in a ring.
      for (const staffId of [...staffIds].sort()) {
        await session
          .insertInto('page')
          .values({ id: newId(), case_id: caseId, staff_id: staffId, step, reason, at: now, told_at: null })
          .execute();
        await makeDigestDue(staffId, digestSeconds, now);
        await addEvent(caseId, { kind: 'paged', staffId, level: null, at: now });
      }
    },
    async pagedStaff(caseIds) {
      if (caseIds.length === 0) return new Map();
      const rows = await session
        .selectFrom('page')
        .select(['case_id', 'staff_id'])
        .distinct()
        .where('case_id', 'in', [...caseIds])
        .execute();
      const paged = new Map<string, string[]>();
      for (const row of rows) paged.set(row.case_id, [...(paged.get(row.case_id) ?? []), row.staff_id]);
      return paged;
    },
    async dueDigests(now, limit) {
      const rows = await session
        .selectFrom('digest')
        .select('staff_id')
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .limit(limit)
        .execute();
      return rows.map((row) => row.staff_id);
    },
    async takeDigest(staffId, now) {
      const due = await session
        .selectFrom('digest')
        .selectAll()
        .where('staff_id', '=', staffId)
        .where('due_at', '<=', now)
        .forNoKeyUpdate()
        .skipLocked()
        .executeTakeFirst();
      if (!due) return null;
      const told = await session
        .updateTable('page')
        .set({ told_at: now })
        .where('staff_id', '=', staffId)
        .where('told_at', 'is', null)
        .returning(['case_id', 'reason', 'at'])
        .execute();
      const news = await stillWaiting(session, staffId, told);
      const items =
        news.length === 0 ? [] : await stillWaiting(session, staffId, await lastPages(session, staffId, now));
      await session
        .updateTable('digest')
        .set({ due_at: null, ...(items.length > 0 ? { last_at: now } : {}) })
        .where('staff_id', '=', staffId)
        .execute();
      return items;
    },
  };
}

type ToldPage = { case_id: string; reason: DigestItem['reason']; at: Date };

/** What this responder was called for last, case by case. That a case was raised is news once. */
async function lastPages(session: Session, staffId: string, now: Date): Promise<ToldPage[]> {
  const rows = await session
    .selectFrom('page')
    .innerJoin('handoff_case', 'handoff_case.id', 'page.case_id')
    .distinctOn('page.case_id')
    .select(['page.case_id', 'page.reason', 'page.at', 'page.told_at'])
    .where('page.staff_id', '=', staffId)
    .where('handoff_case.status', '!=', 'closed')
    .orderBy('page.case_id')
    .orderBy('page.at', 'desc')
    .execute();
  return rows.filter((row) => row.reason !== 'raised' || row.told_at?.getTime() === now.getTime());
}

/** Of several pages for one case the last one counts. */
async function stillWaiting(
  session: Session,
  staffId: string,
  told: readonly ToldPage[],
): Promise<DigestItem[]> {
  if (told.length === 0) return [];
  const inOrder = [...told].sort((a, b) => a.at.getTime() - b.at.getTime());
  const pages = new Map(inOrder.map((page) => [page.case_id, page]));
  const rows = await session
    .selectFrom('handoff_case')
    .leftJoin('staff_member', 'staff_member.id', 'handoff_case.owner_id')
    .selectAll('handoff_case')
    .select('staff_member.name as owner_name')
    .where('handoff_case.id', 'in', [...pages.keys()])
    .where('status', '!=', 'closed')
    .execute();
  return rows.flatMap((row): DigestItem[] => {
    const page = pages.get(row.id);
    const state = { status: row.status, ownerId: row.owner_id, unansweredSince: row.unanswered_since };
    if (!page || !stillStands({ reason: page.reason, at: page.at, staffId }, state)) return [];
    return [
      {
        caseId: row.id,
        number: row.number,
        level: row.level,
        openedAt: row.opened_at,
        reason: page.reason,
        owner:
          row.owner_id === null || row.unanswered_since === null
            ? null
            : { id: row.owner_id, name: row.owner_name ?? '', since: row.unanswered_since },
        newWebContact: row.channel === 'web' && !row.known_contact,
      },
    ];
  });
}
