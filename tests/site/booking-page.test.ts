import { describe, expect, it } from 'vitest';
import type { BookingPageDesk } from '../../src/conversation/student/booking-page.ts';
import { createSiteWorld, nonceOf } from './site-world.ts';

const ABOUT = {
  staffId: 'a',
  counsellor: '测试老师甲',
  introduction: '做过十年学生工作 <b>',
  topics: ['睡眠', '人际'],
  languages: ['粤语'],
};

/** A centre where every week that is asked for by a date can be booked. */
const desk = (asked: (string | null)[]): BookingPageDesk => ({
  async week(_session, wanted) {
    asked.push(wanted);
    return {
      monday: wanted ?? '2026-08-24',
      before: null,
      after: null,
      days: [],
      freedom: 'free',
      counsellors: [ABOUT],
      appointments: [],
      moving: null,
      timeZone: null,
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
});
