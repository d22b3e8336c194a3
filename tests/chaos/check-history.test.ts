import { describe, expect, it } from 'vitest';
import { checkHistory, type FaultKind } from '../../chaos/check-history.ts';
import type { Arrival, CaseFact, Expectation, History, OwningEvent, Row } from '../../chaos/history.ts';

const STUDENT = '501';
const COUNSELLOR = '9001';
const EXPECTED: Expectation = { kinds: ['turn', 'page', 'taken'], allTaken: true };

const row = (id: string, change: Partial<Row> = {}): Row => ({
  id: `row-${id}`,
  person: STUDENT,
  lane: 'crisis',
  seq: Number(id),
  status: 'sent',
  errorCode: null,
  kind: 'turn',
  arrival: id,
  writtenAt: Number(id),
  travels: true,
  ...change,
});
const arrival = (id: string, text: string, person = STUDENT): Arrival => ({ id, person, text });

const CASE: CaseFact = {
  number: 1001,
  person: STUDENT,
  status: 'acknowledged',
  owning: [{ kind: 'acknowledged', staffId: 'one' }],
  page: '3',
};

/** One crisis: two answers, a page, a counsellor who takes it, and nothing that went wrong. */
const GOOD: History = {
  kills: 0,
  crises: [{ key: '7', person: STUDENT }],
  updates: [{ key: '7', person: STUDENT, done: true }],
  cases: [CASE],
  rows: [
    row('1'),
    row('2'),
    row('3', { person: COUNSELLOR, kind: 'page' }),
    row('4', { person: COUNSELLOR }),
    row('5', { kind: 'taken' }),
  ],
  arrivals: [
    arrival('1', '甲'),
    arrival('2', '乙'),
    arrival('3', '【值班】个案 #1001', COUNSELLOR),
    arrival('4', '个案 #1001 归你了', COUNSELLOR),
    arrival('5', '丙'),
  ],
};

const takes = (staffId: string): OwningEvent => ({ kind: 'acknowledged', staffId });
const silent = (staffId: string): OwningEvent => ({ kind: 'silent-owner', staffId });
const leaves = (staffId: string): OwningEvent => ({ kind: 'left', staffId });
const gives = (staffId: string, toStaffId: string): OwningEvent => ({
  kind: 'transferred',
  staffId,
  toStaffId,
});

const kindsOf = (history: History, expected: Expectation = EXPECTED): FaultKind[] => [
  ...new Set(checkHistory(history, expected).faults.map(({ kind }) => kind)),
];
const withRows = (change: (rows: readonly Row[]) => Row[]): History => ({ ...GOOD, rows: change(GOOD.rows) });
const withCase = (change: Partial<CaseFact>): History => ({ ...GOOD, cases: [{ ...CASE, ...change }] });
/** The second answer came, nobody knew, and it came again as `text`. */
const repeated = (text: string, kills: number): History => ({
  ...withRows((rows) => rows.map((one) => (one.id === 'row-2' ? { ...one, arrival: '6' } : one))),
  kills,
  arrivals: [...GOOD.arrivals, arrival('6', text)],
});

