import { afterEach, beforeEach, expect, it } from 'vitest';
import { inTalk } from '../../support/in-talk.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
}, 120_000);
afterEach(() => world.close());

it('everything that is done with a case is done by forms too', async () => {
  const { counsellor, student } = await inTalk(world);
  const [row] = await world.database.sql<{ id: string }>('select id from xinqiao.handoff_case');
  const page = `/console/cases/${row?.id}`;
  const browser = await world.signedIn('测试老师甲');
  await counsellor.hears(/登录链接/);
  const at = (path: string) => ({ action: `${page}/${path}` });

  const open = async (path: string) => {
    await browser.open(path);
    return browser.html();
  };
  let html = await open(page);
  expect(html).toContain('C-SSRS 筛查');
  await browser.press(at('note'), { text: '妈妈还不知道' });
  html = await open(page);
  expect(html).toContain('妈妈还不知道');

  html = await open(`${page}?canned=where`);
  expect(html).toMatch(/<textarea[^>]*name="text"[^>]*>你现在在哪里？/);
  await browser.press(at('answer'), { text: '／备注 不给他看' });
  html = await open(page);
  expect(html).not.toContain('不给他看');

  student.says('我在宿舍');
  await counsellor.hears(/同学：我在宿舍/);
  world.telegram.userEdits(student.chatId, '我在操场');
  await counsellor.hears(/（改后）我在操场/);
  html = await open(page);
  expect(html).toMatch(/改后[\s\S]*我在操场[\s\S]*原文：[\s\S]*我在宿舍/);

  await browser.press(at('screener'), { do: 'start' });
  for (const answer of ['yes', 'yes', 'no', 'no', 'no', 'no']) {
    await browser.open(page);
    await browser.press(at('screener'), { do: answer });
  }
  html = await open(page);
  expect(html).toMatch(/按筛查版的规则：<strong>低<\/strong>/);

  await browser.press(at('plan'), { signs: '整夜睡不着', do: 'give' });
  await student.hears(/安全计划好了/);
  student.taps('看安全计划');
  await student.hears(/整夜睡不着/);

  await browser.open(page);
  await browser.press(at('hotlines'));
  await student.hears(/这些电话/);
  await browser.open(page);
  await browser.press(at('raise'));
  await world.settle();
  html = await open(page);
  expect(html).toContain('危急');
  expect(html).not.toContain(`${page}/raise`);
}, 120_000);

it('a colleague sees no words before they accept, joins, and leaves by forms', async () => {
  const { counsellor, student } = await inTalk(world);
  const second = await world.responder('测试老师乙', ['counsellor'], false);
  const [row] = await world.database.sql<{ id: string }>('select id from xinqiao.handoff_case');
  const page = `/console/cases/${row?.id}`;
  const first = await world.signedIn('测试老师甲');
  await counsellor.hears(/登录链接/);
  const other = await world.signedIn('测试老师乙');
  await second.hears(/登录链接/);
  const see = async (who: Visitor) => {
    await who.open(page);
    return who.html();
  };
  expect(await see(other)).not.toContain('class="talk"');

  await first.open(page);
  const [member] = await world.database.sql<{ id: string }>(
    `select id from xinqiao.staff_member where name = '测试老师乙'`,
  );
  const to = { to: member?.id ?? '' };
  await first.press({ action: `${page}/invite` }, to);
  await second.hears(/请你一起和个案 #1001/);
  expect(await see(first)).toContain('已邀请 测试老师乙');
  let html = await see(other);
  expect(html).toContain('测试老师甲 请你一起和同学说话');
  expect(html).not.toContain('class="talk"');
  await other.press({ action: `${page}/requests` }, { do: 'accept' });
  await counsellor.hears(/测试老师乙 加入了/);
  await student.hears(/又来了一位老师/);
  html = await see(other);
  expect(html).toContain('class="talk"');
  expect(html).not.toContain(`${page}/transfer`);
  expect(html).not.toContain(`${page}/close`);
  await other.press({ action: `${page}/answer` }, { text: '我也在' });
  await student.hears(/第2位老师】我也在/);
  await counsellor.hears(/测试老师乙 对同学说：我也在/);

  await first.open(page);
  await first.press({ action: `${page}/transfer` }, to);
  await second.hears(/想把个案 #1001 转给你/);
  await first.open(page);
  await first.press({ action: `${page}/transfer/withdraw` });
  await second.hears(/不用再回答/);
  await other.open(page);
  await other.press({ action: `${page}/leave` });
  await counsellor.hears(/测试老师乙 退出了/);
  await student.hears(/先离开了/);
  expect(await see(other)).not.toContain('class="talk"');
}, 120_000);
