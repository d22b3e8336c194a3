import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { onTelegram } from '../../support/anybody.ts';
import { books } from '../../support/booking-story.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { startWorld, type World } from '../../support/world.ts';

const DAY_MS = 86_400_000;

describe('an appointment that changes', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  it('is moved, then called off late; the next free times stand below, and the counsellor is kept', async () => {
    const student = await world.acquainted();
    await books(onTelegram(student));
    const [first] = await appointments(world);
    const taken = entryIn(student.file()?.text);
    expect(taken).toMatchObject({ UID: `${first?.id}@xinqiao`, SEQUENCE: '0', STATUS: 'CONFIRMED' });
    student.says('我的预约');
    await student.hears(/你的预约/);
    student.taps(choice(student, /^改时间/));
    await student.hearsUntil(/哪一天/);
    // Nothing has happened to the one that there is.
    expect(await appointments(world)).toEqual([first]);
    student.taps(choice(student, /还有/));
    await student.hears(/几点合适/);
    student.says('1');
    await student.hears(/想约哪位老师/);
    student.says('1');
    await student.hears(/先为你留 20 分钟/);
    student.taps('确认预约');
    await student.hears(
      /改好了，原来的时间已经让出来[\s\S]*以前存进手机日历的那一条，打开新的就会换成新的时间/,
    );
    // The same entry with a higher number: whoever has the earlier one in their phone sees it move.
    const entry = entryIn(student.file()?.text);
    expect(entry).toMatchObject({ UID: taken.UID, SEQUENCE: '2', STATUS: 'CONFIRMED' });
    expect(entry.DTSTART).not.toBe(taken.DTSTART);
    const moved = await appointments(world);
    expect(moved).toMatchObject([
      { status: 'cancelled', late: false },
      { status: 'booked', late: false, moved_from: moved[0]?.id },
    ]);

    // Within the notice period it is enough to say so.
    const early = (moved[1]?.start_at.getTime() ?? 0) - DAY_MS / 2 - (await now(world));
    if (early > 0) await world.pass(early);
    student.says('我的预约');
    await student.hears(/你的预约/);
    student.taps(choice(student, /^取消/));
    await student.hears(/来不了没关系/);
    student.taps('告诉老师来不了');
    await student.hears(
      /记下了是临时取消[\s\S]*手机日历里要是存过，原来那一条可以删掉了[\s\S]*最近的空时间有/,
    );
    const [, late] = await appointments(world);
    expect(late).toMatchObject({ status: 'cancelled', late: true, by: 'student' });

    // One tap books again.
    student.taps(choice(student, /老师/));
    await student.hears(/先为你留 20 分钟/);
    student.taps('回到菜单');
    await student.hears(/已经放回去/);
    student.says('预约');
    await student.hears(/哪一天/);
  });

  it('is shown by both clocks to somebody abroad', async () => {
    const student = await world.acquainted();
    student.says('时区');
    await student.hears(/你现在在哪里/);
    student.says('伦敦');
    await student.hears(/记下了：英国/);
    student.says('预约');
    await student.hears(/单独问你/);
    student.taps('同意');
    await student.hearsUntil(/哪一天/);
    student.taps(choice(student, /还有/));
    await student.hears(/几点合适/);
    expect(choice(student, /当地/)).toMatch(/^\d\d:\d\d–\d\d:\d\d · 当地 \d\d:\d\d–\d\d:\d\d$/);
    student.says('1');
    await student.hears(/想约哪位老师/);
    student.says('1');
    await student.hears(/北京时间 .* · 当地/);
    student.taps('确认预约');
    await student.hears(/约好了[\s\S]*北京时间 .* · 当地/);
    expect(student.file()?.name).toBe('calendar.ics');
    expect(student.file()?.text).toMatch(/SUMMARY:日程\r\n/);
    expect(student.file()?.text).not.toMatch(/咨询|心理|老师/);
  });

  it('is chosen on the calendar of the web page, and stands in the phone’s calendar by a link', async () => {
    const visitor = world.visitor();
    await visitor.open('/');
    await visitor.open('/booking');
    expect(visitor.path()).toBe('/');
    await visitor.says('你好');
    await visitor.taps('同意并开始');
    await visitor.open('/booking');
    if (!visitor.html().includes('value="book.')) {
      const next = /href="(\/booking\?week=[^"]+)"/.exec(visitor.html())?.[1] ?? '';
      await visitor.open(next.replaceAll('&amp;', '&'));
    }
    const slot = /value="(book\.[^"]+)"/.exec(visitor.html())?.[1] ?? '';
    await visitor.press({ action: '/chat/say' }, { choice: slot });
    expect(visitor.text()).toMatch(/单独问你/);
    await visitor.taps('同意');
    expect(visitor.text()).toMatch(/先为你留 20 分钟/);
    await visitor.taps('确认预约');
    expect(visitor.text()).toMatch(/约好了/);
    expect(await appointments(world)).toMatchObject([{ status: 'booked' }]);
    const file = /href="(\/chat\/file\/[^"]+)" download="calendar.ics"/.exec(visitor.html())?.[1] ?? '';
    expect(await visitor.open(file)).toBe(200);
    expect(visitor.html()).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*SUMMARY:日程\r\n/);
    expect(await world.visitor().open(file)).toBe(404);
    await visitor.open('/');
    const link = /\/calendar\/[A-Za-z0-9_-]+\.ics/.exec(visitor.text())?.[0] ?? '';
    expect(await visitor.open(link)).toBe(200);
    expect(visitor.html()).toMatch(
      /^BEGIN:VCALENDAR\r\n[\s\S]*DTSTART:\d{8}T\d{6}Z\r\n[\s\S]*SUMMARY:日程\r\n/,
    );
    expect(visitor.html()).not.toMatch(/咨询|心理|老师/);
    await visitor.open('/booking');
    expect(visitor.text()).toMatch(/我约好的/);
    const own = /value="(unbook\.[^"]+)"/.exec(visitor.html())?.[1] ?? '';
    await visitor.press({ action: '/chat/say' }, { choice: own });
    expect(visitor.text()).toMatch(/要取消|来不了没关系/);
    await visitor.says('停用日历链接');
    expect(await visitor.open(link)).toBe(404);
  });
});