describe('the checker', () => {
  it('finds nothing in a history in which nothing went wrong', () => {
    expect(checkHistory(GOOD, EXPECTED)).toEqual({ faults: [], repeats: 0 });
  });

  it('finds nothing wrong with a repeat that is marked, and counts it', () => {
    expect(checkHistory(repeated('（可能重复）乙', 1), EXPECTED)).toEqual({ faults: [], repeats: 1 });
    expect(checkHistory(repeated('(may be a repeat) 乙', 1), EXPECTED)).toEqual({ faults: [], repeats: 1 });
  });

  it.each<[string, History, FaultKind[]]>([
    [
      'words that no turn handled',
      { ...GOOD, updates: [{ key: '7', person: STUDENT, done: false }] },
      ['lost'],
    ],
    ['words that were never stored', { ...GOOD, updates: [] }, ['lost']],
    ['words that opened no case', { ...GOOD, cases: [] }, ['lost']],
    ['a case on no page', withCase({ page: null, owning: [], status: 'open' }), ['lost', 'unacknowledged']],
    ['a case that nobody took', withCase({ owning: [], status: 'open' }), ['unacknowledged']],
    ['two owners by the rows', withCase({ owning: [takes('one'), takes('two')] }), ['double-owner']],
    [
      'two owners by what they read',
      {
        ...GOOD,
        rows: [...GOOD.rows, row('6', { person: '9002' })],
        arrivals: [...GOOD.arrivals, arrival('6', '个案 #1001 归你了', '9002')],
      },
      ['double-owner'],
    ],
    [
      'two open cases of one person',
      { ...GOOD, cases: [CASE, { ...CASE, number: 1002 }] },
      ['several-cases'],
    ],
    [
      'a message that is still due',
      withRows((rows) => [...rows, row('6', { status: 'due', arrival: null })]),
      ['lost'],
    ],
    [
      'a message of which nobody knows',
      withRows((rows) => [...rows, row('6', { status: 'unknown', arrival: null })]),
      ['lost'],
    ],
    [
      'a message that was given up',
      withRows((rows) => [...rows, row('6', { status: 'failed', arrival: null, errorCode: 'blocked' })]),
      ['lost'],
    ],
    [
      'an answer that was taken back as only questions may be',
      withRows((rows) => [...rows, row('6', { status: 'failed', arrival: null, errorCode: 'taken' })]),
      ['lost'],
    ],
    ['a message marked as sent that never came', withRows((rows) => [...rows, row('6')]), ['lost']],
    [
      'an answer that overtook the one before',
      withRows((rows) =>
        rows.map((one) =>
          one.id === 'row-1' ? { ...one, seq: 2 } : one.id === 'row-2' ? { ...one, seq: 1 } : one,
        ),
      ),
      ['out-of-order'],
    ],
    [
      'messages of two kinds, long apart, in the wrong order',
      withRows((rows) =>
        rows.map((one) => (one.id === 'row-2' ? { ...one, seq: 9, writtenAt: 60_000 } : one)),
      ),
      ['out-of-order'],
    ],
    ['a repeat that does not say so', repeated('乙', 1), ['unmarked-repeat']],
    ['more repeats than kills', repeated('（可能重复）乙', 0), ['too-many-repeats']],
    [
      'a message that nobody wrote',
      { ...GOOD, arrivals: [...GOOD.arrivals, arrival('6', '丁')] },
      ['unexpected'],
    ],
    [
      'a message of a kind that is no part of the story',
      {
        ...withRows((rows) => [...rows, row('6', { kind: 'campaign' })]),
        arrivals: [...GOOD.arrivals, arrival('6', '丁')],
      },
      ['unexpected'],
    ],
  ])('finds %s', (_what, history, kinds) => {
    expect(kindsOf(history).sort()).toEqual([...kinds].sort());
  });

  it('lets the story excuse people who cannot be reached, and nobody else', () => {
    const blocked = withRows((rows) => [
      ...rows,
      row('6', { status: 'failed', arrival: null, person: '502' }),
    ]);
    expect(kindsOf(blocked, { ...EXPECTED, unreachable: ['502'] })).toEqual([]);
    const waiting = withRows((rows) => [
      ...rows,
      row('6', { status: 'due', arrival: null, lane: 'campaign' }),
    ]);
    expect(kindsOf(waiting, { ...EXPECTED, unreachable: ['502'] })).toEqual(['lost']);
  });

  it('lets a question be taken back once somebody has the case', () => {
    const dropped = row('6', { kind: 'ask', status: 'failed', arrival: null, errorCode: 'taken' });
    expect(kindsOf(withRows((rows) => [...rows, dropped]))).toEqual([]);
  });

  it.each<[string, OwningEvent[]]>([
    ['after three silent rounds', [takes('one'), silent('one'), silent('one'), silent('one'), takes('two')]],
    ['after each silence', [takes('one'), silent('one'), takes('two'), silent('two'), takes('one')]],
    ['when neither side gave a sign', [takes('one'), { kind: 'both-silent', staffId: 'one' }, takes('two')]],
    ['once the owner has left', [takes('one'), leaves('one'), takes('two')]],
    ['by being given it', [takes('one'), gives('one', 'two'), gives('two', 'three')]],
    [
      'after the silence of whoever was given it',
      [takes('one'), gives('one', 'two'), silent('two'), takes('one')],
    ],
  ])('allows another owner %s', (_when, owning) => {
    expect(kindsOf(withCase({ owning }))).toEqual([]);
  });

  it.each<[string, OwningEvent[]]>([
    [
      'two take it after three silent rounds',
      [takes('one'), silent('one'), silent('one'), silent('one'), takes('two'), takes('three')],
    ],
    ['the silence came after the second', [takes('one'), takes('two'), silent('two'), silent('two')]],
    [
      'the silence was of the owner before',
      [takes('one'), silent('one'), takes('two'), silent('one'), takes('three')],
    ],
    ['the leave came after the second', [takes('one'), takes('two'), leaves('two')]],
    ['it is taken beside the one who was given it', [takes('one'), gives('one', 'two'), takes('three')]],
    ['somebody gives on what another has', [takes('one'), gives('two', 'three')]],
    ['it went on with its owner, and another takes it', [{ kind: 'resumed', staffId: 'one' }, takes('two')]],
  ])('finds two owners when %s', (_when, owning) => {
    expect(kindsOf(withCase({ owning }))).toEqual(['double-owner']);
  });

  it('takes a page as said that a later one to the same person says as well, and no other', () => {
    const heldBack = { person: COUNSELLOR, kind: 'page', status: 'failed', arrival: null } as const;
    const superseded = row('2.5', { ...heldBack, errorCode: 'superseded' });
    expect(kindsOf(withRows((rows) => [...rows, superseded]))).toEqual([]);
    const last = row('6', { ...heldBack, errorCode: 'superseded' });
    expect(kindsOf(withRows((rows) => [...rows, last]))).toEqual(['lost']);
    const elsewhere = { ...superseded, person: '9002' };
    expect(kindsOf(withRows((rows) => [...rows, elsewhere]))).toEqual(['lost']);
    const over = row('6', { ...heldBack, errorCode: 'over' });
    expect(kindsOf(withRows((rows) => [...rows, over]))).toEqual([]);
  });

  it('finds an owner by what they read whom no event knows, however often the owner was silent', () => {
    const told = { arrivals: [...GOOD.arrivals, arrival('6', '个案 #1001 归你了', '9002')] };
    const rows = [...GOOD.rows, row('6', { person: '9002' })];
    const silences = [takes('one'), silent('one'), silent('one')];
    expect(kindsOf({ ...withCase({ owning: silences }), ...told, rows })).toEqual(['double-owner']);
    expect(kindsOf({ ...withCase({ owning: [...silences, takes('two')] }), ...told, rows })).toEqual([]);
  });

  it('counts cases where each person may have only so many', () => {
    const twice = {
      ...GOOD,
      cases: [
        { ...CASE, status: 'closed' },
        { ...CASE, number: 1002 },
      ],
    };
    expect(kindsOf(twice)).toEqual([]);
    expect(kindsOf(twice, { ...EXPECTED, casesEach: 1 })).toEqual(['several-cases']);
  });
});
