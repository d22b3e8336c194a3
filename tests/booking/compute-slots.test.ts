import { describe, expect, it } from 'vitest';
import { computeSlots } from '../../src/booking/compute-slots.ts';
import { ADA, at, BO, opening, question, ROOM_1, ROOM_2, wall, walls } from './sample-slots.ts';

const MORNING = ['2026-11-23 09:00', '2026-11-23 10:00', '2026-11-23 11:00'];

describe('opening times', () => {
  it('become one slot after the other', () => {
    const slots = computeSlots(question());
    expect(walls(slots)).toEqual(MORNING);
    expect(slots[0]).toEqual({
      staffId: ADA,
      counsellor: '甲老师',
      roomId: ROOM_1,
      room: '101室',
      campus: null,
      mode: 'on-site',
      startAt: at('2026-11-23 09:00'),
      endAt: at('2026-11-23 10:00'),
    });
  });

  it('leave out a rest that is shorter than a session', () => {
    const slots = computeSlots(question({ rules: [opening({ sessionMinutes: 50 })] }));
    expect(walls(slots)).toEqual(['2026-11-23 09:00', '2026-11-23 09:50', '2026-11-23 10:40']);
    expect(slots.map((slot) => wall(slot.endAt)).at(-1)).toBe('2026-11-23 11:30');
  });

  it('shorter than a session give nothing', () => {
    expect(computeSlots(question({ rules: [opening({ toMinute: 599 })] }))).toEqual([]);
    expect(computeSlots(question({ rules: [opening({ toMinute: 600 })] }))).toHaveLength(1);
  });

  it.each([1, 2, 3, 4, 5, 6, 7])('on weekday %i, Monday being 1, are on that day of the week', (weekday) => {
    const slots = computeSlots(question({ rules: [opening({ weekday, toMinute: 600 })] }));
    expect(walls(slots)).toEqual([`2026-11-${22 + weekday} 09:00`]);
  });

  it('after midnight in Shanghai belong to the new day although UTC still has the old one', () => {
    const rules = [opening({ fromMinute: 0, toMinute: 60 })];
    const slots = computeSlots(question({ rules }));
    expect(slots.map((slot) => slot.startAt.toISOString())).toEqual(['2026-11-22T16:00:00.000Z']);
  });

  it('may last until midnight', () => {
    const rules = [opening({ weekday: 7, fromMinute: 1_380, toMinute: 1_440 })];
    const [slot, ...more] = computeSlots(question({ rules }));
    expect(more).toEqual([]);
    expect(slot && [wall(slot.startAt), wall(slot.endAt)]).toEqual(['2026-11-29 23:00', '2026-11-30 00:00']);
  });

  it('count from the first to the last day of their validity', () => {
    const to = at('2026-12-20 00:00');
    const rules = [opening({ toMinute: 600, validFrom: '2026-11-30', validTo: '2026-12-07' })];
    expect(walls(computeSlots(question({ rules, to })))).toEqual(['2026-11-30 09:00', '2026-12-07 09:00']);
  });

  it('of a make-up day are those of the day made up for, its teaching week among them', () => {
    const calendar = {
      sample: false,
      terms: [{ name: '测试学期', from: '2026-09-07', to: '2027-01-22' }],
      holidays: [{ name: '测试假', from: '2026-10-01', to: '2026-10-07' }],
    };
    // A Sunday of the second week, for a Tuesday of the fifth.
    const asked = (kind: 'odd' | 'even', made: { readonly as: number; readonly for?: string }) =>
      walls(
        computeSlots(
          question({
            rules: [opening({ weekday: 2, toMinute: 600, weeks: { kind } })],
            calendar: { ...calendar, makeUpDays: [{ date: '2026-09-20', ...made }] },
            from: at('2026-09-20 00:00'),
            to: at('2026-09-21 00:00'),
            now: at('2026-09-18 10:00'),
          }),
        ),
      );
    expect(asked('odd', { as: 2, for: '2026-10-06' })).toEqual(['2026-09-20 09:00']);
    expect(asked('even', { as: 2, for: '2026-10-06' })).toEqual([]);
    expect(asked('odd', { as: 2 })).toEqual([]);
    expect(asked('even', { as: 2 })).toEqual(['2026-09-20 09:00']);
  });

  it('run over the end of a year', () => {
    const rules = [opening({ weekday: 5, toMinute: 600 })];
    const slots = computeSlots(question({ rules, from: at('2026-12-31 00:00'), to: at('2027-01-02 00:00') }));
    expect(walls(slots)).toEqual(['2027-01-01 09:00']);
  });
});

describe('the time asked about', () => {
  it('includes a slot that starts at its beginning and not one that starts at its end', () => {
    const slots = computeSlots(question({ from: at('2026-11-23 10:00'), to: at('2026-11-23 11:00') }));
    expect(walls(slots)).toEqual(['2026-11-23 10:00']);
  });

  it('may be empty or the wrong way round', () => {
    const moment = at('2026-11-23 09:00');
    expect(computeSlots(question({ from: moment, to: moment }))).toEqual([]);
    expect(computeSlots(question({ from: at('2026-11-24 00:00'), to: at('2026-11-23 00:00') }))).toEqual([]);
  });

  it('ends where the notice gets too short', () => {
    const asked = (now: string) =>
      walls(computeSlots(question({ now: at(now), leastNoticeMinutes: 120 }))).map((start) =>
        start.slice(11),
      );
    expect(asked('2026-11-23 07:00')).toEqual(['09:00', '10:00', '11:00']);
    expect(asked('2026-11-23 07:01')).toEqual(['10:00', '11:00']);
    expect(asked('2026-11-23 12:00')).toEqual([]);
  });
});

