import { describe, expect, it } from 'vitest';
import { appointmentsFlow } from '../../src/flows/appointments.ts';
import type { BookedAppointment, FlowResult } from '../../src/flows/flow.ts';
import { centre } from './booking-centre.ts';
import { type Answer, book, makeContext, makeSlot, Student } from './support.ts';

const later = book(makeSlot('later', '2026-11-24T06:00:00Z'));
const soon = book(makeSlot('soon', '2026-11-21T06:00:00Z'));
const LATER = '取消 11月24日 周二 14:00';

type Outcome = Extract<FlowResult, { of: 'cancel' }>['outcome'];

const desk =
  (appointments: () => readonly BookedAppointment[], outcome: Outcome = 'cancelled'): Answer =>
  (request) => {
    if (request.ask === 'appointments') return { of: 'appointments', appointments: appointments() };
    if (request.ask === 'cancel') {
      if (outcome !== 'cancelled' && outcome !== 'cancelled-late') return { of: 'cancel', outcome };
      return { of: 'cancel', outcome, freedom: 'free', next: [makeSlot('free', '2026-11-25T06:00:00Z')] };
    }
    throw new Error(`not for this flow: ${request.ask}`);
  };

const open = (outcome?: Outcome) =>
  new Student(
    'appointments',
    desk(() => [soon, later], outcome),
  );

