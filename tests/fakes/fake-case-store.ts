import { fail, ok } from '../../src/core/result.ts';
import type { CaseEvent, HandoffCase, PageReason } from '../../src/handoff/case.ts';
import type { CaseStore } from '../../src/handoff/case-store.ts';
import { type DigestItem, digestDueAt, stillStands } from '../../src/handoff/digest.ts';

type Row = { -readonly [Key in keyof HandoffCase]: HandoffCase[Key] };
type Page = { caseId: string; staffId: string; reason: PageReason; at: Date; told: boolean };
type Pace = { dueAt: Date | null; lastAt: Date | null };

export type FakeCaseStore = CaseStore & { nameStaff(staffId: string, name: string): void };

const isDue = (row: Row, now: Date): boolean =>
  (row.wakeAt !== null && row.wakeAt <= now) || (row.tellAt !== null && row.tellAt <= now);

const byTime = (time: (row: Row) => Date | null) => (a: Row, b: Row) =>
  (time(a)?.getTime() ?? 0) - (time(b)?.getTime() ?? 0);

/** Keeps cases in memory by the same rules as the real store; only concurrency is not its matter. */
export function createFakeCaseStore(): FakeCaseStore {
  const rows: Row[] = [];
  const log: { caseId: string; event: CaseEvent }[] = [];
  const rowOf = (caseId: string): Row | undefined => rows.find((row) => row.id === caseId);
  const note = (row: Row, kind: CaseEvent['kind'], staffId: string | null, at: Date, level = true): void => {
    log.push({ caseId: row.id, event: { kind, staffId, level: level ? row.level : null, at } });
  };
  const pages = createFakePages(rowOf, (row, staffId, at) => note(row, 'paged', staffId, at, false));

  return {
    ...pages,
    async openOrJoin({ now, ...input }) {
      const current = rows.find((row) => row.contactId === input.contactId && row.status !== 'closed');
      if (!current) {
        const row = openRow({ ...input, number: 1001 + rows.length }, now);
        rows.push(row);
        note(row, 'opened', null, now);
        return { change: 'opened', case: { ...row } };
      }
      if (current.status === 'acknowledged')
        Object.assign(current, { unansweredSince: current.unansweredSince ?? now, wakeAt: now });
      if (input.level === 'high' || current.level === 'imminent')
        return { change: 'joined', case: { ...current } };
      const tellAt = current.status === 'open' ? now : null;
      Object.assign(current, { level: 'imminent', levelSince: now, step: 0, wakeAt: now, tellAt });
      note(current, 'raised', null, now);
      return { change: 'raised', case: { ...current } };
    },
    activeOf: async (contactId) =>
      copy(rows.find((row) => row.contactId === contactId && row.status !== 'closed')),
    byId: async (caseId) => copy(rowOf(caseId)),
    byNumber: async (number) => copy(rows.find((row) => row.number === number)),
    async list(closedLimit) {
      const open = rows.filter((row) => row.status !== 'closed').sort(byTime((row) => row.openedAt));
      const closed = rows.filter((row) => row.status === 'closed').sort(byTime((row) => row.closedAt));
      return [...open, ...closed.reverse().slice(0, closedLimit)].map((row) => ({ ...row }));
    },
    async ownedBy(staffId) {
      const owned = rows.filter((row) => row.ownerId === staffId && row.status !== 'closed');
      return owned.sort(byTime((row) => row.acknowledgedAt)).reverse();
    },
    async acknowledge(caseId, staffId, silentSince, now) {
      const row = rowOf(caseId);
      const silent =
        row?.status === 'acknowledged' &&
        row.ownerId !== staffId &&
        row.unansweredSince !== null &&
        row.unansweredSince <= silentSince;
      if (!row || !(row.status === 'open' || silent)) return fail('not-open');
      Object.assign(row, { status: 'acknowledged', ownerId: staffId, acknowledgedAt: now });
      Object.assign(row, { contactedAt: null, unansweredSince: now, wakeAt: now, tellAt: null });
      note(row, 'acknowledged', staffId, now);
      return ok({ ...row });
    },
    async markContacted(caseId, staffId, now) {
      const row = rowOf(caseId);
      if (row?.status !== 'acknowledged' || row.ownerId !== staffId || !row.unansweredSince) return false;
      const first = row.contactedAt === null;
      Object.assign(row, { contactedAt: row.contactedAt ?? now, unansweredSince: null, wakeAt: null });
      if (first) note(row, 'contacted', staffId, now);
      return first;
    },
    async markUnanswered(caseId, now) {
      const row = rowOf(caseId);
      if (row?.status !== 'acknowledged') return;
      Object.assign(row, { unansweredSince: row.unansweredSince ?? now, wakeAt: now });
    },
    async reopenOf(staffId, now) {
      const owned = rows.filter((row) => row.ownerId === staffId && row.status !== 'closed');
      for (const row of owned) {
        Object.assign(row, openRow(row, row.openedAt), { levelSince: now, wakeAt: now, tellAt: now });
        note(row, 'left', staffId, now);
      }
      return owned.map((row) => row.id);
    },
    async close(caseId, staffId, outcome, _note, now) {
      const row = rowOf(caseId);
      if (!row || row.status === 'closed' || row.ownerId !== staffId) return fail('not-yours');
      Object.assign(row, { status: 'closed', outcome, closedAt: now, wakeAt: null, tellAt: null });
      note(row, 'closed', staffId, now);
      return ok({ ...row });
    },
    async addEvent(caseId, event) {
      log.push({ caseId, event });
    },
    events: async (caseId) => log.filter((one) => one.caseId === caseId).map((one) => one.event),
    async claimDue(caseId, now) {
      const row = rowOf(caseId);
      return row && isDue(row, now) ? { ...row } : null;
    },
    async dueIds(now, limit) {
      const due = rows.filter((row) => isDue(row, now)).sort(byTime((row) => row.openedAt));
      const urgent = (row: Row): number => (row.level === 'imminent' ? 0 : 1);
      return due
        .sort((a, b) => urgent(a) - urgent(b))
        .slice(0, limit)
        .map((row) => row.id);
    },
    async saveEscalation(caseId, step, wakeAt) {
      Object.assign(rowOf(caseId) ?? {}, { step, wakeAt });
    },
    async saveTold(caseId, tellCount, tellAt) {
      Object.assign(rowOf(caseId) ?? {}, { tellCount, tellAt });
    },
  };
}

