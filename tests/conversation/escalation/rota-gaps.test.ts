import { describe, expect, it } from 'vitest';
import { type Cover, gapsOf, hasGapSince } from '../../../src/conversation/escalation/rota-gaps.ts';
import { addMs, daysMs } from '../../../src/core/clock.ts';
import type { StaffPresence } from '../../../src/people/duty-store.ts';
import { at, rotaOf, weekly } from '../../handoff/rota/samples.ts';

const NOW = at('2026-11-23 08:00');
const END = addMs(NOW, daysMs(14));

const person = (staffId: string, more: Partial<StaffPresence> = {}): StaffPresence => ({
  staffId,
  name: staffId,
  roles: ['counsellor'],
  sample: false,
  messenger: true,
  wakes: true,
  hears: true,
  console: false,
  besideRota: false,
  ...more,
});
const everyDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) => weekly({ weekday, staffId: 'a' }));
const cover = (more: Partial<Cover> = {}): Cover => ({
  rota: rotaOf({ rules: everyDay }),
  presence: [person('a'), person('b')],
  away: [],
  ...more,
});
const leave = (staffId: string, from: string, to: string) => ({
  staffId,
  startsAt: at(from),
  endsAt: at(to),
});

describe('gaps', () => {
  it('are none while somebody real is on, and all the time where nobody can be woken', () => {
    expect(gapsOf(cover(), 'duty', NOW)).toEqual([]);
    for (const more of [{ messenger: false }, { sample: true }]) {
      const presence = [person('a', more)];
      expect(gapsOf(cover({ presence }), 'duty', NOW)).toEqual([{ startsAt: NOW, endsAt: END }]);
    }
    expect(gapsOf(cover({ presence: [person('b')] }), 'duty', NOW)).toHaveLength(1);
  });

  it('are there while whoever is on is on leave, unless somebody else is on too', () => {
    const away = [leave('a', '2026-11-25 12:00', '2026-11-27 00:00'), leave('b', '2026-11-25', '2026-11-30')];
    const gap = { startsAt: at('2026-11-25 12:00'), endsAt: at('2026-11-27 00:00') };
    expect(gapsOf(cover({ away }), 'duty', NOW)).toEqual([gap]);
    const rules = [...everyDay, weekly({ weekday: 3, staffId: 'c' })];
    const more = cover({ away, rota: rotaOf({ rules }), presence: [person('a'), person('c')] });
    expect(gapsOf(more, 'duty', NOW)).toEqual([{ ...gap, startsAt: at('2026-11-26 00:00') }]);
  });

  it('are filled by whoever is on call beside the rota, but for their own leave', () => {
    const presence = [person('b', { besideRota: true })];
    expect(gapsOf(cover({ presence }), 'duty', NOW)).toEqual([]);
    const away = [leave('b', '2026-11-24', '2026-11-25'), leave('b', '2026-11-24 20:00', '2026-11-25 06:00')];
    const whole = { startsAt: at('2026-11-24'), endsAt: at('2026-11-25 06:00') };
    expect(gapsOf(cover({ presence, away: away.slice(0, 1) }), 'duty', NOW)).toEqual([
      { ...whole, endsAt: at('2026-11-25') },
    ]);
    const pieces = gapsOf(cover({ presence, away }), 'duty', NOW);
    const hours = pieces.reduce(
      (sum, { startsAt, endsAt }) => sum + endsAt.getTime() - startsAt.getTime(),
      0,
    );
    expect(hours).toBe(whole.endsAt.getTime() - whole.startsAt.getTime());
    // They are on duty, and back up nobody.
    expect(gapsOf(cover({ presence }), 'backup', NOW)).toHaveLength(1);
  });

  it('are new where they were not at the last look, and not where they have only come into sight', () => {
    const known = { until: END, gaps: [{ startsAt: at('2026-12-06'), endsAt: END }] };
    const later = addMs(END, daysMs(1));
    const since = (startsAt: Date, endsAt: Date): boolean => hasGapSince(known, [{ startsAt, endsAt }]);
    expect(since(at('2026-12-06'), later)).toBe(false);
    expect(since(END, later)).toBe(false);
    expect(since(at('2026-12-06 08:00'), END)).toBe(false);
    expect(since(at('2026-12-05'), later)).toBe(true);
    expect(since(at('2026-11-24'), at('2026-11-25'))).toBe(true);
    expect(hasGapSince(known, [])).toBe(false);
  });
});
