import { describe, expect, it } from 'vitest';
import { formatDay } from '../../../src/core/shanghai-time.ts';
import {
  listGaps,
  listShiftEnds,
  namedStaff,
  nextAfter,
  nextStart,
  onCallNow,
  whoIsOn,
} from '../../../src/handoff/rota/coverage.ts';
import { listStints } from '../../../src/handoff/rota/list-stints.ts';
import { at, calendarOf, override, rotaOf, rotation, single, swap, weekly } from './samples.ts';

const on = (rota: ReturnType<typeof rotaOf>, time: string, duty: 'duty' | 'backup' = 'duty') =>
  whoIsOn(rota, duty, at(time));

describe('weekly shifts, in Asia/Shanghai', () => {
  it('begin with their first minute and end before their last', () => {
    const rota = rotaOf({ rules: [weekly({ fromMinute: 480, toMinute: 720 })] });
    expect(whoIsOn(rota, 'duty', new Date(at('2026-11-23 08:00').getTime() - 1))).toEqual([]);
    expect(on(rota, '2026-11-23 08:00')).toEqual(['a']);
    expect(whoIsOn(rota, 'duty', new Date(at('2026-11-23 12:00').getTime() - 1))).toEqual(['a']);
    expect(on(rota, '2026-11-23 12:00')).toEqual([]);
    expect(on(rota, '2026-11-30 08:00')).toEqual(['a']);
  });

  it('run over midnight, over the end of a month and of a year', () => {
    const night = [1, 2, 3, 4, 5, 6, 7].map((weekday) =>
      weekly({ weekday, fromMinute: 22 * 60, toMinute: 30 * 60 }),
    );
    const rota = rotaOf({ rules: night });
    for (const day of ['2026-11-30', '2026-12-31', '2028-02-28', '2028-02-29']) {
      expect(on(rota, `${day} 21:59`)).toEqual([]);
      expect(on(rota, `${day} 23:59`)).toEqual(['a']);
    }
    for (const day of ['2026-12-01', '2027-01-01', '2028-02-29', '2028-03-01']) {
      expect(on(rota, `${day} 00:00`)).toEqual(['a']);
      expect(on(rota, `${day} 05:59`)).toEqual(['a']);
      expect(on(rota, `${day} 06:00`)).toEqual([]);
    }
  });

  it('keep duty and backup apart and name everybody once', () => {
    const rules = [
      weekly(),
      weekly({ toMinute: 60 }),
      weekly({ staffId: 'b' }),
      weekly({ staffId: 'c', duty: 'backup' }),
    ];
    const rota = rotaOf({ rules });
    expect(on(rota, '2026-11-23')).toEqual(['a', 'b']);
    expect(on(rota, '2026-11-23', 'backup')).toEqual(['c']);
    expect(namedStaff(rota).sort()).toEqual(['a', 'b', 'c']);
  });

  it('hold only from their first to their last day, and the last night is whole', () => {
    const rule = weekly({
      fromMinute: 1_320,
      toMinute: 1_800,
      validFrom: '2026-11-23',
      validTo: '2026-11-30',
    });
    const rota = rotaOf({ rules: [rule] });
    expect(on(rota, '2026-11-16 23:00')).toEqual([]);
    expect(on(rota, '2026-11-23 23:00')).toEqual(['a']);
    expect(on(rota, '2026-12-01 05:00')).toEqual(['a']);
    expect(on(rota, '2026-12-07 23:00')).toEqual([]);
  });

  it('count from when they were made until they were ended, so that what was stays true', () => {
    const rule = weekly({ madeAt: at('2026-11-23 10:00'), endedAt: at('2026-11-23 12:00') });
    const rota = rotaOf({ rules: [rule] });
    expect(['09:59', '10:00', '11:59', '12:00'].map((time) => on(rota, `2026-11-23 ${time}`))).toEqual([
      [],
      ['a'],
      ['a'],
      [],
    ]);
  });
});

describe('the calendar', () => {
  const calendar = calendarOf({
    holidays: [{ name: '节', from: '2026-10-01', to: '2026-10-07' }],
    makeUpDays: [{ date: '2026-10-10', as: 3 }],
  });

  it('splits workdays from weekends and holidays; both together are all', () => {
    const days = ['2026-09-30', '2026-10-01', '2026-10-03', '2026-10-08', '2026-10-10', '2026-10-11'];
    const of = (kind: 'workdays' | 'holidays') => {
      const rota = rotaOf({
        calendar,
        rules: [rotation({ members: ['a'], days: kind, validFrom: '2026-09-01' })],
      });
      return days.filter((day) => on(rota, `${day} 12:00`).length > 0);
    };
    expect(of('workdays')).toEqual(['2026-09-30', '2026-10-08', '2026-10-10']);
    expect(of('holidays')).toEqual(['2026-10-01', '2026-10-03', '2026-10-11']);
  });

  it('lets a make-up day follow the weekday it is worked for, and not its own', () => {
    const rules = [weekly({ staffId: 'wednesday', weekday: 3 }), weekly({ staffId: 'saturday', weekday: 6 })];
    expect(on(rotaOf({ calendar, rules }), '2026-10-10 09:00')).toEqual(['wednesday']);
    expect(on(rotaOf({ calendar, rules }), '2026-10-17 09:00')).toEqual(['saturday']);
  });
});