const copy = (row: Row | undefined): HandoffCase | null => (row ? { ...row } : null);

type Opening = Pick<Row, 'id' | 'number' | 'contactId' | 'addressId' | 'channel' | 'level' | 'knownContact'>;

const openRow = (opening: Opening, now: Date): Row => ({
  ...opening,
  status: 'open',
  ownerId: null,
  openedAt: now,
  levelSince: now,
  acknowledgedAt: null,
  contactedAt: null,
  unansweredSince: null,
  closedAt: null,
  outcome: null,
  step: 0,
  wakeAt: now,
  tellAt: now,
  tellCount: 0,
});

type FakePages = Pick<FakeCaseStore, 'page' | 'pagedStaff' | 'dueDigests' | 'takeDigest' | 'nameStaff'>;

function createFakePages(
  rowOf: (caseId: string) => Row | undefined,
  notePage: (row: Row, staffId: string, at: Date) => void,
): FakePages {
  const pages: Page[] = [];
  const paces = new Map<string, Pace>();
  const names = new Map<string, string>();
  return {
    nameStaff: (staffId, name) => void names.set(staffId, name),
    async page({ caseId, staffIds, reason, digestSeconds, now }) {
      const row = rowOf(caseId);
      for (const staffId of [...staffIds].sort()) {
        pages.push({ caseId, staffId, reason, at: now, told: false });
        if (row) notePage(row, staffId, now);
        const { dueAt, lastAt } = paces.get(staffId) ?? { dueAt: null, lastAt: null };
        paces.set(staffId, { lastAt, dueAt: dueAt ?? digestDueAt(lastAt, digestSeconds, now) });
      }
    },
    async pagedStaff(caseIds) {
      const paged = new Map<string, string[]>();
      for (const { caseId, staffId } of pages) {
        const known = paged.get(caseId) ?? [];
        if (caseIds.includes(caseId) && !known.includes(staffId)) paged.set(caseId, [...known, staffId]);
      }
      return paged;
    },
    async dueDigests(now, limit) {
      const due = [...paces].filter(([, { dueAt }]) => dueAt !== null && dueAt <= now);
      due.sort(([, a], [, b]) => (a.dueAt?.getTime() ?? 0) - (b.dueAt?.getTime() ?? 0));
      return due.slice(0, limit).map(([staffId]) => staffId);
    },
    async takeDigest(staffId, now) {
      const pace = paces.get(staffId);
      if (!pace?.dueAt || pace.dueAt > now) return null;
      const untold = pages.filter((page) => page.staffId === staffId && !page.told);
      for (const page of untold) page.told = true;
      const itemsOf = (list: readonly Page[]) =>
        [...new Map(list.map((page) => [page.caseId, page])).values()].flatMap((page) =>
          toItem(page, rowOf(page.caseId), names),
        );
      const known = pages.filter((page) => page.staffId === staffId);
      const standing = known.filter((page) => page.reason !== 'raised' || untold.includes(page));
      const items = itemsOf(untold).length === 0 ? [] : itemsOf(standing);
      paces.set(staffId, { dueAt: null, lastAt: items.length > 0 ? now : pace.lastAt });
      return items;
    },
  };
}

function toItem(page: Page, row: Row | undefined, names: ReadonlyMap<string, string>): DigestItem[] {
  if (!row || !stillStands(page, row)) return [];
  const { id, number, level, openedAt, ownerId, unansweredSince } = row;
  const owner =
    ownerId === null || unansweredSince === null
      ? null
      : { id: ownerId, name: names.get(ownerId) ?? '', since: unansweredSince };
  const newWebContact = row.channel === 'web' && !row.knownContact;
  return [{ caseId: id, number, level, openedAt, reason: page.reason, owner, newWebContact }];
}
