import type { Selectable } from 'kysely';
import type { CaseStore } from '../../handoff/case-store.ts';
import { type DigestItem, digestDueAt, stillStands } from '../../handoff/digest.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import type { HandoffCaseTable } from '../schema/handoff.ts';

type PageStore = Pick<CaseStore, 'page' | 'pagedStaff' | 'dueDigests' | 'takeDigest'>;

/** Who is called for which case, and the one digest a minute by which a responder's messenger tells it. */
export function createPageStore(session: Session, newId: () => string): PageStore {
  const makeDigestsDue = async (staffIds: readonly string[], digestSeconds: number, now: Date) => {
    await session
      .insertInto('digest')
      .values(staffIds.map((staff_id) => ({ staff_id, due_at: null, last_at: null })))
      .onConflict((oc) => oc.doNothing())
      .execute();
    const rows = await session
      .selectFrom('digest')
      .selectAll()
      .where('staff_id', 'in', [...staffIds])
      .orderBy('staff_id')
      .forNoKeyUpdate()
      .execute();
    for (const { staff_id, due_at, last_at } of rows) {
      if (due_at !== null) continue;
      await session
        .updateTable('digest')
        .set({ due_at: digestDueAt(last_at, digestSeconds, now) })
        .where('staff_id', '=', staff_id)
        .execute();
    }
  };

  return {
    async page({ caseId, staffIds, step, reason, digestSeconds, now }) {
      if (staffIds.length === 0) return;
      // Always in the same order, so that two cases paging the same people never wait for each other in a ring.
      const inOrder = [...staffIds].sort();
      const pages = inOrder.map((staff_id) => ({ staff_id, case_id: caseId, step, reason, at: now }));
      const events = inOrder.map((staff_id) => ({
        staff_id,
        case_id: caseId,
        kind: 'paged' as const,
        at: now,
      }));
      await session
        .with('pages', (query) =>
          query.insertInto('page').values(pages.map((row) => ({ ...row, id: newId(), told_at: null }))),
        )
        .insertInto('case_event')
        .values(events.map((row) => ({ ...row, id: newId(), level: null })))
        .execute();
      await makeDigestsDue(inOrder, digestSeconds, now);
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
      if (!(await markTold(session, staffId, now))) return null;
      const pages = await lastPages(session, staffId, now);
      const isNews = pages.some(({ toldNow }) => toldNow);
      const items = isNews ? pages.map(({ item }) => item) : [];
      await session
        .updateTable('digest')
        .set({ due_at: null, ...(items.length > 0 ? { last_at: now } : {}) })
        .where('staff_id', '=', staffId)
        .execute();
      return items;
    },
  };
}

/** Takes a digest that is due in hand, with every page on it; false when none is, or somebody else has it. */
async function markTold(session: Session, staffId: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    with due as materialized (
      select staff_id from digest where staff_id = ${staffId} and due_at <= ${now} for no key update skip locked
    ), told as (
      update page set told_at = ${now} where told_at is null and staff_id in (select staff_id from due)
    )
    select from due`.execute(session);
  return rows.length > 0;
}

type LastPage = { readonly item: DigestItem; readonly toldNow: boolean };

type PageRow = Pick<
  Selectable<HandoffCaseTable>,
  'number' | 'level' | 'status' | 'opened_at' | 'owner_id' | 'unanswered_since' | 'channel' | 'known_contact'
> & {
  case_id: string;
  reason: DigestItem['reason'];
  at: Date;
  told_at: Date | null;
  owner_name: string | null;
};

/**
 * What this responder was called for last, case by case, where it is still true. That a case was raised is news once.
 */
async function lastPages(session: Session, staffId: string, now: Date): Promise<LastPage[]> {
  const rows = await session
    .selectFrom('page')
    .innerJoin('handoff_case as c', 'c.id', 'page.case_id')
    .leftJoin('staff_member', 'staff_member.id', 'c.owner_id')
    .distinctOn('page.case_id')
    .select(['page.case_id', 'page.reason', 'page.at', 'page.told_at', 'staff_member.name as owner_name'])
    .select(['c.number', 'c.level', 'c.status', 'c.opened_at', 'c.owner_id', 'c.unanswered_since'])
    .select(['c.channel', 'c.known_contact'])
    .where('page.staff_id', '=', staffId)
    .where('c.status', '!=', 'closed')
    .orderBy('page.case_id')
    .orderBy('page.at', 'desc')
    .execute();
  return rows
    .map((row) => ({ row, toldNow: row.told_at?.getTime() === now.getTime() }))
    .filter(({ row, toldNow }) => toldNow || row.reason !== 'raised')
    .filter(({ row }) => isTrue(row, staffId))
    .map(({ row, toldNow }) => ({ item: toItem(row), toldNow }));
}

const isTrue = (row: PageRow, staffId: string): boolean =>
  stillStands(
    { reason: row.reason, at: row.at, staffId },
    { status: row.status, ownerId: row.owner_id, unansweredSince: row.unanswered_since },
  );

const toItem = (row: PageRow): DigestItem => ({
  caseId: row.case_id,
  number: row.number,
  level: row.level,
  openedAt: row.opened_at,
  reason: row.reason,
  owner:
    row.owner_id === null || row.unanswered_since === null
      ? null
      : { id: row.owner_id, name: row.owner_name ?? '', since: row.unanswered_since },
  newWebContact: row.channel === 'web' && !row.known_contact,
});
