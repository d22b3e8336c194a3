import type { Selectable } from 'kysely';
import type { CaseStore, StandingCall } from '../../handoff/case-store.ts';
import { type DigestItem, isNewsOnce, stillStands } from '../../handoff/digest.ts';
import { silentSince } from '../../handoff/owed.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import type { HandoffCaseTable } from '../schema/handoff.ts';
import { toHold } from './open-case.ts';

type PageStore = Pick<
  CaseStore,
  | 'page'
  | 'standingCalls'
  | 'pagedStaff'
  | 'pagedSince'
  | 'toldSince'
  | 'dueDigests'
  | 'claimDigests'
  | 'takeDigests'
  | 'standsStill'
>;

/** Whoever was called before the student came back to a closed case is not called now. */
const isOfThisTime = sql<boolean>`not exists (
  select from case_resumption as back where back.case_id = page.case_id and back.at > page.at)`;

/** Who is called for which case, and the one digest a minute by which a responder's messenger tells it. */
export function createPageStore(session: Session, newId: () => string): PageStore {
  /**
   * By the same rule as `digestDueAt`; what is due earlier stays so. An imminent case counts from the last message that
   * told of an imminent one, any other from the last message.
   */
  const makeDigestsDue = (caseId: string, staffIds: readonly string[], digestSeconds: number, now: Date) =>
    sql`
      insert into digest (staff_id, due_at) select unnest(${staffIds}::uuid[]), ${now}::timestamptz
      on conflict (staff_id) do update set due_at = least(digest.due_at, greatest(
        ${now}, make_interval(secs => ${digestSeconds}) + case
          when (select level from handoff_case where id = ${caseId}) = 'imminent' then digest.urgent_at
          else digest.last_at end))`.execute(session);

  const calledSince = (caseId: string, since: Date) =>
    session
      .selectFrom('page')
      .select('staff_id')
      .distinct()
      .where('case_id', '=', caseId)
      .where('at', '>=', since);

  const takeDigests: CaseStore['takeDigests'] = async (staffIds, now, stands = () => true) => {
    const taken = await markTold(session, staffIds, now);
    const digests = new Map(taken.map((staffId): [string, DigestItem[]] => [staffId, []]));
    if (taken.length === 0) return digests;
    const last = await lastPages(session, taken, now);
    const pages = last.filter(({ staffId, item }) => stands(staffId, item));
    await markUntold(
      session,
      last.filter((page) => page.toldNow && !pages.includes(page)),
      now,
    );
    const withNews = new Set(pages.filter(({ toldNow }) => toldNow).map(({ staffId }) => staffId));
    for (const { staffId, item } of pages) if (withNews.has(staffId)) digests.get(staffId)?.push(item);
    const urgent = [...withNews].filter((staffId) =>
      digests.get(staffId)?.some(({ level }) => level === 'imminent'),
    );
    await sql`
      update digest set due_at = null,
        last_at = case when staff_id = any(${[...withNews]}::uuid[]) then ${now} else last_at end,
        urgent_at = case when staff_id = any(${urgent}::uuid[]) then ${now} else urgent_at end
      where staff_id = any(${taken}::uuid[])`.execute(session);
    return digests;
  };

  return {
    async page({ caseId, staffIds, step, round = 0, reason, digestSeconds, now }) {
      if (staffIds.length === 0) return;
      // Never before the student came back: whoever was quicker by the clock is called for this time all the same.
      const at = sql<Date>`greatest(${now}::timestamptz,
        (select max(back.at) from case_resumption as back where back.case_id = ${caseId}))`;
      // Always in the same order, so that two cases paging the same people never wait for each other in a ring.
      const inOrder = [...staffIds].sort();
      const pages = inOrder.map((staff_id) => ({ staff_id, case_id: caseId, step, round, reason, at }));
      const told_at = digestSeconds === null ? now : null;
      const events = inOrder.map((staff_id) => ({
        staff_id,
        case_id: caseId,
        kind: 'paged' as const,
        at: now,
      }));
      await session
        .with('pages', (query) =>
          query.insertInto('page').values(pages.map((row) => ({ ...row, id: newId(), told_at }))),
        )
        .insertInto('case_event')
        .values(events.map((row) => ({ ...row, id: newId(), to_staff_id: null, level: null })))
        .execute();
      if (digestSeconds !== null) await makeDigestsDue(caseId, inOrder, digestSeconds, now);
    },
    async standingCalls(caseIds) {
      if (caseIds.length === 0) return new Map();
      const rows = await session
        .selectFrom('page')
        .leftJoin('digest', 'digest.staff_id', 'page.staff_id')
        .distinctOn(['page.case_id', 'page.staff_id'])
        .select(['page.case_id', 'page.staff_id', 'page.at', 'page.round'])
        .where('page.case_id', 'in', [...caseIds])
        .where((eb) => eb.or([eb('page.told_at', 'is not', null), eb('digest.due_at', 'is not', null)]))
        .orderBy('page.case_id')
        .orderBy('page.staff_id')
        .orderBy('page.at', 'desc')
        .execute();
      const calls = new Map<string, StandingCall[]>();
      for (const { case_id, staff_id: staffId, at, round } of rows)
        calls.set(case_id, [...(calls.get(case_id) ?? []), { staffId, at, round }]);
      return calls;
    },
    async pagedStaff(caseIds) {
      if (caseIds.length === 0) return new Map();
      const rows = await session
        .selectFrom('page')
        .select(['case_id', 'staff_id'])
        .distinct()
        .where('case_id', 'in', [...caseIds])
        .where(isOfThisTime)
        .execute();
      const paged = new Map<string, string[]>();
      for (const row of rows) paged.set(row.case_id, [...(paged.get(row.case_id) ?? []), row.staff_id]);
      return paged;
    },
    async pagedSince(caseId, since) {
      return (await calledSince(caseId, since).execute()).map((row) => row.staff_id);
    },
    async toldSince(caseId, since) {
      const told = calledSince(caseId, since).where('told_at', 'is not', null);
      return (await told.execute()).map((row) => row.staff_id);
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
    async claimDigests(staffId, now, limit) {
      const rows = await session
        .selectFrom('digest')
        .select('staff_id')
        .where('due_at', '<=', now)
        .orderBy(sql<boolean>`staff_id = ${staffId}`, 'desc')
        .orderBy('due_at')
        .limit(limit)
        .forNoKeyUpdate()
        .skipLocked()
        .execute();
      return rows.map((row) => row.staff_id);
    },
    takeDigests,
    standsStill: async (staffId, toldAt) => (await lastPages(session, [staffId], toldAt, true)).length > 0,
  };
}

/** Takes digests that are due in hand, with every page on them; answers whose, without those that somebody else has. */
async function markTold(session: Session, staffIds: readonly string[], now: Date): Promise<string[]> {
  const { rows } = await sql<{ staff_id: string }>`
    with due as materialized (
      select staff_id from digest where staff_id = any(${staffIds}::uuid[]) and due_at <= ${now}
      for no key update skip locked
    ), told as (
      update page set told_at = ${now} where told_at is null and staff_id in (select staff_id from due)
    )
    select staff_id from due`.execute(session);
  return rows.map(({ staff_id }) => staff_id);
}

/** Whoever is off call by now was told nothing: should they come on again, they are called as if for the first time. */
async function markUntold(session: Session, dropped: readonly LastPage[], now: Date): Promise<void> {
  for (const { staffId, item } of dropped)
    await session
      .updateTable('page')
      .set({ told_at: null })
      .where('staff_id', '=', staffId)
      .where('case_id', '=', item.caseId)
      .where('told_at', '=', now)
      .execute();
}

type LastPage = { readonly staffId: string; readonly item: DigestItem; readonly toldNow: boolean };

type PageRow = Pick<
  Selectable<HandoffCaseTable>,
  | 'number'
  | 'level'
  | 'status'
  | 'opened_at'
  | 'resumed_at'
  | 'owner_id'
  | 'unanswered_since'
  | 'unreplied_since'
  | 'student_silent_since'
  | 'arrived_at'
  | 'owner_active_at'
  | 'hold_kind'
  | 'hold_since'
  | 'hold_until'
  | 'college'
  | 'channel'
  | 'known_contact'
> & {
  staff_id: string;
  case_id: string;
  reason: DigestItem['reason'];
  round: number;
  at: Date;
  told_at: Date | null;
  owner_name: string | null;
};

/**
 * What these responders were called for last, case by case, where it is still true. That a case was raised is news once.
 * @param then whether it is about a message of `now`, and nothing that they were told of later
 */
async function lastPages(
  session: Session,
  staffIds: readonly string[],
  now: Date,
  then = false,
): Promise<LastPage[]> {
  const rows = await session
    .selectFrom('page')
    .innerJoin('handoff_case as c', 'c.id', 'page.case_id')
    .leftJoin('staff_member', 'staff_member.id', 'c.owner_id')
    .distinctOn(['page.staff_id', 'page.case_id'])
    .select(['page.staff_id', 'page.case_id', 'page.reason', 'page.round', 'page.at', 'page.told_at'])
    .select('staff_member.name as owner_name')
    .select([
      'c.number',
      'c.level',
      'c.status',
      'c.opened_at',
      'c.resumed_at',
      'c.owner_id',
      'c.unanswered_since',
    ])
    .select(['c.channel', 'c.known_contact', 'c.college', 'c.unreplied_since'])
    .select(['c.hold_kind', 'c.hold_since', 'c.hold_until', 'c.student_silent_since', 'c.arrived_at'])
    .select('c.owner_active_at')
    .where('page.staff_id', 'in', [...staffIds])
    .where('c.status', '!=', 'closed')
    .where(isOfThisTime)
    .$if(then, (query) => query.where('page.told_at', '<=', now))
    .orderBy('page.staff_id')
    .orderBy('page.case_id')
    .orderBy('page.at', 'desc')
    .execute();
  return rows
    .map((row) => ({ row, toldNow: row.told_at?.getTime() === now.getTime() }))
    .filter(({ row, toldNow }) => toldNow || !isNewsOnce(row.reason))
    .filter(({ row }) => isTrue(row))
    .map(({ row, toldNow }) => ({ staffId: row.staff_id, item: toItem(row), toldNow }));
}

const isTrue = (row: PageRow): boolean =>
  stillStands(
    { reason: row.reason, at: row.at, staffId: row.staff_id },
    {
      status: row.status,
      ownerId: row.owner_id,
      studentSilentSince: row.student_silent_since,
      arrivedAt: row.arrived_at,
      ownerActiveAt: row.owner_active_at,
      ...owingOf(row),
    },
  );

const owingOf = (row: PageRow) => ({
  unansweredSince: row.unanswered_since,
  unrepliedSince: row.unreplied_since,
  hold: toHold(row),
});

const toItem = (row: PageRow): DigestItem => {
  const since = silentSince({ ...owingOf(row), studentSilentSince: row.student_silent_since });
  return {
    caseId: row.case_id,
    number: row.number,
    level: row.level,
    openedAt: row.resumed_at ?? row.opened_at,
    reason: row.reason,
    college: row.college,
    round: row.round,
    owner:
      row.owner_id === null || since === null
        ? null
        : { id: row.owner_id, name: row.owner_name ?? '', since },
    newWebContact: row.channel === 'web' && !row.known_contact,
  };
};
