import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlannedShift } from '../../../src/handoff/rota/planned-shift.ts';
import { planImport, readShifts } from '../../../src/handoff/rota/read-rota-file.ts';
import { readCsv, writeCsv } from '../../../src/handoff/rota/rota-csv.ts';
import { readIcs, writeIcs } from '../../../src/handoff/rota/rota-ics.ts';
import { at, override, rotaOf, rotation, single, swap, weekly } from './samples.ts';

const NOW = at('2026-11-23 08:00');
const night: PlannedShift = {
  name: '林老师',
  duty: 'duty',
  startsAt: at('2026-11-30 22:00'),
  endsAt: at('2026-12-01 06:00'),
};

const minutes = fc.integer({ min: 0, max: 2_000_000 });
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  // As staff names are kept: trimmed, without line ends and what no calendar may hold.
  .map((text) => text.replaceAll(/[\p{C}\s·:：'"]/gu, '') || '某')
  .filter((text) => text.trim() !== '');
const anyShift = fc
  .tuple(
    name,
    fc.constantFrom('duty' as const, 'backup' as const),
    minutes,
    fc.integer({ min: 1, max: 500_000 }),
  )
  .map(([who, duty, from, long]): PlannedShift => {
    const startsAt = new Date(NOW.getTime() + from * 60_000);
    return { name: who, duty, startsAt, endsAt: new Date(startsAt.getTime() + long * 60_000) };
  });

const plain = ({ name: who, duty, startsAt, endsAt }: PlannedShift) => ({
  name: who,
  duty,
  startsAt,
  endsAt,
});

describe('a table of shifts', () => {
  it('says names, kind and times on the centre’s clock', () => {
    expect(writeCsv([night])).toBe(
      '\uFEFF姓名,值班类型,开始,结束\r\n林老师,值班,2026-11-30 22:00,2026-12-01 06:00\r\n',
    );
  });

  it.each(['=1+1', '+86', '-2', '@sum'])('quotes a cell that begins like a formula: %s', (evil) => {
    expect(writeCsv([{ ...night, name: evil }])).toContain(`'${evil},`);
  });

  it('is read as it was written, whatever stands in a name', () => {
    fc.assert(
      fc.property(fc.array(anyShift, { maxLength: 6 }), (shifts) => {
        const read = readCsv(writeCsv(shifts));
        expect(read.faults).toEqual([]);
        expect(read.shifts.map(plain)).toEqual(shifts);
      }),
    );
  });

  it('is read with quotes, commas and line ends in cells, and with slashes in dates', () => {
    const text = 'name,duty,start,end\n"林, ""老师""",backup,2026/12/01 8:00,2026/12/01 20:00\n\n';
    expect(readCsv(text)).toMatchObject({
      faults: [],
      shifts: [
        {
          name: '林, "老师"',
          duty: 'backup',
          startsAt: at('2026-12-01 08:00'),
          endsAt: at('2026-12-01 20:00'),
        },
      ],
    });
  });

  it('names line, column and reason of everything that is wrong', () => {
    const text = [
      '姓名,值班类型,开始,结束',
      ',值班,2026-12-01 08:00,2026-12-01 20:00',
      '林老师,站岗,2026-02-30 08:00,20:00',
      '林老师,值班,2026-12-01 20:00,2026-12-01 08:00',
      '林老师,值班',
    ].join('\r\n');
    expect(readCsv(text).faults).toEqual([
      { line: 2, column: 1, code: 'name', found: '' },
      { line: 3, column: 2, code: 'duty', found: '站岗' },
      { line: 3, column: 3, code: 'time', found: '2026-02-30 08:00' },
      { line: 3, column: 4, code: 'time', found: '20:00' },
      { line: 4, column: 4, code: 'order', found: '2026-12-01 08:00' },
      { line: 5, column: 1, code: 'columns', found: '2' },
    ]);
    expect(readCsv('').faults).toMatchObject([{ code: 'empty' }]);
    expect(readCsv('a,b\n').faults).toMatchObject([{ code: 'header' }]);
    expect(readCsv('姓名,值班类型,开始,结束\n"林').faults).toMatchObject([{ code: 'not-csv' }]);
  });
});

describe('a calendar of shifts', () => {
  const ics = (shifts: readonly PlannedShift[], withNames = true): string =>
    writeIcs(
      shifts.map((shift, index) => ({ ...shift, uid: `${index}@xinqiao` })),
      withNames,
      NOW,
    );

  it('says 值班 or 后备 and, where it is that of everybody, whose; nothing else', () => {
    const own = ics([night, { ...night, duty: 'backup' }], false);
    expect(own.match(/SUMMARY:.*/g)).toEqual(['SUMMARY:值班', 'SUMMARY:后备']);
    expect(own).not.toContain('林老师');
    expect(ics([night])).toContain('SUMMARY:值班 林老师\r\n');
    expect(own).toContain('DTSTART;TZID=Asia/Shanghai:20261130T220000\r\n');
    expect(own).toContain('DTEND;TZID=Asia/Shanghai:20261201T060000\r\n');
    expect(own).toContain('DTSTAMP:20261123T000000Z\r\n');
  });

  it('has no line of more than 75 bytes, and none that is cut inside a character', () => {
    const long = ics([{ ...night, name: '名字很长很长的老师'.repeat(20) }]);
    for (const line of long.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(long).not.toContain('\uFFFD');
    expect(Buffer.from(long).toString('utf8')).toBe(long);
  });

  it('is read as it was written, whatever stands in a name', () => {
    fc.assert(
      fc.property(fc.array(anyShift, { minLength: 1, maxLength: 6 }), (shifts) => {
        const read = readIcs(ics(shifts));
        expect(read.faults).toEqual([]);
        expect(read.shifts.map(plain)).toEqual(shifts);
      }),
    );
  });

  it('names the line and the place of everything that is wrong', () => {
    const text = [
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'DTSTART;TZID=Europe/Berlin:20261201T080000',
      'DTEND:20261201T120000Z',
      'SUMMARY:值班 林老师',
      'RRULE:FREQ=WEEKLY',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'DTSTART:20261201T080000Z',
      'DTEND:20260230T080000Z',
      'SUMMARY:值班',
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n');
    expect(readIcs(text).faults).toEqual([
      { line: 6, column: 7, code: 'repeats', found: 'FREQ=WEEKLY' },
      { line: 3, column: 28, code: 'zone', found: '20261201T080000' },
      { line: 11, column: 9, code: 'name', found: '值班' },
      { line: 10, column: 7, code: 'time', found: '20260230T080000Z' },
    ]);
    expect(readIcs('hello').faults).toMatchObject([{ code: 'not-ics' }]);
    expect(readIcs('BEGIN:VCALENDAR\r\nEND:VCALENDAR').faults).toMatchObject([{ code: 'empty' }]);
    expect(readIcs('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n').faults).toMatchObject([{ code: 'not-ics' }]);
  });

  it('never throws, whatever is read', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        readIcs(`BEGIN:VCALENDAR\n${text}`);
        readCsv(`name,duty,start,end\n${text}`);
      }),
    );
  });
});

describe('an import', () => {
  const staff = new Map([
    ['林老师', 'lin'],
    ['周老师', 'zhou'],
  ]);
  const plan = (text: string, rota = rotaOf(), now = NOW) =>
    planImport(readShifts({ format: 'csv', text }), rota, staff, now);
  const lines = (...rows: string[]): string => ['姓名,值班类型,开始,结束', ...rows].join('\r\n');
  const found = ({ add, known, faults }: ReturnType<typeof plan>) => ({
    add: add.map(({ staffId, endsAt }) => [staffId, endsAt]),
    known,
    faults: faults.map(({ line, code }) => [line, code]),
  });

  it('matches names to staff, and says which shifts are there already', () => {
    const text = writeCsv([night, { ...night, endsAt: at('2026-12-01 07:00') }]);
    const there = single('lin', { startsAt: night.startsAt, endsAt: night.endsAt });
    expect(found(plan(text, rotaOf({ rules: [there] })))).toEqual({
      add: [['lin', at('2026-12-01 07:00')]],
      known: 1,
      faults: [],
    });
  });

  it('refuses strangers, what is over, and what is endless', () => {
    const text = writeCsv([
      { ...night, name: '吴老师' },
      { ...night, startsAt: at('2026-11-22 08:00'), endsAt: at('2026-11-23 08:00') },
      { ...night, endsAt: at('2028-12-01 06:00') },
    ]);
    expect(plan(text).faults.map(({ line, code }) => [line, code])).toEqual([
      [2, 'name'],
      [3, 'past'],
      [4, 'too-long'],
    ]);
  });

  it('knows a shift by who is on, whichever rule it comes from', () => {
    const turns = rotation({ members: ['lin', 'zhou'], periodDays: 1, handOverMinute: 0 });
    const rules = [turns, weekly({ duty: 'backup', staffId: 'zhou', fromMinute: 480, toMinute: 1_200 })];
    const changed = swap('lin', 'zhou', { startsAt: at('2026-11-25 20:00'), endsAt: at('2026-11-26') });
    const text = lines(
      '林老师,值班,2026-11-23 00:00,2026-11-24 00:00',
      '周老师,值班,2026-11-24 00:00,2026-11-25 00:00',
      '林老师,值班,2026-11-25 00:00,2026-11-25 20:00',
      '周老师,值班,2026-11-25 20:00,2026-11-27 00:00',
      '周老师,后备,2026-11-30 08:00,2026-11-30 20:00',
      '林老师,后备,2026-11-30 08:00,2026-11-30 20:00',
    );
    expect(found(plan(text, rotaOf({ rules, swaps: [changed] })))).toEqual({
      add: [['lin', at('2026-11-30 20:00')]],
      known: 5,
      faults: [],
    });
  });

  it('knows a shift that is over, and one whose rule was made in the middle of it', () => {
    const made = weekly({
      staffId: 'lin',
      toMinute: 420,
      madeAt: new Date(at('2026-11-23 03:10').getTime() + 37_000),
    });
    const old = weekly({ staffId: 'zhou', madeAt: at('2020-01-01'), endedAt: at('2026-11-23 03:10') });
    const text = lines(
      '林老师,值班,2026-11-23 03:10,2026-11-23 07:00',
      '周老师,值班,2026-11-23 00:00,2026-11-23 03:10',
      '周老师,值班,2026-11-23 00:00,2026-11-23 04:00',
    );
    expect(found(plan(text, rotaOf({ rules: [made, old] })))).toEqual({
      add: [],
      known: 2,
      faults: [[4, 'past']],
    });
    const running = lines('林老师,值班,2026-11-22 20:00,2026-11-23 07:00');
    expect(found(plan(running, rotaOf({ rules: [made] }), at('2026-11-23 05:00')))).toMatchObject({
      known: 1,
    });
  });

  it('adds what stands twice in a file once', () => {
    const row = '林老师,值班,2026-11-30 22:00,2026-12-01 06:00';
    expect(found(plan(lines(row, row)))).toEqual({
      add: [['lin', at('2026-12-01 06:00')]],
      known: 1,
      faults: [],
    });
  });

  it('refuses a shift that somebody else has taken over, since adding it would put nobody on', () => {
    const hours = { startsAt: at('2026-11-30 08:00'), endsAt: at('2026-11-30 20:00') };
    const there = single('lin', hours);
    const instead = override('zhou', 'lin', { ...hours, endsAt: at('2026-11-30 12:00') });
    const text = lines(
      '林老师,值班,2026-11-30 08:00,2026-11-30 12:00',
      '林老师,值班,2026-11-30 12:00,2026-11-30 20:00',
      '林老师,值班,2026-11-30 08:00,2026-11-30 21:00',
    );
    expect(found(plan(text, rotaOf({ rules: [there, instead] })))).toEqual({
      add: [['lin', at('2026-11-30 21:00')]],
      known: 1,
      faults: [[2, 'given-away']],
    });
  });
});
