import { describe, expect, it } from 'vitest';
import type { BookingPageDesk, BookingWeek } from '../../src/conversation/student/booking-page.ts';
import { createSiteWorld, nonceOf } from './site-world.ts';

const ABOUT = {
  staffId: 'a',
  counsellor: '测试老师甲',
  introduction: '做过十年学生工作 <b>',
  topics: ['睡眠', '人际'],
  languages: ['粤语'],
};

/** A centre where every week that is asked for by a date can be booked. */
const desk = (
  asked: (string | null)[],
  appointments: BookingWeek['appointments'] = [],
  changes: Partial<BookingWeek> = {},
): BookingPageDesk => ({
  async week(_session, wanted) {
    asked.push(wanted);
    return {
      monday: wanted ?? '2026-08-24',
      before: null,
      after: null,
      days: [],
      freedom: 'free',
      wished: null,
      wishLost: false,
      counsellors: [ABOUT],
      appointments,
      moving: null,
      timeZone: null,
      elsewhere: null,
      ...changes,
    };
  },
  file: async () => null,
});

describe('the page with the calendar', () => {
  it('opens every week by its Monday, those at the end of a month too', async () => {
    const asked: (string | null)[] = [];
    const world = createSiteWorld({ booking: desk(asked) });
    const browser = world.newBrowser();
    const page = await browser.look();
    await browser.submit('/chat/say', { nonce: nonceOf(page), text: '你好' });
    for (const [monday, shown] of [
      ['2026-08-31', '8月31日'],
      ['2026-11-30', '11月30日'],
      ['2027-03-29', '3月29日'],
    ] as const) {
      expect(await browser.look(`/booking?week=${monday}`)).toContain(shown);
      expect(asked.at(-1)).toBe(monday);
    }
    // Who can be chosen says something of themselves.
    const shown = await browser.look('/booking');
    for (const told of ['测试老师甲', '做过十年学生工作 &lt;b&gt;', '常谈：睡眠、人际', '语言：粤语'])
      expect(shown).toContain(told);
    // What is no date is this week.
    for (const wrong of ['2026-02-30', '2026-13-01', 'tomorrow', '']) {
      await browser.look(`/booking?week=${wrong}`);
      expect(asked.at(-1)).toBeNull();
    }
  });

  it('says what an old wish leaves out, and comes back to the same week when all is to be shown', async () => {
    const nothing = { gender: null, topic: null, language: null, mode: null };
    const wished = { ...nothing, counsellor: '测试老师乙', gender: 'female', mode: 'on-site' } as const;
    const world = createSiteWorld({ booking: desk([], [], { wished, wishLost: true, moving: 'a-1' }) });
    const browser = world.newBrowser();
    await browser.submit('/chat/say', { nonce: nonceOf(await browser.look()), text: '你好' });
    const page = await browser.look('/booking?week=2026-08-31&move=a-1');
    expect(page).toContain('你之前的希望是：测试老师乙、女老师、到中心');
    expect(page).toContain('按你的希望，这一周没有空的时间');
    expect(page).toContain('中心现在没有合适的老师，所以那一项不限了');
    expect(page).toContain('value="/booking?week=2026-08-31&amp;move=a-1"');
    const presses = async (back: string): Promise<string | null> => {
      const nonce = nonceOf(await browser.look('/booking'));
      return (await browser.post('/chat/say', { nonce, choice: 'wish.any', back })).headers.get('location');
    };
    expect(await presses('/booking?week=2026-08-31&move=a-1')).toBe('/booking?week=2026-08-31&move=a-1');
    for (const foreign of [
      '//example.edu.cn',
      'https://example.edu.cn/booking',
      '/booking//x',
      '/booking?a=/',
    ])
      expect(await presses(foreign)).toBe('/');
    expect(world.stored.at(-1)?.body).toEqual({ kind: 'choice', id: 'wish.any' });
  });

  it('says that there is more elsewhere, and offers no week where nothing can be booked here', async () => {
    const shown = async (elsewhere: BookingWeek['elsewhere']): Promise<string> => {
      const browser = createSiteWorld({ booking: desk([], [], { elsewhere }) }).newBrowser();
      await browser.submit('/chat/say', { nonce: nonceOf(await browser.look()), text: '你好' });
      return browser.look('/booking');
    };
    const nothing = await shown(null);
    expect(nothing).toContain('这一周没有空的时间');
    expect(nothing).not.toMatch(/原来的聊天|不能再约/);
    const seen = await shown('seen');
    expect(seen).toMatch(/只看得到在这里约的[\s\S]*原来的聊天[\s\S]*这一周没有空的时间/);
    expect(seen).not.toContain('不能再约');
    const full = await shown('full');
    expect(full).toMatch(/原来的聊天[\s\S]*现在不能再约新的/);
    expect(full).not.toMatch(/这一周|起的一周/);
  });

  it('shows of their own what the conversation shows: the way in, what was closed, and what can be done', async () => {
    const own = (id: string, changes: Partial<BookingWeek['appointments'][number]>) => ({
      id,
      appointmentId: id,
      startAt: new Date('2026-11-25T02:00:00Z'),
      endAt: new Date('2026-11-25T03:00:00Z'),
      counsellor: '测试老师甲',
      room: null,
      campus: null,
      mode: 'online' as const,
      mayMove: true,
      ...changes,
    });
    const shown = async (changes: Partial<BookingWeek['appointments'][number]>): Promise<string> => {
      const browser = createSiteWorld({ booking: desk([], [own('a1', changes)]) }).newBrowser();
      await browser.submit('/chat/say', { nonce: nonceOf(await browser.look()), text: '你好' });
      return browser.look('/booking');
    };
    const online = await shown({ onlineAddress: 'https://meet.example/7?a=1&b=2' });
    expect(online).toContain('<a href="https://meet.example/7?a=1&amp;b=2">');
    expect(online).toContain('href="/booking?move=a1"');
    expect(online).not.toContain('来不了');
    expect(await shown({ onlineAddress: 'javascript:alert(1)' })).not.toContain('href="javascript:');
    const closed = await shown({ closed: true });
    expect(closed).toContain('老师那时来不了');
    expect(closed).toContain('href="/booking?move=a1"');
    const late = await shown({ mayMove: false });
    expect(late).not.toContain('move=a1');
    expect(late).toContain('unbook.a1');
  });
});