describe('what is taken', () => {
  const elsewhere = { staffId: BO, roomId: ROOM_2 };
  const ten = { startAt: at('2026-11-23 10:00'), endAt: at('2026-11-23 11:00') };

  it('is not offered, by counsellor or by room', () => {
    const free = ['2026-11-23 09:00', '2026-11-23 11:00'];
    expect(walls(computeSlots(question({ busy: [{ ...ten, staffId: ADA, roomId: ROOM_2 }] })))).toEqual(free);
    expect(walls(computeSlots(question({ busy: [{ ...ten, staffId: BO, roomId: ROOM_1 }] })))).toEqual(free);
    expect(walls(computeSlots(question({ busy: [{ ...ten, ...elsewhere }] })))).toEqual(MORNING);
  });

  it('takes every slot that it overlaps, and none that it touches', () => {
    const busy = [
      { ...elsewhere, roomId: ROOM_1, startAt: at('2026-11-23 08:00'), endAt: at('2026-11-23 09:00') },
      { ...elsewhere, roomId: ROOM_1, startAt: at('2026-11-23 10:59'), endAt: at('2026-11-23 11:01') },
    ];
    expect(walls(computeSlots(question({ busy })))).toEqual(['2026-11-23 09:00']);
  });

  it('is also the time when the counsellor is away or the student elsewhere', () => {
    const long = { startAt: at('2026-11-23 09:30'), endAt: at('2026-11-23 11:00') };
    expect(walls(computeSlots(question({ away: [{ staffId: ADA, ...long }] })))).toEqual([
      '2026-11-23 11:00',
    ]);
    expect(walls(computeSlots(question({ away: [{ staffId: BO, ...long }] })))).toEqual(MORNING);
    expect(walls(computeSlots(question({ ownBusy: [long] })))).toEqual(['2026-11-23 11:00']);
  });
});

describe('several rules', () => {
  it('are offered by start and then by counsellor', () => {
    const second = opening({
      staffId: BO,
      counsellor: '乙老师',
      roomId: ROOM_2,
      room: '102室',
      toMinute: 660,
    });
    const slots = computeSlots(question({ rules: [second, opening()] }));
    expect(slots.map((slot) => `${wall(slot.startAt).slice(11)} ${slot.counsellor}`)).toEqual([
      '09:00 甲老师',
      '09:00 乙老师',
      '10:00 甲老师',
      '10:00 乙老师',
      '11:00 甲老师',
    ]);
  });

  it('of one counsellor that overlap give no overlapping slots', () => {
    const other = opening({ fromMinute: 570, toMinute: 840, roomId: ROOM_2, room: '102室' });
    const slots = computeSlots(question({ rules: [other, opening()] }));
    expect(walls(slots).map((start) => start.slice(11))).toEqual(['09:00', '10:00', '11:00', '12:30']);
  });

  it('give the counsellor the other room when one is taken', () => {
    const other = opening({ roomId: ROOM_2, room: '102室' });
    const busy = [
      { staffId: BO, roomId: ROOM_1, startAt: at('2026-11-23 10:00'), endAt: at('2026-11-23 11:00') },
    ];
    const slots = computeSlots(question({ rules: [opening(), other], busy }));
    expect(slots.map((slot) => slot.room)).toEqual(['101室', '102室', '101室']);
  });
});

describe('hours that a counsellor opens in a room and online', () => {
  const online = opening({ roomId: null, room: null, mode: 'online' });
  const rules = [online, opening()];
  const modes = (more: Parameters<typeof question>[0]) =>
    computeSlots(question({ rules, ...more })).map(
      ({ startAt, mode }) => `${wall(startAt).slice(11)} ${mode}`,
    );

  it('are shown in the room, and online to whoever wishes for it', () => {
    expect(modes({})).toEqual(['09:00 on-site', '10:00 on-site', '11:00 on-site']);
    expect(modes({ fits: ({ mode }) => mode === 'online' })).toEqual([
      '09:00 online',
      '10:00 online',
      '11:00 online',
    ]);
  });

  it('are both there for whoever chooses among them, and both gone with one of them', () => {
    const taken = {
      staffId: ADA,
      roomId: null,
      startAt: at('2026-11-23 10:00'),
      endAt: at('2026-11-23 12:00'),
    };
    expect(modes({ withOverlaps: true, busy: [taken] })).toEqual(['09:00 on-site', '09:00 online']);
  });

  it('are both kept where they are kept for hand-offs', () => {
    const urgent = rules.map((rule) => ({ ...rule, heldBack: 'urgent' as const }));
    const seen = { urgentKept: 1, rules: urgent, withOverlaps: true } as const;
    expect(modes(seen).filter((slot) => slot.startsWith('11'))).toEqual([]);
    expect(modes({ urgentKept: 1, rules: urgent, fits: ({ mode }) => mode === 'online' })).toEqual([
      '09:00 online',
      '10:00 online',
    ]);
  });
});
