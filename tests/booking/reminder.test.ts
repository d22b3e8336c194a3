import { describe, expect, it } from 'vitest';
import {
  decideOffer,
  lastPage,
  needsPhone,
  offerEnds,
  offerReminderAt,
} from '../../src/booking/change-offer.ts';
import { decideReminder, type ReminderFacts } from '../../src/booking/reminder.ts';

const START = new Date('2026-11-25T02:00:00Z');
const minutesBefore = (minutes: number): Date => new Date(START.getTime() - minutes * 60_000);
const facts = (change: Partial<ReminderFacts> = {}): ReminderFacts => ({
  kind: 'day',
  startsAt: START,
  status: 'booked',
  startsNow: START,
  calledOff: false,
  inLeave: false,
  ...change,
});

describe('a reminder that is due', () => {
  it('is said while it is true and of use, late after an outage too', () => {
    expect(decideReminder(facts(), minutesBefore(1_440))).toBe('send');
    expect(decideReminder(facts(), minutesBefore(120))).toBe('send');
    expect(decideReminder(facts(), minutesBefore(119))).toBe('drop');
    expect(decideReminder(facts({ kind: 'hour' }), minutesBefore(60))).toBe('send');
    expect(decideReminder(facts({ kind: 'hour' }), minutesBefore(4))).toBe('drop');
  });

  it('is not said of what was cancelled, moved, met or called off', () => {
    for (const status of ['cancelled', 'held', 'attended', 'no-show'] as const)
      expect(decideReminder(facts({ status }), minutesBefore(1_440))).toBe('drop');
    expect(decideReminder(facts({ startsNow: minutesBefore(-60) }), minutesBefore(1_440))).toBe('drop');
    expect(decideReminder(facts({ calledOff: true }), minutesBefore(1_440))).toBe('drop');
  });
});

describe('a reminder of a time in which the counsellor has taken leave', () => {
  it('asks nobody whether they come: the desk hears of it while somebody can still be told', () => {
    for (const kind of ['day', 'hour'] as const) {
      const inLeave = facts({ kind, inLeave: true });
      expect(decideReminder(inLeave, minutesBefore(1))).toBe('tell-desk');
      expect(decideReminder(inLeave, minutesBefore(0))).toBe('drop');
      expect(decideReminder({ ...inLeave, calledOff: true }, minutesBefore(60))).toBe('drop');
      expect(decideReminder({ ...inLeave, status: 'cancelled' }, minutesBefore(60))).toBe('drop');
      // So it is with a holiday, or a room that is not there then.
      expect(decideReminder(facts({ kind, stranded: true }), minutesBefore(1))).toBe('tell-desk');
    }
  });
});

describe('an offer of another time', () => {
  const toldAt = minutesBefore(1_600);
  const offer = { toldAt, remindedAt: null, expiresAt: minutesBefore(160) };

  it('is told, said once more, and ends; each when it is due', () => {
    expect(decideOffer({ ...offer, toldAt: null }, 4, minutesBefore(1_600))).toBe('tell');
    expect(decideOffer(offer, 4, minutesBefore(1_500))).toBe('wait');
    expect(decideOffer(offer, 4, minutesBefore(400))).toBe('remind');
    expect(decideOffer({ ...offer, remindedAt: minutesBefore(400) }, 4, minutesBefore(399))).toBe('wait');
    expect(decideOffer(offer, 4, minutesBefore(160))).toBe('expire');
  });

  it('never outlives the time that it is about, and is not said twice within an hour', () => {
    expect(offerEnds(minutesBefore(60), START, 24)).toEqual(START);
    expect(offerEnds(minutesBefore(2_000), START, 24)).toEqual(minutesBefore(560));
    expect(offerReminderAt(minutesBefore(200), START, 4)).toBeNull();
  });

  it('is unheard ten minutes after it was told, or should have been', () => {
    const madeAt = minutesBefore(1_700);
    const off = { kind: 'cancel', status: 'open', delivery: 'waiting', madeAt, rebooked: false } as const;
    expect(needsPhone({ ...off, toldAt: null }, minutesBefore(1_690))).toBe(true);
    expect(needsPhone({ ...off, toldAt }, minutesBefore(1_591))).toBe(false);
    expect(needsPhone({ ...off, toldAt }, minutesBefore(1_590))).toBe(true);
  });

  it('needs nobody to phone whoever has read of leave and booked otherwise', () => {
    const open = { kind: 'absence', status: 'open', delivery: 'reached', madeAt: toldAt, toldAt } as const;
    const phone = (offer: Partial<Parameters<typeof needsPhone>[0]>) =>
      needsPhone({ ...open, rebooked: true, ...offer }, START);
    expect(phone({ rebooked: false })).toBe(true);
    expect([phone({}), phone({ status: 'expired' })]).toEqual([false, false]);
    expect([phone({ delivery: 'held' }), phone({ delivery: 'page' })]).toEqual([true, true]);
  });

  it('shows the last page', () => {
    const time = { slot: 's', startAt: START, endAt: START, counsellor: '测试老师', room: null };
    const times = [
      { ...time, place: 0, page: 0 },
      { ...time, place: 1, page: 1 },
    ];
    expect(lastPage({ times })).toEqual([times[1]]);
    expect(lastPage({ times: [] })).toEqual([]);
  });
});
