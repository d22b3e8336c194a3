import { describe, expect, it } from 'vitest';
import { ANY, type Wish } from '../../src/booking/wish.ts';
import { bookingFlow } from '../../src/flows/booking/booking-flow.ts';
import { reviveBooking } from '../../src/flows/booking/booking-state.ts';
import type { FlowResult } from '../../src/flows/flow.ts';
import { stepFlow } from '../../src/flows/registry.ts';
import { centre, DAY, NO_CHOICES, slots, THREE, TWO, toConfirm } from './booking-centre.ts';
import { book, makeContext, makeSlot, NOW, Student } from './support.ts';

describe('booking, the straight way', () => {
  it('day, time, counsellor, hold, confirm', () => {
    const student = new Student('booking', centre());
    expect(student.labels).toEqual([DAY, '对老师有要求', '候补登记', '回到菜单']);
    student.tap(DAY);
    expect(student.labels).toEqual(['14:00–14:50', '15:00–15:50', '上一步', '回到菜单']);
    student.tap('14:00–14:50');
    expect(student.labels).toEqual(['样例甲老师（一号室）', '样例乙老师（二号室）', '上一步', '回到菜单']);
    student.tap('样例乙老师（二号室）');
    expect(student.told.asked).toEqual([{ ask: 'hold', slotId: 'b2' }, { ask: 'first-visit-needs' }]);
    for (const part of ['样例乙老师', '11月23日 周一 14:00–14:50', '二号室', '留 5 分钟']) {
      expect(student.words).toContain(part);
    }
    student.tap('确认预约');
    expect(student.told.asked).toEqual([{ ask: 'confirm', appointmentId: 'booked-b2' }]);
    for (const part of [
      '约好了',
      '样例乙老师',
      '11月23日 周一 14:00–14:50',
      '二号室',
      '24 小时',
      '我的预约',
    ]) {
      expect(student.words).toContain(part);
    }
    expect(student.told.next).toBeNull();
  });

  it('tells counsellors of the same name apart', () => {
    const twins = [makeSlot('x', TWO), makeSlot('y', TWO)];
    const student = new Student('booking', centre({}, twins));
    student.tap('11月23日 周一（还有 2 个）');
    student.tap('14:00–14:50');
    expect(new Set(student.labels).size).toBe(student.labels.length);
  });
});

describe('booking, consent', () => {
  const unasked = { consented: { healthData: false } };

  it('asks separately before anything is offered', () => {
    const student = new Student('booking', centre(), unasked);
    expect(student.told.asked).toEqual([]);
    expect(student.labels).toEqual(['同意', '不同意', '回到菜单']);
    for (const part of ['记什么', '为什么', '5 年', '180 天', '打「撤回同意」'])
      expect(student.words).toContain(part);
  });

  it('records a yes and goes on with the days', () => {
    const student = new Student('booking', centre(), unasked);
    student.tap('同意');
    expect(student.told.asked).toEqual([
      { ask: 'consent', purpose: 'health-data', given: true },
      { ask: 'wishes' },
      { ask: 'days' },
    ]);
    expect(student.labels).toContain(DAY);
  });

  it('respects a no: recorded, hotlines, another way, the menu', () => {
    const student = new Student('booking', centre(), unasked);
    student.tap('不同意');
    expect(student.told.asked).toEqual([{ ask: 'consent', purpose: 'health-data', given: false }]);
    expect(student.words).toContain('120');
    expect(student.words).toContain('前台');
    expect(student.told.next).toBeNull();
    expect(student.labels).toContain('自助');
  });

  it('takes other words for neither', () => {
    const student = new Student('booking', centre(), unasked);
    student.type('随便吧');
    expect(student.told.asked).toEqual([]);
    expect(student.labels).toContain('不同意');
  });

  it('asks again when consent was withdrawn on the way', () => {
    const student = toConfirm();
    student.context = makeContext(unasked);
    student.tap('确认预约');
    expect(student.told.asked).toEqual([]);
    expect(student.labels).toContain('同意');
  });
});

