import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { booksTomorrow, passUntil, seesVisitors, WHOLE_RECORD } from '../../support/session-world.ts';
import { createVisitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

/** Words that no program would write by itself. */
const RECORD = '水獭标记一一八';
const ON_PHONE = '海獭标记九九四';
const CORRECTION = '刺猬标记二二九';
const WORDS = '仙鹤标记三三六';
const REASON = '麋鹿标记四四七';
const HANDED_OVER = '信天翁标记五五八';

describe('a session on Telegram', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  it('is booked, checked in, attended, recorded, goes on as a series, and is evaluated; its words stay sealed', async () => {
    const counsellor = await world.responder('测试老师甲', ['counsellor'], false);
    await seesVisitors(world, '测试老师甲');
    const student = await world.acquainted();
    const session = await booksTomorrow(world, '测试老师甲');

    // Hours before there is nothing to tap; shortly before there is.
    student.says('我的预约');
    await student.hearsUntil(/你的预约/);
    expect(student.choices().some((label) => label.startsWith('我到了'))).toBe(false);
    await passUntil(world, session, -30);
    student.says('我的预约');
    await student.hearsUntil(/你的预约/);
    student.taps('我到了（10:00）');
    await student.hears(/知道你到了/);
    await counsellor.hearsUntil(/10:00 的来访者到了/);
    student.taps('我到了（10:00）');
    await student.hears(/已经记下/);

    // Nobody says who came: the counsellor is asked, and decides.
    await passUntil(world, session, 61);
    await counsellor.hearsUntil(/来访者到了吗/);
    counsellor.taps('没来');
    await counsellor.hears(/记下了：没来/);
    counsellor.taps('到了');
    await counsellor.hears(/记下了：到了/);

    const console = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录链接/);
    await console.open('/console/sessions');
    expect(console.text()).toMatch(/要补的.*咨询记录还没写完/);
    const path = `/console/sessions/${session.id}`;
    await console.open(path);
    expect(console.text()).toMatch(/没来 · 测试老师甲.*到了 · 测试老师甲/);

    // A draft is kept although it cannot be signed yet; what is signed is only corrected.
    await console.press({ action: `${path}/record`, label: '签名保存' }, { text: RECORD });
    expect(console.text()).toMatch(/已经存成草稿。签名以前请填：类型/);
    await console.open(path);
    expect(console.html()).toContain(RECORD);

    // While this page lies open more is typed on the telephone: neither goes over the other.
    const phone = createVisitor(world.app.url, console.cookies());
    await phone.open(path);
    await phone.press({ action: `${path}/record`, label: '存草稿' }, { risk: 'ordinary', text: ON_PHONE });
    const typed = { ...WHOLE_RECORD, text: RECORD };
    for (const label of ['存草稿', '签名保存']) {
      await console.open(path);
      await phone.press({ action: `${path}/record`, label: '存草稿' }, { text: `${ON_PHONE}${label}` });
      expect(await console.press({ action: `${path}/record`, label }, typed)).toBe(409);
      expect(console.text()).toMatch(
        new RegExp(`没有保存：这份草稿刚才在另一个窗口改过.*存着的草稿.*${ON_PHONE}${label}.*${RECORD}`),
      );
    }
    await console.press({ action: `${path}/record`, label: '签名保存' }, typed);
    expect(console.text()).toMatch(/咨询记录 · 测试老师甲/);
    // What was typed over a record that was signed elsewhere goes on in the box for corrections.
    await phone.press({ action: `${path}/record`, label: '存草稿' }, { text: ON_PHONE });
    expect(phone.text()).toMatch(/已经签名，请在补正里写/);
    expect(phone.html()).toContain(ON_PHONE);
    await console.press({ action: `${path}/correct` }, { text: CORRECTION });
    expect(console.text()).toContain(CORRECTION);

    // Three times at the same hour; the second is a holiday.
    await console.open(`${path}/plan`);
    const first = inDays(session.startAt, 7);
    const second = inDays(session.startAt, 14);
    await world.database.sql(
      `insert into xinqiao.availability_exception (id, staff_id, during)
       select gen_random_uuid(), id, tstzrange($2, $2::timestamptz + interval '1 hour')
       from xinqiao.staff_member where name = $1`,
      ['测试老师甲', second],
    );
    const form = { first: first.toISOString(), every: '1', count: '3' };
    await console.press({ action: `${path}/plan`, label: '先看一遍' }, form);
    expect(console.text()).toMatch(/有空.*约不了：没有空的时段.*有空/);
    await console.press({ action: `${path}/plan`, label: '发给来访者' }, form);
    expect(console.text()).toMatch(/等来访者接受/);
    await student.hears(/约固定的时间，一共 2 次/);
    expect(await statuses(world)).toEqual(['attended', 'held', 'held']);
    student.taps('接受');
    await student.hears(/单独问你/);
    student.taps('同意并接受');
    await student.hears(/约好了/);
    await counsellor.hears(/来访者接受了/);
    student.taps('同意并接受');
    await student.hears(/约好了/);
    expect(await statuses(world)).toEqual(['attended', 'booked', 'booked']);

    // An hour later, once.
    await passUntil(world, session, 130);
    await student.hearsUntil(/愿意说说感受吗/);
    student.taps('5 完全同意');
    await student.hears(/2\/3/);
    student.taps('4 比较同意');
    await student.hears(/3\/3/);
    student.taps('5 完全同意');
    await student.hears(/还想写几句吗/);
    student.taps('写几句');
    await student.hears(/想写什么就写/);
    student.says(WORDS);
    await student.hears(/谢谢你告诉我们/);
    student.taps('1 完全不同意');
    await student.hears(/已经结束了/);
    expect(await world.database.sql('select status from xinqiao.visitor_evaluation')).toEqual([
      { status: 'done' },
    ]);

    // The counsellor sees neither that somebody answered nor what.
    await console.open('/console/workload');
    expect(console.text()).toMatch(/测试老师甲 1 60 0 0 60 1\.33 0 0 1 0 0 不足 5 份/);
    expect(console.text()).not.toContain(WORDS);
    expect(await console.open('/console/workload.xlsx')).toBe(200);

    // The series ends for a cause: what lies ahead is called off, and the student is told in one message.
    await console.open(path);
    await console.press({ action: `${path}/series`, label: '取消后面的，通知来访者' }, { cause: 'schedule' });
    await student.hears(/中心不得不取消[\s\S]*一起取消的还有/);
    expect(await statuses(world)).toEqual(['attended', 'cancelled', 'cancelled']);

    await world.settle();
    await expectSealed(world, [RECORD, ON_PHONE, CORRECTION, WORDS]);
  });

  it('is followed by one more than the limit only for somebody in care; what was booked meanwhile counts', async () => {
    const counsellor = await world.responder('测试老师甲', ['counsellor'], false);
    await seesVisitors(world, '测试老师甲');
    const student = await world.acquainted();
    const session = await booksTomorrow(world, '测试老师甲');
    await passUntil(world, session, 61);
    await counsellor.hearsUntil(/来访者到了吗/);
    counsellor.taps('到了');
    await counsellor.hears(/记下了/);
    const console = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录链接/);
    const path = `/console/sessions/${session.id}`;
    const plans = async (days: number): Promise<void> => {
      await console.open(`${path}/plan`);
      const form = { first: inDays(session.startAt, days).toISOString(), every: '1', count: '1' };
      await console.press({ action: `${path}/plan`, label: '先看一遍' }, form);
      await console.press({ action: `${path}/plan`, label: '发给来访者' }, form);
    };
    await plans(7);
    await student.hears(/想和你约下一次/);

    student.says('预约');
    await student.hears(/单独问你/);
    student.taps('同意');
    await student.hearsUntil(/还是测试老师甲吗/);
    student.taps('都可以');
    await student.hears(/哪一天/);
    student.says('1');
    await student.hears(/几点合适/);
    student.says('1');
    await student.hears(/想约哪位老师/);
    student.says('1');
    await student.hears(/先为你留/);
    student.taps('确认预约');
    await student.hears(/约好了/);

    student.taps('接受');
    await student.hears(/你已经约好了[\s\S]*测试老师甲[\s\S]*为你留到/);
    expect(await statuses(world)).toEqual(['attended', 'booked', 'held']);
    student.says('我高中的时候想过自杀');
    await student.hears(/听起来你最近很不容易/);
    student.taps('接受');
    await student.hears(/约好了/);
    await counsellor.hears(/来访者接受了/);
    await plans(8);
    await student.hears(/想和你约下一次/);
    expect(console.text()).toMatch(/等来访者接受/);
  });

  it('with a grave risk is one tap from a case, which the program never opens by itself', async () => {
    const counsellor = await world.responder('测试老师甲', ['counsellor'], false);
    const onDuty = await world.responder('测试老师乙');
    await seesVisitors(world, '测试老师甲');
    const student = await world.acquainted();
    const session = await booksTomorrow(world, '测试老师甲');
    await passUntil(world, session, 61);
    await counsellor.hearsUntil(/来访者到了吗/);
    counsellor.taps('到了');
    await counsellor.hears(/记下了/);
    const console = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录链接/);
    const path = `/console/sessions/${session.id}`;
    await console.open(path);
    const record = { ...WHOLE_RECORD, risk: 'major-crisis', text: RECORD };
    await console.press({ action: `${path}/record`, label: '签名保存' }, record);
    expect(console.text()).toMatch(/风险等级是「重大危机」/);
    expect(await world.database.sql('select id from xinqiao.handoff_case')).toEqual([]);
    await console.press({ action: `${path}/raise` });
    await onDuty.hears(/个案 #1001 · 危急/);
    expect(console.text()).toMatch(/#1001/);
    // Whoever waits for a person in a crisis is not asked how it was.
    await passUntil(world, session, 200);
    await onDuty.hearsUntil(/#1001/);
    onDuty.says('接');
    await onDuty.hearsUntil(/归你了/);
    await counsellor.hears(/#1001 由 测试老师乙 接手了/);
    await student.hears(/现在是真人和你说话/);
    await world.database.sql(
      `update xinqiao.handoff_case set wake_at = null, tell_at = null where closed_at is null`,
    );
    expect(await world.database.sql('select status from xinqiao.visitor_evaluation')).toEqual([
      { status: 'dropped' },
    ]);
  });

  it('that needs a hospital is referred once the centre head agrees', async () => {
    const counsellor = await world.responder('测试老师甲', ['counsellor'], false);
    const head = await world.responder('测试主任', ['centre-head'], false);
    const secondHead = await world.responder('测试副主任', ['centre-head'], false);
    await seesVisitors(world, '测试老师甲');
    const student = await world.acquainted();
    const session = await booksTomorrow(world, '测试老师甲');
    await passUntil(world, session, 61);
    await counsellor.hearsUntil(/来访者到了吗/);
    counsellor.taps('到了');
    await counsellor.hears(/记下了/);
    const mine = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录链接/);
    const path = `/console/sessions/${session.id}`;
    await mine.open(path);
    await mine.press({ action: `${path}/referral` }, { other: '测试医院', why: REASON });
    expect(mine.text()).toMatch(/来访者的意见：还没有选/);
    expect(mine.html()).toContain(REASON);
    const whole = { other: '测试医院', why: REASON, consent: 'given' };
    await mine.press({ action: `${path}/referral` }, whole);
    expect(mine.text()).toMatch(/测试医院 等中心主任审批/);
    await head.hears(/转介要审批/);
    await secondHead.hears(/转介要审批/);

    const theirs = await world.signedIn('测试主任');
    await head.hears(/登录链接/);
    // The head reads the referral, and not the session that it grew out of.
    expect(await theirs.open(path)).toBe(404);
    const [row] = await world.database.sql<{ id: string }>('select id from xinqiao.referral');
    const referral = `/console/referrals/${row?.id}`;
    await theirs.open(referral);
    expect(theirs.text()).toMatch(/测试医院（校外）/);
    expect(theirs.html()).not.toContain(REASON);
    // What it says only behind the glass, which the other head hears of.
    const glass = `${referral}/break-glass`;
    await theirs.press({ action: glass }, { ground: 'ethics-3-2', reason: '' });
    expect(theirs.text()).toMatch(/请写下理由/);
    await theirs.press({ action: glass }, { ground: 'ethics-3-2', reason: '家长来电询问转介经过' });
    expect(theirs.text()).toMatch(/破例查看，到 .* 为止/);
    expect(theirs.text()).toContain(REASON);
    await secondHead.hears(/测试主任 破例查看了一份转介里写的内容/);
    await theirs.open('/console/break-glass');
    expect(theirs.text()).toMatch(/测试主任 .* 看了一份转介里写的内容.*家长来电询问转介经过/);
    await world.pass(61 * 60_000);
    await student.hears(/三个小问题/);
    await theirs.open(referral);
    expect(theirs.html()).not.toContain(REASON);
    await theirs.press({ action: referral, label: '不批准' }, { words: '' });
    expect(theirs.text()).toMatch(/请写几句/);
    await theirs.press({ action: referral, label: '批准' });
    await counsellor.hears(/审批有结果/);
    await mine.open(referral);
    await mine.press({ action: referral, label: '转出' }, { words: HANDED_OVER });
    expect(mine.text()).toContain(`转出时的说明 ${HANDED_OVER}`);
    await theirs.open(referral);
    expect(theirs.text()).toContain('已经转介，等回复');
    expect(theirs.html()).not.toContain(HANDED_OVER);
    await mine.press({ action: referral, label: '记录回复' }, { words: '已经接诊' });
    expect(mine.text()).toMatch(/有回复.*已经接诊/);
    await expectSealed(world, [REASON, HANDED_OVER, '测试医院', '家长来电']);
  });
});

const inDays = (at: Date, days: number): Date => new Date(at.getTime() + days * 86_400_000);

const statuses = async (world: World): Promise<string[]> =>
  (
    await world.database.sql<{ status: string }>(
      'select status from xinqiao.appointment order by lower(during)',
    )
  ).map(({ status }) => status);

/** In no log, and in no column of any table as it is stored. */
async function expectSealed(world: World, marks: readonly string[]): Promise<void> {
  const tables = await world.database.sql<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'xinqiao'`,
  );
  for (const { name } of tables) {
    const rows = await world.database.sql<{ row: string }>(
      `select row_to_json(t)::text as row from xinqiao.${name} as t`,
    );
    for (const mark of marks) {
      const hex = Buffer.from(mark).toString('hex');
      expect(rows.some(({ row }) => row.includes(mark) || row.includes(hex))).toBe(false);
    }
  }
  for (const mark of marks) expect(world.logged.join('\n')).not.toContain(mark);
}