describe('rotations', () => {
  it('go round, first the first from the first hand-over on', () => {
    const rota = rotaOf({ rules: [rotation()] });
    const times = [
      '2026-11-23 07:59',
      '2026-11-23 08:00',
      '2026-11-30 07:59',
      '2026-11-30 08:00',
      '2026-12-14 08:00',
    ];
    expect(times.map((time) => on(rota, time)[0])).toEqual(['c', 'a', 'a', 'b', 'a']);
  });

  it('turn by any number of days, over 29 February and the end of a year', () => {
    const rota = rotaOf({
      rules: [rotation({ periodDays: 3, members: ['a', 'b'], validFrom: '2027-12-27' })],
    });
    const days = ['2027-12-27', '2027-12-30', '2028-01-02', '2028-02-28', '2028-02-29', '2028-03-02'];
    // Days since the first hand-over: 0, 3, 6, 63, 64, 66.
    expect(days.map((day) => on(rota, `${day} 08:00`)[0])).toEqual(['a', 'b', 'a', 'b', 'b', 'a']);
  });

  it('hand over in the middle of a night', () => {
    const rule = rotation({ periodDays: 1, handOverMinute: 0, fromMinute: 1_200, toMinute: 1_920 });
    const rota = rotaOf({ rules: [rule] });
    expect([on(rota, '2026-11-23 23:59'), on(rota, '2026-11-24 00:00')]).toEqual([['a'], ['b']]);
    expect(on(rota, '2026-11-24 08:00')).toEqual([]);
  });

  it('skip whoever has left, so that nobody’s turn is empty', () => {
    const rota = rotaOf({ rules: [rotation()], gone: new Map([['b', at('2026-11-23')]]) });
    expect(on(rota, '2026-12-01 12:00')).toEqual(['c']);
    const all = new Map(['a', 'b', 'c'].map((one) => [one, at('2026-11-23')]));
    expect(on(rotaOf({ rules: [rotation()], gone: all }), '2026-12-01')).toEqual([]);
  });

  it('were those of whoever left until they did, and the next one’s from then on alone', () => {
    const gone = new Map([['b', at('2026-12-22 10:30')]]);
    const rules = [rotation({ fromMinute: 8 * 60, toMinute: 12 * 60, days: 'workdays' })];
    const turns = listStints(rotaOf({ rules, gone }), 'duty', at('2026-11-30'), at('2026-12-24'));
    const days = turns.map(({ staffId, startsAt }) => `${staffId} ${formatDay(startsAt, 'zh')}`);
    expect(days.filter((day) => day.startsWith('b'))).toEqual(
      ['11月30日 周一', '12月1日 周二', '12月2日 周三', '12月3日 周四', '12月4日 周五']
        .map((day) => `b ${day}`)
        .concat(['12月21日 周一', '12月22日 周二'].map((day) => `b ${day}`)),
    );
    expect(turns.filter(({ startsAt }) => startsAt >= at('2026-12-22'))).toMatchObject([
      { staffId: 'b', startsAt: at('2026-12-22 08:00'), endsAt: at('2026-12-22 10:30') },
      { staffId: 'c', startsAt: at('2026-12-22 10:30'), endsAt: at('2026-12-22 12:00') },
      { staffId: 'c', startsAt: at('2026-12-23 08:00'), endsAt: at('2026-12-23 12:00') },
    ]);
    // Whoever has left is told of no end of theirs.
    expect(listShiftEnds(rotaOf({ rules, gone }), at('2026-12-22'), at('2026-12-22 23:00'))).toEqual([
      { staffId: 'c', endsAt: at('2026-12-22 12:00') },
    ]);
  });
});