describe('my appointments', () => {
  it('lists them with time, counsellor and room', () => {
    const student = open();
    expect(student.words).toContain('11月24日 周二 14:00–14:50，样例甲老师，一号室');
    expect(student.labels).toEqual([
      '取消 11月21日 周六 14:00',
      '改时间 11月21日 周六 14:00',
      LATER,
      '改时间 11月24日 周二 14:00',
      '请前台替我约',
      '回到菜单',
    ]);
  });

  it('begins with what waits for an answer, with or without appointments', () => {
    const open = [{ id: 'change.look.1', label: '要不要换时间（11月24日 周二 14:00）' }];
    const asked = (appointments: readonly BookedAppointment[]) =>
      new Student('appointments', () => ({ of: 'appointments', appointments, open }));
    expect(asked([soon]).labels[0]).toBe(open[0]?.label);
    expect(asked([soon]).words).toContain('还有等你回复的');
    expect(asked([]).labels.slice(0, 2)).toEqual([open[0]?.label, '候补登记']);
    expect(asked([]).words).toMatch(/你现在没有预约[\s\S]*还有等你回复的/);
  });

  it('offers a booking when there is none', () => {
    const student = new Student(
      'appointments',
      desk(() => []),
    );
    expect(student.told.next).toBeNull();
    expect(student.labels).toContain('预约');
  });

  it('cancels after a second question', () => {
    const student = open();
    student.tap(LATER);
    expect(student.words).toContain('11月24日 周二 14:00–14:50');
    expect(student.told.asked.some(({ ask }) => ask === 'cancel')).toBe(false);
    student.tap('确定取消');
    expect(student.told.asked).toEqual([{ ask: 'cancel', appointmentId: 'booked-later', evenLate: false }]);
    expect(student.words).toContain('已经取消');
    expect(student.labels[0]).toBe('11月25日 周三 14:00–14:50 样例甲老师');
    expect(student.told.next).toBeNull();
  });

  it('keeps it and shows the list again', () => {
    const student = open();
    student.tap(LATER);
    student.tap('不取消');
    expect(student.words).toContain('照原来的时间');
    expect(student.labels).toContain(LATER);
  });

  it('lets somebody say late that they cannot come, and records it as late', () => {
    const student = open('cancelled-late');
    student.tap('取消 11月21日 周六 14:00');
    expect(student.told.asked).toEqual([{ ask: 'appointments' }]);
    expect(student.words).toContain('离开始不到 24 小时');
    student.tap('告诉老师来不了');
    expect(student.told.asked).toEqual([{ ask: 'cancel', appointmentId: 'booked-soon', evenLate: true }]);
    expect(student.words).toContain('临时取消');
    expect(student.told.next).toBeNull();
  });

  it('says kindly that its time has come', () => {
    const student = open('too-late');
    student.tap(LATER);
    student.tap('确定取消');
    expect(student.words).toContain('约的时间已经到了');
    expect(student.words).toContain('12356');
  });

  it('asks again in the late words where the line was crossed while the question stood', () => {
    const student = new Student('appointments', (request) => {
      if (request.ask === 'cancel' && request.evenLate !== true) return { of: 'cancel', outcome: 'late' };
      return desk(() => [later], 'cancelled-late')(request);
    });
    student.tap(LATER);
    student.context = makeContext({ now: new Date('2026-11-23T06:05:00Z') });
    student.tap('确定取消');
    expect(student.words).toContain('离开始不到 24 小时');
    expect(student.words).not.toContain('约的时间已经到了');
    expect(student.labels.slice(0, 2)).toEqual(['告诉老师来不了', '我会来']);
    student.tap('告诉老师来不了');
    expect(student.told.asked).toEqual([{ ask: 'cancel', appointmentId: 'booked-later', evenLate: true }]);
    expect(student.words).toContain('临时取消');
  });

  it.each([
    ['late', /不能改到别的时间[\s\S]*你的预约/],
    ['too-late', /约的时间已经到了/],
    ['unknown', /已经不在了/],
  ] as const)('gives the new time back where the old one cannot be moved any more: %s', (outcome, words) => {
    const free = makeSlot('free', '2026-11-25T06:00:00Z');
    const student = new Student('appointments', (request) => {
      if (request.ask === 'appointments') return { of: 'appointments', appointments: [later] };
      return centre({ move: () => ({ of: 'move', outcome }) }, [free])(request);
    });
    student.tap('改时间 11月24日 周二 14:00');
    student.tap('11月23日 周一（还有 1 个）');
    student.tap('14:00–14:50');
    student.tap('样例甲老师（一号室）');
    student.tap('确认预约');
    expect(student.told.asked.slice(0, 2)).toEqual([
      { ask: 'move', appointmentId: 'booked-later', holdId: 'booked-free' },
      { ask: 'release', appointmentId: 'booked-free' },
    ]);
    expect(student.words).toMatch(words);
  });

  it('moves: the old one is kept until the new one is booked', () => {
    const free = makeSlot('free', '2026-11-25T06:00:00Z');
    const student = new Student('appointments', (request) => {
      if (request.ask === 'appointments') return { of: 'appointments', appointments: [soon, later] };
      return centre({}, [free])(request);
    });
    student.tap('改时间 11月21日 周六 14:00');
    expect(student.words).toContain('不能改到别的时间');
    student.tap('改时间 11月24日 周二 14:00');
    expect(student.words).toContain('原来的先给你留着');
    student.tap('11月23日 周一（还有 1 个）');
    student.tap('14:00–14:50');
    student.tap('样例甲老师（一号室）');
    expect(student.told.asked).toEqual([
      { ask: 'hold', slotId: 'free', insteadOf: 'booked-later' },
      { ask: 'first-visit-needs' },
    ]);
    student.tap('确认预约');
    expect(student.told.asked).toEqual([
      { ask: 'move', appointmentId: 'booked-later', holdId: 'booked-free' },
    ]);
    expect(student.words).toContain('改好了');
    expect(student.told.next).toBeNull();
  });

  it('shows the list again when the appointment is gone', () => {
    const student = open('unknown');
    student.tap(LATER);
    student.tap('确定取消');
    expect(student.words).toContain('已经不在了');
    expect(student.labels).toContain(LATER);

    let booked = [later];
    const other = new Student(
      'appointments',
      desk(() => booked),
    );
    booked = [];
    other.tap(LATER);
    expect(other.words).toContain('已经不在了');
    expect(other.told.next).toBeNull();
  });

  it('answers other words and odd choices kindly and stays', () => {
    const student = open();
    for (const step of [LATER, null]) {
      const { next } = student.told;
      const before = student.labels;
      student.type('老师人好吗');
      expect(student.told.next).toEqual(next);
      expect(student.labels).toEqual(before);
      student.give({ kind: 'choice', id: 'cancel:' });
      expect(student.told.next).toEqual(next);
      if (step !== null) student.tap(step);
    }
  });

  it('ends with the menu on an answer to something else', () => {
    const student = new Student('appointments', () => ({ of: 'release' }));
    expect(student.told.next).toBeNull();
    expect(student.labels).toContain('紧急求助');
  });

  it('writes a notice period that is no whole hour in minutes', () => {
    const student = new Student(
      'appointments',
      desk(() => [later]),
      { noticePeriodMinutes: 90 },
    );
    expect(student.words).toContain('90 分钟');
  });

  it('revives its own state only', () => {
    const sure = { at: 'sure', appointmentId: 'x', late: false };
    const { version } = appointmentsFlow;
    expect(appointmentsFlow.revive(sure, version)).toEqual(sure);
    expect(appointmentsFlow.revive({ at: 'sure' }, version)).toBeNull();
    expect(appointmentsFlow.revive({ at: 'list' }, version + 1)).toBeNull();
    expect(appointmentsFlow.step(null, { kind: 'choice', id: 'odd' }, makeContext()).request).toEqual({
      ask: 'appointments',
    });
  });
});
