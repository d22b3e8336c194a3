import { expect, it } from 'vitest';
import { APPOINTMENTS_VERSION, type AppointmentsState } from '../../src/flows/appointments-state.ts';
import { hidesWords } from '../../src/flows/registry.ts';

it('keeps number, name and code unread while another time is chosen too', () => {
  const held = {
    appointmentId: 'held',
    slotId: 'slot',
    startAt: '2026-11-24T06:00:00Z',
    endAt: '2026-11-24T07:00:00Z',
    counsellor: '测试老师甲',
    room: null,
    campus: null,
    mode: 'online' as const,
    heldUntil: '2026-11-23T06:20:00Z',
  };
  const skipped = { identity: false, form: false };
  const moving = (at: 'identity' | 'code'): AppointmentsState => ({
    at: 'moving',
    appointmentId: 'old',
    reminded: false,
    booking: { at: 'first-visit', held, visit: { at, may: 'must', mail: true, skipped } },
  });
  const hides = (state: AppointmentsState, typed: string) =>
    hidesWords({ flow: 'appointments', version: APPOINTMENTS_VERSION, state }, typed);
  expect(hides(moving('identity'), '20260001 测试同学')).toBe(true);
  expect(hides(moving('code'), '123456')).toBe(true);
  expect(hides({ at: 'list' }, '123456')).toBe(false);
});