describe('overrides and swaps', () => {
  const rules = [weekly({ weekday: 1 }), weekly({ weekday: 2, staffId: 'b' })];
  const evening = { startsAt: at('2026-11-23 18:00'), endsAt: at('2026-11-24 02:00') };

  it('put somebody in the place of somebody, only where they were on', () => {
    const rota = rotaOf({ rules: [...rules, override('x', 'a', evening)] });
    expect(['17:59', '18:00', '23:59'].map((time) => on(rota, `2026-11-23 ${time}`))).toEqual([
      ['a'],
      ['x'],
      ['x'],
    ]);
    expect(on(rota, '2026-11-24 00:00')).toEqual(['b']);
  });

  it('add somebody, and let the later decision win', () => {
    const first = override('x', 'a', evening, { madeAt: at('2026-11-01') });
    const later = override('y', 'x', evening, { madeAt: at('2026-11-02') });
    const beside = override('z', null, evening, { madeAt: at('2026-11-03') });
    expect(on(rotaOf({ rules: [...rules, later, beside, first] }), '2026-11-23 20:00')).toEqual(['y', 'z']);
  });

  it('are as if they were not there once their person has left: the other one is on again', () => {
    const rota = rotaOf({
      rules: [...rules, override('x', 'a', evening)],
      gone: new Map([['x', at('2026-11-23 20:00')]]),
    });
    expect([on(rota, '2026-11-23 19:59'), on(rota, '2026-11-23 20:00')]).toEqual([['x'], ['a']]);
  });

  it.each(['offered', 'declined', 'withdrawn', 'expired'] as const)(
    'a swap that is %s changes nothing',
    (status) => {
      const rota = rotaOf({ rules, swaps: [swap('a', 'b', evening, { status })] });
      expect(on(rota, '2026-11-23 20:00')).toEqual(['a']);
    },
  );

  it('an accepted swap counts', () => {
    expect(on(rotaOf({ rules, swaps: [swap('a', 'b', evening)] }), '2026-11-23 20:00')).toEqual(['b']);
  });
});

describe('who is on, and who is next', () => {
  const rota = rotaOf({
    rules: [
      rotation({ members: ['a', 'b'], periodDays: 1 }),
      single('c', { startsAt: at('2026-11-24 06:00'), endsAt: at('2026-11-24 10:00') }),
    ],
  });

  it('until when, and from when', () => {
    expect(onCallNow(rota, 'duty', at('2026-11-23 12:00'))).toEqual([
      { staffId: 'a', until: at('2026-11-24 08:00') },
    ]);
    expect(nextAfter(rota, 'duty', at('2026-11-23 12:00'))).toMatchObject({
      startsAt: at('2026-11-24 06:00'),
      staffIds: ['a', 'c'],
    });
    const alone = rotaOf({ rules: [rotation({ members: ['a'] })] });
    expect(onCallNow(alone, 'duty', at('2026-11-24'))).toEqual([{ staffId: 'a', until: null }]);
    expect(nextAfter(alone, 'duty', at('2026-11-24'))).toBeNull();
  });

  it('a gap is where nobody is on who counts', () => {
    const from = at('2026-11-23 08:00');
    const to = at('2026-11-26 08:00');
    const withoutA = listGaps(rota, 'duty', from, to, (staffId) => staffId !== 'a');
    expect(withoutA).toEqual([
      { startsAt: at('2026-11-23 08:00'), endsAt: at('2026-11-24 06:00') },
      { startsAt: at('2026-11-25 08:00'), endsAt: at('2026-11-26 08:00') },
    ]);
    expect(listGaps(rota, 'duty', from, to, () => true)).toEqual([]);
  });

  it('whoever goes on as backup does not go off', () => {
    const rules = [
      single('a', { startsAt: at('2026-11-23 08:00'), endsAt: at('2026-11-23 16:00') }),
      single('a', { startsAt: at('2026-11-23 16:00'), endsAt: at('2026-11-23 20:00') }, { duty: 'backup' }),
      single('b', { startsAt: at('2026-11-23 08:00'), endsAt: at('2026-11-23 16:00') }),
    ];
    expect(listShiftEnds(rotaOf({ rules }), at('2026-11-23 15:00'), at('2026-11-23 21:00'))).toEqual([
      { staffId: 'b', endsAt: at('2026-11-23 16:00') },
      { staffId: 'a', endsAt: at('2026-11-23 20:00') },
    ]);
  });

  it('the next start is that of anybody, on duty or as backup, and not of who is on already', () => {
    const rules = [
      single('a', { startsAt: at('2026-11-23 08:00'), endsAt: at('2026-11-23 16:00') }),
      single('b', { startsAt: at('2026-11-23 20:00'), endsAt: at('2026-11-24 08:00') }),
      single('c', { startsAt: at('2026-11-23 18:00'), endsAt: at('2026-11-23 22:00') }, { duty: 'backup' }),
    ];
    const next = (from: string) => nextStart(rotaOf({ rules }), at(from), at('2026-11-30'));
    expect(next('2026-11-23 07:59')).toEqual(at('2026-11-23 08:00'));
    expect(next('2026-11-23 08:00')).toEqual(at('2026-11-23 18:00'));
    expect(next('2026-11-23 18:00')).toEqual(at('2026-11-23 20:00'));
    expect(next('2026-11-23 20:00')).toBeNull();
  });
});
