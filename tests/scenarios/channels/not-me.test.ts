import { afterAll, beforeAll, expect, it } from 'vitest';
import { getsAcquainted, onTelegram, onWeb } from '../../support/anybody.ts';
import { books, cancelsOwn } from '../../support/booking-story.ts';
import { importRoster } from '../../support/first-visit-story.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { passUntil } from '../../support/waiting-world.ts';
import { createWebPerson } from '../../support/web-person.ts';
import { startWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  // At night no free time is offered to those who wait.
  await passUntil(world, '22:00');
});
afterAll(() => world.close());

const linkOf = async (student: TelegramPerson): Promise<string> => {
  student.says('换到网页');
  const told = await student.hears(/在网页上接着说/);
  return new URL(/https?:\/\/\S+/.exec(told)?.[0] ?? '').pathname;
};

const addressIds = async (channel: string): Promise<string[]> => {
  const rows = await world.database.sql<{ id: string }>(
    'select id from xinqiao.address where channel = $1 order by made_at desc',
    [channel],
  );
  return rows.map(({ id }) => id);
};

const proves = (addressId: string, number: string, name: string) =>
  world.office.transactions.run(async (stores) => {
    const now = await stores.now();
    const { contactId } = await stores.addresses.byId(addressId);
    const by = { contactId, addressId, now };
    const [one] = await stores.staff.list();
    const expiresAt = new Date(now.getTime() + 60_000);
    const code = { id: crypto.randomUUID(), claimed: { number, name }, code: '123456', now, expiresAt };
    await stores.bindings.claim(crypto.randomUUID(), { number, name }, by);
    await stores.bindings.deskCode({ ...code, staffId: one?.id ?? '' });
    const ids = { bindingId: crypto.randomUUID(), requestId: crypto.randomUUID() };
    return stores.bindings.tryCode({ code: '123456', ...ids, by });
  });

it('asks a browser once more that would leave an appointment behind, by a link and by a code', async () => {
  const visitor = world.visitor();
  const own = onWeb(createWebPerson(visitor));
  await getsAcquainted(own);
  await books(own);
  const student = await world.acquainted();
  student.says('换到网页');
  const told = await student.hears(/在网页上接着说/);
  const link = new URL(/https?:\/\/\S+/.exec(told)?.[0] ?? '').pathname;
  const code = /[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(told)?.[0] ?? '';
  const isAsked = () => {
    expect(visitor.text()).toMatch(/这里还有没结束的安排.*约好的咨询.*先留在这里/);
    expect(visitor.text()).not.toMatch(/候补登记|活动报名/);
  };
  await visitor.open(link);
  expect(await visitor.press({ action: link })).toBe(200);
  isAsked();
  await visitor.open('/continue');
  expect(await visitor.press({ action: '/continue' }, { code })).toBe(200);
  isAsked();
  // Nothing was consumed or joined: what is theirs can still be called off, and then the way is free.
  await visitor.open('/');
  await cancelsOwn(own);
  await visitor.open(link);
  await visitor.press({ action: link });
  expect(visitor.path()).toBe('/');
  await student.hears(/不是我/);
});

it('lets whoever knows what they leave go on, without typing the code again', async () => {
  const visitor = world.visitor();
  const own = onWeb(createWebPerson(visitor));
  await getsAcquainted(own);
  await books(own);
  const student = await world.acquainted();
  student.says('换到网页');
  const code = /[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(await student.hears(/在网页上接着说/))?.[0] ?? '';
  await visitor.open('/continue');
  await visitor.press({ action: '/continue' }, { code });
  expect(visitor.text()).toMatch(/这里还有没结束的安排/);
  await visitor.press({ action: '/continue', label: '还是接着那边谈' });
  expect(visitor.path()).toBe('/');
  await student.hears(/不是我/);
});

it('tells a browser that joined that there is more elsewhere, early, and never what', async () => {
  const student = await world.acquainted();
  await books(onTelegram(student));
  const browser = world.visitor();
  const link = await linkOf(student);
  await browser.open(link);
  await browser.press({ action: link });
  await student.hears(/不是我/);
  const page = onWeb(createWebPerson(browser));
  await page.says('我的预约');
  expect(await page.hears(/只看得到在这里约的[\s\S]*原来的聊天/)).not.toMatch(/没有预约|老师|\d:\d\d/);
  await page.says('预约');
  expect(await page.hears(/现在不能再约[\s\S]*原来的聊天/)).not.toMatch(/约了一次|过几分钟|哪一天|\d:\d\d/);
  await page.says('候补');
  expect(await page.hears(/不能再登记候补[\s\S]*原来的聊天/)).not.toMatch(/约好了|没走通|\d:\d\d/);
  await page.says('我到了');
  expect(await page.hears(/只看得到在这里约的[\s\S]*原来的聊天/)).not.toMatch(/今天|老师|\d:\d\d/);
  // The calendar says the same.
  await browser.open('/booking');
  expect(browser.text()).toMatch(/只看得到在这里约的[\s\S]*现在不能再约新的/);
  expect(browser.text()).not.toMatch(/一周|\d:\d\d–/);
  await browser.open('/');

  // The same of a place in the line, which the browser may not see or change.
  await cancelsOwn(onTelegram(student));
  await page.says('我的预约');
  await page.hears(/没有预约/);
  await page.says('我到了');
  await page.hears(/今天没有看到还要来的咨询预约/);
  await browser.open('/booking');
  expect(browser.text()).toMatch(/起的一周/);
  expect(browser.text()).not.toMatch(/原来的聊天/);
  await browser.open('/');
  student.says('候补');
  await student.hearsUntil(/你的意愿/);
  student.taps('就这样，登记');
  await student.hears(/登记好了/);
  await page.says('候补');
  expect(await page.hears(/不能再登记候补[\s\S]*原来的聊天/)).not.toMatch(/没走通|你的意愿|不能再约/);
  student.says('候补');
  await student.hears(/最前面/);
});

it('不是我 leaves a stranger what they booked, and the student free to say who they are', async () => {
  const student = await world.acquainted();
  const browser = world.visitor();
  const link = await linkOf(student);
  await browser.open(link);
  await browser.press({ action: link });
  await student.hears(/不是我/);
  const stranger = onWeb(createWebPerson(browser));
  await books(stranger);
  // Without a roster nobody is asked who they are.
  await importRoster(world);
  const [web = ''] = await addressIds('web');
  expect(await proves(web, '20260001', '测试同学')).toEqual({ kind: 'bound' });

  student.taps('不是我');
  await student.hears(/网页那边已经断开/);
  await onTelegram(student).says('我的预约');
  await student.hears(/没有/);
  const [telegram = ''] = await addressIds('telegram');
  expect(await proves(telegram, '20260002', '测试同学乙')).toEqual({ kind: 'bound' });

  // What they agreed to with the student's talk was the student's: they are asked themselves.
  await getsAcquainted(stranger);
  await cancelsOwn(stranger);
});