describe('booking, back and away', () => {
  it('goes back one step at a time, with what is free now', () => {
    const student = toConfirm();
    student.tap('上一步');
    expect(student.told.asked).toEqual([
      { ask: 'release', appointmentId: 'booked-b2' },
      { ask: 'times', date: '2026-11-23' },
    ]);
    student.tap('15:00–15:50');
    student.tap('上一步');
    expect(student.labels).toContain('14:00–14:50');
    student.tap('上一步');
    expect(student.labels).toContain(DAY);
  });

  it('releases what was held when it is left', () => {
    const student = toConfirm();
    student.tap('回到菜单');
    expect(student.told.asked).toEqual([{ ask: 'release', appointmentId: 'booked-b2' }]);
    expect(student.told.next).toBeNull();
  });

  it('answers other words kindly at every place, without losing it or repeating them', () => {
    const student = new Student('booking', centre());
    for (const label of [DAY, '14:00–14:50', '样例乙老师（二号室）', null]) {
      const { next } = student.told;
      const before = student.labels;
      student.type('我有点怕去');
      expect(student.told.next).toEqual(next);
      expect(student.labels).toEqual(before);
      expect(student.words).not.toContain('我有点怕去');
      expect(JSON.stringify(student.told.next)).not.toContain('怕');
      student.give({ kind: 'choice', id: 'slot' });
      expect(student.told.next).toEqual(next);
      if (label !== null) student.tap(label);
    }
  });

  it('keeps nobody to choices that belong to another place', () => {
    const student = new Student('booking', centre());
    for (const id of [
      'confirm',
      'slot:a2',
      'time:2026-11-23T06:00:00.000Z',
      'day:2026-02-30',
      'day:',
      'agree',
    ]) {
      student.give({ kind: 'choice', id });
      expect(student.told.asked, id).toEqual([{ ask: 'days' }]);
    }
  });

  it('shows the hold again when it is taken up in time, and the days when it is too late', () => {
    const student = toConfirm();
    student.give({ kind: 'start' });
    expect(student.words).toContain('留到 10:05');
    expect(student.labels).toContain('确认预约');
    student.context = makeContext({ now: new Date(NOW.getTime() + 5 * 60_000) });
    student.give({ kind: 'start' });
    expect(student.words).toContain('时间到了');
    expect(student.labels).toContain(DAY);
  });
});

describe('booking, when the world says no', () => {
  it('offers the next free times when one is taken', () => {
    const taken = centre({ hold: () => ({ of: 'hold', outcome: 'taken', next: slots.slice(0, 2) }) });
    const student = toConfirm(taken);
    expect(student.words).toContain('不是你点慢了');
    expect(student.labels.slice(0, 2)).toEqual([
      '11月23日 周一 15:00–15:50 样例乙老师',
      '11月23日 周一 14:00–14:50 样例甲老师',
    ]);
    student.tap('11月23日 周一 15:00–15:50 样例乙老师');
    expect(student.told.asked).toEqual([{ ask: 'hold', slotId: 'b3' }]);
    student.tap('上一步');
    expect(student.labels).toContain(DAY);
  });

  it('says so kindly where the counsellor’s day is full, and offers other times', () => {
    const full = centre({ hold: () => ({ of: 'hold', outcome: 'full', next: slots.slice(0, 1) }) });
    const student = toConfirm(full);
    expect(student.words).toMatch(/刚刚约满了，不是你点慢了/);
    expect(student.words).not.toContain('约走');
    expect(student.labels[0]).toBe('11月23日 周一 15:00–15:50 样例乙老师');
  });

  it('tells of the end of a term’s appointments when the last one is booked meanwhile', () => {
    const held = toConfirm(centre({ hold: () => ({ of: 'hold', outcome: 'term-limit', next: [] }) }));
    expect(held.told.next).toBeNull();
    const student = toConfirm(
      centre({ confirm: () => ({ of: 'confirm', outcome: 'term-limit', next: [] }) }),
    );
    student.tap('确认预约');
    expect(student.words).toBe(held.words);
    expect(student.told.next).toBeNull();
  });

  it('goes to the days when nothing is near', () => {
    const student = toConfirm(centre({ hold: () => ({ of: 'hold', outcome: 'taken', next: [] }) }));
    expect(student.told.asked.map(({ ask }) => ask)).toEqual(['hold', 'days']);
    expect(student.labels).toContain(DAY);
  });

  it('offers other times when the hold has expired', () => {
    const late = centre({
      confirm: () => ({ of: 'confirm', outcome: 'expired', next: [slots[0] ?? makeSlot('z', TWO)] }),
    });
    const student = toConfirm(late);
    student.tap('确认预约');
    expect(student.words).toContain('时间到了');
    student.tap('11月23日 周一 15:00–15:50 样例乙老师');
    expect(student.labels).toContain('确认预约');
  });

  it.each(['hold', 'confirm'] as const)('shows what is booked already when %s meets the limit', (ask) => {
    const limited = centre({
      [ask]: () => ({ of: ask, outcome: 'limit', next: [] }) as FlowResult,
      appointments: () => ({ of: 'appointments', appointments: [book(makeSlot('old', THREE))] }),
    });
    const student = toConfirm(limited);
    if (ask === 'confirm') student.tap('确认预约');
    expect(student.told.asked.map((request) => request.ask)).toEqual([ask, 'appointments']);
    expect(student.words).toContain('11月23日 周一 15:00–15:50，样例甲老师，一号室');
    expect(student.told.next).toBeNull();
    expect(student.labels).toContain('我的预约');
  });

  it('has words for a limit without any appointment to show', () => {
    const student = toConfirm(centre({ hold: () => ({ of: 'hold', outcome: 'limit', next: [] }) }));
    expect(student.words).toContain('还不能约新的');
  });

  it('is kind when no day is free', () => {
    const student = new Student(
      'booking',
      centre({
        days: () => ({
          of: 'days',
          days: [{ date: '2026-11-23', free: 0 }],
          freedom: 'free',
          wished: false,
        }),
      }),
    );
    expect(student.words).toContain('约满了');
    expect(student.words).toContain('12356');
    expect(student.told.next).toBeNull();
  });

  it('goes to the days when a day has filled, to the times when a time has', () => {
    let free = slots;
    const student = new Student(
      'booking',
      centre({ times: ({ date }) => ({ of: 'times', date, slots: free }) }),
    );
    student.tap(DAY);
    free = slots.slice(0, 1);
    student.tap('14:00–14:50');
    expect(student.words).toContain('14:00 刚刚被约走了');
    expect(student.labels).toContain('15:00–15:50');
    free = [];
    student.tap('15:00–15:50');
    expect(student.words).toContain('刚刚约满了');
    expect(student.labels).toContain(DAY);
  });

  it('ends with the menu on an answer to something else', () => {
    const student = new Student('booking', centre({ days: () => ({ of: 'release' }) }));
    expect(student.told.next).toBeNull();
    expect(student.words).toContain('不是你的');
    expect(student.labels).toContain('紧急求助');
  });
});