it('knows two clocks on WeChat too, and books by numbers', async () => {
  const world = await startWorld({ wechat: {} });
  const student = world.onWechat();
  student.says('你好');
  await student.hears(/我是程序/);
  student.says(student.numberOf('同意并开始'));
  await student.hears(/已经记下[\s\S]*想做什么/);
  student.says('时区');
  await student.hears(/你现在在哪里/);
  student.says('New York');
  await student.hears(/记下了：美国东部/);
  student.says('预约');
  await student.hears(/单独问你/);
  student.says('1');
  await student.hears(/想约哪一天/);
  student.says('1');
  await student.hears(/几点合适[\s\S]*当地/);
  await world.close();
});

/** The only entry of a calendar file. */
function entryIn(text = ''): Record<'UID' | 'SEQUENCE' | 'STATUS' | 'DTSTART', string> {
  expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1);
  const read = (name: string): string => new RegExp(`^${name}:(.*)\r$`, 'm').exec(text)?.[1] ?? '';
  return { UID: read('UID'), SEQUENCE: read('SEQUENCE'), STATUS: read('STATUS'), DTSTART: read('DTSTART') };
}

type Row = {
  id: string;
  status: string;
  late: boolean;
  by: string | null;
  moved_from: string | null;
  start_at: Date;
};

const appointments = (world: World): Promise<Row[]> =>
  world.database.sql<Row>(
    `select id, status, cancelled_late as late, cancelled_by as by, moved_from, lower(during) as start_at
     from xinqiao.appointment where booked_at is not null order by booked_at`,
  );

async function now(world: World): Promise<number> {
  const [row] = await world.database.sql<{ at: Date }>('select xinqiao.app_now() as at');
  return row?.at.getTime() ?? 0;
}

const choice = (student: TelegramPerson, label: RegExp): string =>
  student.choices().find((one) => label.test(one)) ?? '';
