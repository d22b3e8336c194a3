/** Reads a history and says what went wrong in it. Pure; ids and numbers only, never words. */
import { findOwners } from './check-owners.ts';
import type { Arrival, CaseFact, Expectation, History, Row } from './history.ts';

export type FaultKind =
  /** Crisis words without a case, a case on no page, or a message that never arrived. */
  | 'lost'
  | 'double-owner'
  | 'unacknowledged'
  | 'out-of-order'
  /** It came twice and does not say so. */
  | 'unmarked-repeat'
  /** More came twice than was killed. */
  | 'too-many-repeats'
  | 'unexpected'
  | 'several-cases'
  /** The run did not come to its end. */
  | 'broken';

export type Fault = { readonly kind: FaultKind; readonly what: string };

export type Verdict = {
  readonly faults: readonly Fault[];
  /** Messages that somebody has twice, marked or not. */
  readonly repeats: number;
};

/** How a message begins that may have come before: `repeat.prefix` of config/content. */
const MARKS = ['（可能重复）', '(may be a repeat) '];
/** The owner hears it; who is somebody's words, so it is looked for at the places of staff only. */
const TAKEN = /^(?:（可能重复）)?个案 #(\d+) 归你了/;
/** Kinds that one lock keeps in order: of the address, of the digest. */
const ORDERED = ['turn', 'page', 'answer', 'tell', 'relay'];
/** Longer than any transaction, in ms. */
const AT_ONCE_MS = 5_000;
const SENT_AGAIN = ['crisis', 'conversation'];

export const countFaults = ({ faults }: Verdict, kind: FaultKind): number =>
  faults.filter((fault) => fault.kind === kind).length;

export function checkHistory(history: History, expected: Expectation): Verdict {
  const { repeats, faults } = matchArrivals(history, expected);
  const many: Fault[] =
    repeats > history.kills
      ? [{ kind: 'too-many-repeats', what: `${repeats} repeats after ${history.kills} kills` }]
      : [];
  return {
    repeats,
    faults: [
      ...findLostWords(history),
      ...findCaseFaults(history, expected),
      ...findSeveralCases(history, expected),
      ...findLostMessages(history, expected),
      ...findDisorder(history.rows),
      ...faults,
      ...many,
    ],
  };
}

function findLostWords({ crises, updates, cases }: History): Fault[] {
  const done = new Set(updates.filter((update) => update.done).map(({ key }) => key));
  const served = new Set(cases.map(({ person }) => person));
  return crises.flatMap(({ key, person }): Fault[] => {
    if (!done.has(key)) return [{ kind: 'lost', what: `update ${key} had no turn` }];
    return served.has(person) ? [] : [{ kind: 'lost', what: `update ${key} opened no case` }];
  });
}

function findCaseFaults({ cases, arrivals }: History, { allTaken }: Expectation): Fault[] {
  const told = ownersTold(arrivals);
  const open = new Map<string, number>();
  const faults: Fault[] = [];
  for (const one of cases) {
    const { rightful, beside } = findOwners(one.owning);
    const readers = told.get(one.number)?.size ?? 0;
    if (beside.length > 0 || readers > Math.max(1, rightful.size)) {
      const owners = Math.max(rightful.size + beside.length, readers);
      const what = `case ${one.number} has ${owners} owners, ${rightful.size} of them in good order`;
      faults.push({ kind: 'double-owner', what });
    }
    if (nobodyHad(one) && one.page === null)
      faults.push({ kind: 'lost', what: `case ${one.number} is on no page` });
    if (waits(one) && allTaken) faults.push({ kind: 'unacknowledged', what: `case ${one.number}` });
    if (one.status !== 'closed') open.set(one.person, (open.get(one.person) ?? 0) + 1);
  }
  for (const [person, count] of open)
    if (count > 1) faults.push({ kind: 'several-cases', what: `${person} has ${count} open cases` });
  return faults;
}

function findSeveralCases({ crises, cases }: History, { casesEach }: Expectation): Fault[] {
  if (casesEach === undefined) return [];
  const people = new Set(crises.map(({ person }) => person));
  return [...people].flatMap((person): Fault[] => {
    const count = cases.filter((one) => one.person === person).length;
    return count <= casesEach ? [] : [{ kind: 'several-cases', what: `${person} has ${count} cases` }];
  });
}

/** Closed by a hand of ours, it was on a page or nobody ever knew of it. */
const nobodyHad = ({ owning }: CaseFact): boolean => !owning.some(({ kind }) => kind === 'acknowledged');
const waits = ({ status }: CaseFact): boolean => status === 'open';

/** By what responders have on their screens, whatever the rows say. */
function ownersTold(arrivals: readonly Arrival[]): Map<number, Set<string>> {
  const told = new Map<number, Set<string>>();
  for (const { person, text } of arrivals) {
    const number = Number(TAKEN.exec(text)?.[1] ?? Number.NaN);
    if (Number.isNaN(number)) continue;
    told.set(number, (told.get(number) ?? new Set()).add(person));
  }
  return told;
}

