import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listCoverage } from '../../../src/handoff/rota/coverage.ts';
import { listStints } from '../../../src/handoff/rota/list-stints.ts';
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
  insteadOf: null,
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
    fc.option(name),
  )
  .map(([who, duty, from, long, insteadOf]): PlannedShift => {
    const startsAt = new Date(NOW.getTime() + from * 60_000);
    const endsAt = new Date(startsAt.getTime() + long * 60_000);
    return { name: who, duty, startsAt, endsAt, insteadOf };
  });

const plain = ({ name: who, duty, startsAt, endsAt, insteadOf }: PlannedShift): PlannedShift => ({
  name: who,
  duty,
  startsAt,
  endsAt,
  insteadOf,
});

describe('a table of shifts', () => {
  it('says names, kind and times on the centre’s clock', () => {
    expect(writeCsv([night])).toBe(
      '\uFEFF姓名,值班类型,开始,结束,代替\r\n林老师,值班,2026-11-30 22:00,2026-12-01 06:00,\r\n',
    );
    expect(writeCsv([{ ...night, insteadOf: '周老师' }])).toContain('06:00,周老师\r\n');
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

  it.each(['2026/1/5 8:00', '2026/01/05  08:00:00', '2026-1-5T8:00', '2026/1/5 8：00'])(
    'is read as spreadsheets save it again: %s',
    (typed) => {
      const text = `姓名,值班类型,开始,结束\n林老师,值班,${typed},2026/1/5 24:00\n`;
      expect(readCsv(text)).toMatchObject({
        faults: [],
        shifts: [{ startsAt: at('2026-01-05 08:00'), endsAt: at('2026-01-06 00:00') }],
      });
    },
  );

  it.each(['2026/13/5 8:00', '2026/2/30 8:00', '2026/1/5', '8:00', '2026/1/5 8', '2026/1/5 25:00'])(
    'refuses what is no moment: %s',
    (typed) => {
      const text = `姓名,值班类型,开始,结束\n林老师,值班,${typed},2026/12/5 20:00\n`;
      expect(readCsv(text).faults).toMatchObject([{ line: 2, code: 'time' }]);
    },
  );

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

  const event = (...lines: string[]): string =>
    ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'SUMMARY:值班 林老师', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join(
      '\r\n',
    );

  it.each([
    ['as Outlook calls it', 'China Standard Time'],
    ['in quotes', '"China Standard Time"'],
    ['as Outlook titles it', '"(UTC+08:00) Beijing, Chongqing, Hong Kong, Urumqi"'],
    ['by a maker', '/freeassociation.sourceforge.net/Asia/Shanghai'],
    ['an old name', 'PRC'],
    ['an old name of a city', 'Asia/Chongqing'],
    ['a number with the sign of POSIX', 'Etc/GMT-8'],
    ['another city', 'Asia/Hong_Kong'],
    ['another city of Windows', 'Singapore Standard Time'],
  ])('is read in every zone that has the same clock all year: %s', (_, zone) => {
    const text = event(`DTSTART;TZID=${zone}:20261130T220000`, `DTEND;TZID=${zone}:20261201T060000`);
    const { shifts, faults } = readIcs(text);
    expect(faults).toEqual([]);
    expect(shifts.map(plain)).toEqual([night]);
  });

  it.each(['Etc/GMT+8', 'Tokyo Standard Time', 'Asia/Irkutsk-no', 'America/New_York', '(UTC+09:00) Seoul'])(
    'is refused in a zone with another clock, or in none: %s',
    (zone) => {
      const text = event(`DTSTART;TZID="${zone}":20261130T220000`, 'DTEND:20261201T060000Z');
      expect(readIcs(text).faults).toMatchObject([{ line: 4, code: 'zone', found: '20261130T220000' }]);
    },
  );

  it.each(['PT8H', 'PT7H60M', 'P0DT8H0M0S', 'PT28800S', '+PT8H'])(
    'takes a length for an end: %s',
    (length) => {
      const text = event('DTSTART;TZID=China Standard Time:20261130T220000', `DURATION:${length}`);
      expect(readIcs(text).shifts.map(plain)).toEqual([night]);
    },
  );

  it('counts days and weeks of a length', () => {
    const [day, week] = ['P1D', 'P1W'].map(
      (length) => readIcs(event('DTSTART:20261130T220000', `DURATION:${length}`)).shifts[0],
    );
    expect(day?.endsAt).toEqual(at('2026-12-01 22:00'));
    expect(week?.endsAt).toEqual(at('2026-12-07 22:00'));
  });

  it.each([
    ['-PT8H', 'time'],
    ['PT', 'time'],
    ['P1Y', 'time'],
    ['PT1.5H', 'time'],
    ['PT0S', 'order'],
  ])('refuses what is no length: %s', (length, code) => {
    const { shifts, faults } = readIcs(event('DTSTART:20261130T220000', `DURATION:${length}`));
    expect(shifts).toEqual([]);
    expect(faults).toEqual([{ line: 5, column: 10, code, found: length }]);
  });

  it('leaves the lines of a reminder in an event to the reminder', () => {
    const alarm = ['BEGIN:VALARM', 'DURATION:PT5M', 'SUMMARY:提醒', 'TRIGGER:-PT15M', 'END:VALARM'];
    const text = event(...alarm, 'DTSTART:20261130T220000', 'DTEND:20261201T060000');
    expect(readIcs(text).shifts.map(plain)).toEqual([night]);
    expect(readIcs(event(...alarm, 'DTSTART:20261130T220000')).faults).toMatchObject([{ code: 'time' }]);
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

  describe('of those who stand in for somebody', () => {
    const instead = (...rows: string[]): string => ['姓名,值班类型,开始,结束,代替', ...rows].join('\r\n');
    const made = (result: ReturnType<typeof plan>) => ({
      add: result.add.map(({ staffId, insteadOfId, absent }) => [staffId, insteadOfId, absent]),
      known: result.known,
      faults: result.faults.map(({ line, column, code }) => [line, column, code]),
    });
    const hours = { startsAt: at('2026-11-30 08:00'), endsAt: at('2026-11-30 20:00') };
    const row = '周老师,值班,2026-11-30 08:00,2026-11-30 20:00,林老师';

    it('makes an override where that one is on, and knows it the next time', () => {
      const there = single('lin', hours);
      expect(made(plan(instead(row), rotaOf({ rules: [there] })))).toEqual({
        add: [['zhou', 'lin', null]],
        known: 0,
        faults: [],
      });
      const done = rotaOf({ rules: [there, override('zhou', 'lin', hours)] });
      expect(made(plan(instead(row), done))).toEqual({ add: [], known: 1, faults: [] });
      // Both are on: standing in takes the other one off.
      const both = rotaOf({ rules: [there, single('zhou', hours)] });
      expect(made(plan(instead(row), both))).toMatchObject({ add: [['zhou', 'lin', null]] });
    });

    it('takes both from one file, in whatever order, and the same file once', () => {
      const own = '林老师,值班,2026-11-30 08:00,2026-11-30 22:00,';
      for (const rows of [
        [own, row],
        [row, own],
      ]) {
        expect(made(plan(instead(...rows)))).toMatchObject({
          add: [
            ['lin', null, null],
            ['zhou', 'lin', null],
          ],
        });
      }
      const rules = [
        single('lin', { ...hours, endsAt: at('2026-11-30 22:00') }),
        override('zhou', 'lin', hours),
      ];
      expect(made(plan(instead(row, own), rotaOf({ rules })))).toEqual({ add: [], known: 2, faults: [] });
    });

    it('makes a single shift where that one is not on at all, and says so', () => {
      expect(made(plan(instead(row)))).toEqual({ add: [['zhou', null, '林老师']], known: 0, faults: [] });
    });

    it('puts the same people on, in the same rota, in one without what was changed, and in an empty one', () => {
      const people = new Map([...staff, ['吴老师', 'wu']]);
      const names = new Map([...people].map(([who, id]) => [id, who]));
      const base = [
        single('lin', hours),
        weekly({ staffId: 'wu', weekday: 1, fromMinute: 0, toMinute: 600 }),
      ];
      const stands = override('zhou', 'lin', hours, { madeAt: at('2026-11-01') });
      const evening = { startsAt: at('2026-11-30 16:00'), endsAt: hours.endsAt };
      const onward = swap('zhou', 'wu', evening, { settledAt: at('2026-11-02') });
      const whole = rotaOf({ rules: [...base, stands], swaps: [onward] });
      const [from, to] = [at('2026-11-30'), at('2026-12-01')];
      const text = writeCsv(
        listStints(whole, 'duty', from, to).map(({ staffId, insteadOf, ...stint }) => ({
          ...stint,
          name: names.get(staffId) ?? '',
          insteadOf: insteadOf === null ? null : (names.get(insteadOf) ?? null),
        })),
      );
      expect(text).toContain('吴老师,值班,2026-11-30 16:00,2026-11-30 20:00,林老师');
      for (const into of [whole, rotaOf({ rules: base }), rotaOf()]) {
        const { add, faults } = planImport(readShifts({ format: 'csv', text }), into, people, NOW);
        expect(faults).toEqual([]);
        expect(add.length === 0).toBe(into === whole);
        const made = add.map(({ staffId, insteadOfId, startsAt, endsAt }) =>
          insteadOfId === null
            ? single(staffId, { startsAt, endsAt })
            : override(staffId, insteadOfId, { startsAt, endsAt }, { madeAt: NOW }),
        );
        const after = { ...into, rules: [...into.rules, ...made] };
        expect(listCoverage(after, 'duty', from, to)).toEqual(listCoverage(whole, 'duty', from, to));
      }
    });

    it('refuses a part, a stranger and oneself, where they stand in the table', () => {
      const part = rotaOf({ rules: [single('lin', { ...hours, endsAt: at('2026-11-30 12:00') })] });
      const wrong = instead(
        row,
        '周老师,值班,2026-11-30 08:00,2026-11-30 12:00,吴老师',
        '周老师,值班,2026-11-30 08:00,2026-11-30 12:00,周老师',
      );
      expect(made(plan(wrong, part))).toEqual({
        add: [],
        known: 0,
        faults: [
          [2, 1, 'part'],
          [3, 5, 'instead-name'],
          [4, 5, 'same-person'],
        ],
      });
    });

    it('reads the line in the description of an event, also among other lines', () => {
      const text = writeIcs([{ ...night, insteadOf: '周老师', uid: 'x' }], true, NOW);
      expect(text).toContain('DESCRIPTION:代替 周老师\r\n');
      expect(writeIcs([{ ...night, insteadOf: '周老师', uid: 'x' }], false, NOW)).not.toContain('周老师');
      const edited = text.replace('DESCRIPTION:', 'DESCRIPTION:夜班\\n');
      expect(readIcs(edited).shifts).toMatchObject([{ insteadOf: '周老师' }]);
    });
  });
});
