import type { Selectable } from 'kysely';
import type { CaseMember, CaseRequest, CaseTeamStore } from '../../handoff/case-team-store.ts';
import type { Session } from '../database.ts';
import type { CaseRequestTable } from '../schema/case-work.ts';
import { endPlaces } from './end-places.ts';

const toRequest = (row: Selectable<CaseRequestTable>): CaseRequest => ({
  id: row.id,
  caseId: row.case_id,
  kind: row.kind,
  fromStaffId: row.from_staff_id,
  toStaffId: row.to_staff_id,
  status: row.status,
  offeredAt: row.offered_at,
  expiresAt: row.expires_at,
});

export function createPostgresCaseTeamStore(session: Session): CaseTeamStore {
  return { ...createRequests(session), ...createMembers(session) };
}

type Requests = Pick<
  CaseTeamStore,
  'ask' | 'request' | 'waitingOf' | 'waitingFor' | 'settle' | 'withdrawAll' | 'dueIds'
>;

function createRequests(session: Session): Requests {
  const waiting = () =>
    session.selectFrom('case_request').selectAll().where('status', '=', 'offered').orderBy('offered_at');
  return {
    async ask({ id, caseId, kind, fromStaffId, toStaffId, offeredAt, expiresAt }) {
      const row = await session
        .insertInto('case_request')
        .values({
          id,
          case_id: caseId,
          kind,
          from_staff_id: fromStaffId,
          to_staff_id: toStaffId,
          status: 'offered',
          offered_at: offeredAt,
          expires_at: expiresAt,
          settled_at: null,
        })
        .onConflict((oc) => oc.doNothing())
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async request(id) {
      const row = await session
        .selectFrom('case_request')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row ? toRequest(row) : null;
    },
    waitingOf: async (caseId) => (await waiting().where('case_id', '=', caseId).execute()).map(toRequest),
    waitingFor: async (staffId) =>
      (await waiting().where('to_staff_id', '=', staffId).execute()).map(toRequest),
    async settle(id, to, now) {
      const row = await session
        .updateTable('case_request')
        .set({ status: to, settled_at: now })
        .where('id', '=', id)
        .where('status', '=', 'offered')
        .$if(to === 'accepted', (query) => query.where('expires_at', '>', now))
        .returningAll()
        .executeTakeFirst();
      return row ? toRequest(row) : null;
    },
    async withdrawAll(caseId, now) {
      const rows = await session
        .updateTable('case_request')
        .set({ status: 'withdrawn', settled_at: now })
        .where('case_id', '=', caseId)
        .where('status', '=', 'offered')
        .returningAll()
        .execute();
      return rows.map(toRequest);
    },
    async dueIds(before, limit) {
      const rows = await session
        .selectFrom('case_request')
        .select('id')
        .where('status', '=', 'offered')
        .where('expires_at', '<=', before)
        .orderBy('expires_at')
        .limit(limit)
        .execute();
      return rows.map((row) => row.id);
    },
  };
}

function createMembers(session: Session): Pick<CaseTeamStore, 'join' | 'leave' | 'members' | 'casesOf'> {
  return {
    async join(id, caseId, staffId, now) {
      // Locked: whoever closes it or passes it on at this moment takes out those who are there by then.
      const one = await session
        .selectFrom('handoff_case')
        .select(['status', 'owner_id'])
        .where('id', '=', caseId)
        .forNoKeyUpdate()
        .executeTakeFirst();
      if (one === undefined || one.status === 'closed' || one.owner_id === staffId) return null;
      const before = await session
        .selectFrom('case_member')
        .select(['staff_id', 'place'])
        .where('case_id', '=', caseId)
        .execute();
      // Whoever comes back is the same one to the student.
      const again = before.find((row) => row.staff_id === staffId)?.place;
      const place = again ?? new Set(before.map((row) => row.staff_id)).size + 2;
      const row = await session
        .insertInto('case_member')
        .values({ id, case_id: caseId, staff_id: staffId, place, joined_at: now, left_at: null })
        .onConflict((oc) => oc.columns(['case_id', 'staff_id']).where('left_at', 'is', null).doNothing())
        .returning('place')
        .executeTakeFirst();
      return row?.place ?? null;
    },
    leave: async (caseId, staffId, now) => (await endPlaces(session, caseId, { staffId }, now)) > 0,
    async members(caseIds) {
      const members = new Map<string, CaseMember[]>();
      if (caseIds.length === 0) return members;
      const rows = await session
        .selectFrom('case_member')
        .select(['case_id', 'staff_id', 'place'])
        .where('case_id', 'in', [...caseIds])
        .where('left_at', 'is', null)
        .orderBy('place')
        .execute();
      for (const { case_id, staff_id: staffId, place } of rows) {
        members.set(case_id, [...(members.get(case_id) ?? []), { staffId, place }]);
      }
      return members;
    },
    async casesOf(staffId) {
      const rows = await session
        .selectFrom('case_member')
        .innerJoin('handoff_case', 'handoff_case.id', 'case_member.case_id')
        .select('handoff_case.id')
        .where('case_member.staff_id', '=', staffId)
        .where('case_member.left_at', 'is', null)
        .where('handoff_case.status', '!=', 'closed')
        .orderBy('case_member.joined_at', 'desc')
        .execute();
      return rows.map((row) => row.id);
    },
  };
}