/** A question to whoever waits is not asked any more once somebody has taken the case. */
const isTakenBack = ({ kind, status, errorCode }: Row): boolean =>
  kind === 'ask' && status === 'failed' && errorCode === 'taken';

/**
 * A page that was held back says nothing more: a later one to the same person says all that it said, or nobody in it waits
 * any more. Whether everybody was on a page that arrived is asked of the cases.
 */
const isOutdated = (
  { kind, status, errorCode, person, seq }: Row,
  lastPages: ReadonlyMap<string, number>,
): boolean =>
  kind === 'page' &&
  status === 'failed' &&
  (errorCode === 'over' || (errorCode === 'superseded' && (lastPages.get(person) ?? 0) > seq));

/** The place of the last page of each person, whatever became of it. */
function lastPagesOf(rows: readonly Row[]): Map<string, number> {
  const last = new Map<string, number>();
  for (const { kind, person, seq } of rows) {
    if (kind === 'page') last.set(person, Math.max(seq, last.get(person) ?? 0));
  }
  return last;
}

function findLostMessages({ rows, arrivals }: History, expected: Expectation): Fault[] {
  const arrived = new Set(arrivals.map(({ id }) => id));
  const lastPages = lastPagesOf(rows);
  const excused = ({ person }: Row): boolean => expected.unreachable?.includes(person) === true;
  return rows.flatMap((row): Fault[] => {
    const what = `message ${row.id} (${row.kind}, ${row.lane}, ${row.status}, ${row.errorCode ?? 'no code'})`;
    if (row.status === 'sent') {
      const came = !row.travels || (row.arrival !== null && arrived.has(row.arrival));
      return came ? [] : [{ kind: 'lost', what: `${what} was marked and never came` }];
    }
    // A reminder or campaign whose result nobody knows is never sent again.
    if (row.status === 'unknown' && !SENT_AGAIN.includes(row.lane)) return [];
    return excused(row) || isTakenBack(row) || isOutdated(row, lastPages) ? [] : [{ kind: 'lost', what }];
  });
}

/**
 * Of one person and lane, what was written first comes first; a repeat counts when it came last. Two transactions that
 * write to the same person at the same moment have no order, unless a lock gives them one.
 */
function findDisorder(rows: readonly Row[]): Fault[] {
  const places = groupBy(
    rows.filter(({ arrival, status }) => arrival !== null && status === 'sent'),
    ({ person, lane }) => `${person} ${lane}`,
  );
  return [...places.values()].flatMap((place) => {
    const inOrder = [...place].sort((a, b) => a.seq - b.seq);
    return inOrder.flatMap((row, index): Fault[] => {
      const overtaken = inOrder
        .slice(0, index)
        .find((before) => mustPrecede(before, row) && cameLater(before, row));
      if (overtaken === undefined) return [];
      const what = `${row.kind} ${row.id} came before ${overtaken.kind} ${overtaken.id}`;
      return [{ kind: 'out-of-order', what }];
    });
  });
}

const mustPrecede = (before: Row, row: Row): boolean =>
  (before.kind === row.kind && ORDERED.includes(row.kind)) || row.writtenAt - before.writtenAt > AT_ONCE_MS;

const cameLater = (before: Row, row: Row): boolean => Number(before.arrival) > Number(row.arrival);

/**
 * Every arrival is the one that its row knows, or an earlier try of a row that came again and says so; anything else
 * nobody wrote.
 */
function matchArrivals({ rows, arrivals }: History, { kinds, besideRows }: Expectation) {
  const byArrival = new Map(rows.flatMap((row) => (row.arrival === null ? [] : [[row.arrival, row]])));
  const faults: Fault[] = [];
  let repeats = 0;
  const known = groupBy(
    arrivals.filter(({ id }) => byArrival.has(id)),
    ({ person }) => person,
  );
  for (const arrival of arrivals) {
    const row = byArrival.get(arrival.id);
    if (row !== undefined) {
      if (!kinds.includes(row.kind))
        faults.push({ kind: 'unexpected', what: `arrival ${arrival.id} of the kind ${row.kind}` });
      continue;
    }
    if (besideRows?.test(arrival.text)) continue;
    const later = (known.get(arrival.person) ?? []).filter(({ id }) => Number(id) > Number(arrival.id));
    const same = later.find(({ text }) => plain(text) === plain(arrival.text));
    if (same === undefined) {
      faults.push({ kind: 'unexpected', what: `arrival ${arrival.id} is no row's` });
      continue;
    }
    repeats += 1;
    if (!isMarked(same.text)) faults.push({ kind: 'unmarked-repeat', what: `arrival ${same.id}` });
  }
  return { repeats, faults };
}

export const isMarked = (text: string): boolean => MARKS.some((mark) => text.startsWith(mark));

const plain = (text: string): string => {
  const mark = MARKS.find((one) => text.startsWith(one));
  return mark === undefined ? text : text.slice(mark.length);
};

function groupBy<T>(all: readonly T[], nameOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(nameOf(one));
    if (group === undefined) groups.set(nameOf(one), [one]);
    else group.push(one);
  }
  return groups;
}