describe('booking, wishes', () => {
  const own = { staffId: 'someone', counsellor: '样例乙老师' };
  const choices = { ...NO_CHOICES, genders: ['female', 'male'] as const, topics: ['睡眠', '学业'] };
  const open = (wish: Wish = ANY, last: typeof own | null = own) => {
    let kept = wish;
    return new Student(
      'booking',
      centre({
        wishes: () => ({ of: 'wishes', wish: kept, choices, own: last }),
        wish: (request) => {
          kept = request.wish;
          return { of: 'wish' };
        },
      }),
    );
  };

  it('asks whoever comes again whether it is to be the same counsellor', () => {
    const student = open();
    expect(student.labels).toEqual(['还是样例乙老师', '都可以', '换一位', '回到菜单']);
    student.tap('还是样例乙老师');
    expect(student.told.asked[0]).toEqual({ ask: 'wish', wish: { ...ANY, staffId: 'someone' } });
    expect(student.words).toContain('想约哪一天');
    expect(open().tap('都可以').asked[0]).toEqual({ ask: 'wish', wish: ANY });
  });

  it('asks so though an old wish names somebody else, and not where it names them', () => {
    const other = open({ ...ANY, staffId: 'somebody else', gender: 'female' });
    expect(other.words).toContain('还是样例乙老师吗');
    other.tap('换一位');
    expect(other.words).toContain('现在的要求：女老师');
    expect(open({ ...ANY, staffId: own.staffId }).words).toContain('想约哪一天');
  });

  it('says what was wished for and nobody can fulfil any more, wherever it is noticed', () => {
    const lost: Wish = { ...ANY, staffId: 'gone', gender: 'male', topic: '睡眠' };
    const wishes = { of: 'wishes', wish: ANY, choices, lost } as const;
    const days = { of: 'days', freedom: 'free', wished: false, lost } as const;
    const free = [{ date: '2026-11-23', free: 1 }];
    for (const student of [
      new Student('booking', centre({ wishes: () => ({ ...wishes, own }) })),
      new Student('booking', centre({ wishes: () => ({ ...wishes, own: null }) })),
      new Student('booking', centre({ days: () => ({ ...days, days: free }) })),
      new Student('booking', centre({ days: () => ({ ...days, days: [] }) })),
    ])
      expect(student.told.texts.join('\n')).toMatch(
        /以前选的那位老师现在不再接待[\s\S]*（男老师、睡眠），中心现在没有合适的老师/,
      );
  });

  it('tells who the counsellors are where one of them is chosen', () => {
    const nothing = { topics: [], languages: [], introduction: null };
    const counsellors = [
      { staffId: 'a', counsellor: '样例甲老师', ...nothing },
      {
        staffId: 'b',
        counsellor: '样例乙老师',
        topics: ['睡眠', '人际'],
        languages: ['粤语'],
        introduction: `做过十年${'学生'.repeat(100)}工作`,
      },
    ];
    const student = new Student(
      'booking',
      centre({
        wishes: () => ({ of: 'wishes', wish: ANY, choices: { ...NO_CHOICES, counsellors }, own: null }),
      }),
    );
    student.tap('对老师有要求');
    student.tap('选老师');
    expect(student.words).toMatch(/样例乙老师\n做过十年(学生)+…\n常谈：睡眠、人际\n语言：粤语/);
    expect(student.words).not.toContain('样例甲老师\n');
    expect(student.labels.slice(0, 2)).toEqual(['样例甲老师', '样例乙老师']);
  });

  it('takes wishes one by one, and 都可以 in one tap', () => {
    const student = open(ANY, null);
    student.tap('对老师有要求');
    expect(student.labels).toEqual(['就这样，看时间', '都可以', '老师的性别', '想谈的方面', '回到菜单']);
    student.tap('老师的性别');
    student.tap('女老师');
    expect(student.words).toContain('女老师');
    student.tap('想谈的方面');
    student.type('随便');
    student.tap('睡眠');
    expect(student.words).toContain('女老师、睡眠');
    student.tap('就这样，看时间');
    expect(student.told.asked).toEqual([{ ask: 'days' }]);
  });

  it('holds the slot that was chosen outside once consent is given', () => {
    const student = new Student('booking', centre(), { consented: { healthData: false } });
    const context = { ...student.context, consented: { healthData: true } };
    const taken = stepFlow(
      { flow: 'booking', version: bookingFlow.version, state: { at: 'consent', wanted: 'a2' } },
      { kind: 'choice', id: 'agree' },
      student.context,
    );
    const { next } = taken;
    if (next === null) throw new Error('the flow has ended');
    const held = stepFlow(next, { kind: 'result', result: { of: 'consent' } }, context);
    expect(held.request).toEqual({ ask: 'hold', slotId: 'a2' });
  });

  it('says of the next days that they are full, and what the rule behind them leaves to do', () => {
    const none = (freedom: 'free' | 'near-only') =>
      new Student('booking', centre({ days: () => ({ of: 'days', days: [], freedom, wished: false }) }));
    expect(none('free').words).toContain('最近都约满了');
    expect(none('free').labels).not.toContain('请前台替我约');
    const near = none('near-only');
    expect(near.words).toContain('最近几天的都约满了');
    expect(near.words).toContain('跟中心前台说一声');
    expect(near.labels.slice(0, 2)).toEqual(['候补登记', '请前台替我约']);
  });

  it('tells of the friendly rule, and of the end of a term’s appointments', () => {
    const days = [{ date: '2026-11-23', free: 1 }];
    const near = new Student(
      'booking',
      centre({ days: () => ({ of: 'days', days, freedom: 'near-only', wished: false }) }),
    );
    expect(near.words).toContain('先只约最近几天');
    expect(near.labels[0]).toContain('11月23日');
    const over = new Student(
      'booking',
      centre({ days: () => ({ of: 'days', days: [], freedom: 'term-limit', wished: false }) }),
    );
    expect(over.words).toContain('不是不管你');
    expect(over.words).toContain('12356');
    const tapped = (outcome: 'term-limit' | 'near-only') =>
      stepFlow(
        { flow: 'booking', version: bookingFlow.version, state: { at: 'holding' } },
        { kind: 'result', result: { of: 'hold', outcome, next: [] } },
        over.context,
      );
    expect(tapped('term-limit').say.at(-1)?.text).toContain('次数用完了');
    expect(tapped('near-only').request).toEqual({ ask: 'days' });
  });
});

describe('booking, stored state', () => {
  it('revives its own and nothing else', () => {
    const { state } = toConfirm().told.next ?? {};
    expect(reviveBooking(state, 1)).toEqual(state);
    expect(reviveBooking(state, 0)).toBeNull();
    for (const damaged of [
      null,
      [],
      { at: 'gone' },
      { at: 'times', date: 'soon' },
      { at: 'confirm', held: {} },
    ]) {
      expect(reviveBooking(damaged, 1)).toBeNull();
    }
  });

  it('starts anew, and says so, from state that cannot be continued', () => {
    const stored = { flow: 'booking', version: 1, state: { at: 'gone' } } as const;
    const taken = stepFlow(stored, { kind: 'choice', id: 'confirm' }, makeContext());
    expect(taken.say.map(({ text }) => text)).toEqual([expect.stringContaining('过期')]);
    expect(taken.request).toEqual({ ask: 'wishes' });
  });
});
