import { afterEach, describe, expect, it } from 'vitest';
import { type ReceiverFake, startFakeReceiver, WEBHOOK_SECRET } from '../../fakes/notifiers/receiver.ts';
import { until } from '../../support/until.ts';
import { startWorld, type World } from '../../support/world.ts';

let world: World;
let receiver: ReceiverFake | null = null;
afterEach(async () => {
  await world.close();
  await receiver?.close();
  receiver = null;
});

type Part = { state: string; code: string | null };

const partIs = (name: string, state: string): Promise<void> =>
  until(`${name} to be ${state}`, async () => {
    const [row] = await world.database.sql<Part>(
      `select state, code from xinqiao.part_state where name = '${name}'`,
    );
    return row?.state === state;
  });

const health = async (): Promise<{ status: string; parts: { name: string; state: string }[] }> =>
  (await (await fetch(`${world.app.url}/readyz`)).json()) as Awaited<ReturnType<typeof health>>;

describe('a channel that hears nobody', () => {
  it('is told to staff by another channel and to the alarm webhook, shown everywhere, and told again when it is back', async () => {
    receiver = await startFakeReceiver();
    const notifiers = [
      {
        name: 'it-desk',
        kind: 'webhook',
        url: `${receiver.origin}/hook`,
        secret: WEBHOOK_SECRET,
        alarms: true,
      },
    ];
    world = await startWorld({ wechat: {}, notifiers });
    const counsellor = await world.responder('测试老师甲');
    await partIs('wechat', 'ready');

    await world.wechat.logout();
    await partIs('wechat', 'degraded');
    await world.database.advance(16_000);
    await counsellor.hears(/【渠道中断】微信 收不到消息（logged-out）/);
    await until('the alarm at the webhook', async () => receiver?.events.length === 1);
    expect(JSON.stringify(receiver.events)).toContain('微信');

    const visitor = world.visitor();
    await visitor.open('/');
    expect(visitor.text()).toContain('微信 现在收不到消息');
    expect(await health()).toMatchObject({ status: 'degraded' });
    expect((await health()).parts).toContainEqual(
      expect.objectContaining({ name: 'wechat', state: 'degraded' }),
    );
    const console = await world.signedIn('测试老师甲');
    await counsellor.hears(/控制台登录链接/);
    await console.open('/console');
    expect(console.text()).toContain('微信 不稳定');

    world.wechat.login();
    await partIs('wechat', 'ready');
    await world.database.sql(
      `update xinqiao.part_state set since = since - interval '10 minutes' where name = 'wechat'`,
    );
    await counsellor.hears(/【渠道恢复】微信/);
    await until('the all-clear at the webhook', async () => receiver?.events.length === 2);
    // The watchdogs of a lost account wait for seconds of real time.
  }, 90_000);

  it('shows whoever may lend it an account what to scan, and nobody else', async () => {
    world = await startWorld({ wechat: {} });
    const onDuty = await world.responder('测试老师甲');
    await partIs('wechat', 'ready');
    const administrator = await world.signedIn('系统管理员');
    await administrator.open('/console/status/sign-in');
    expect(administrator.text()).toContain('没有要扫码登录的账号');

    await world.wechat.logout();
    world.wechat.scan('https://login.example.invalid/invented-code');
    await until('the code to be shown', async () => {
      await administrator.open('/console/status/sign-in');
      return administrator.html().includes('<svg');
    });
    expect(administrator.text()).toContain('微信在等人扫码');
    await until('the state to be told', async () => {
      await administrator.open('/console/status');
      return administrator.text().includes('去扫码登录');
    });

    const counsellor = await world.signedIn('测试老师甲');
    await onDuty.hears(/控制台登录链接/);
    expect(await counsellor.open('/console/status/sign-in')).toBe(404);
    expect(world.logged.join('\n')).not.toContain('invented-code');
    world.wechat.login();
    await until('the code to be gone', async () => {
      await administrator.open('/console/status/sign-in');
      return !administrator.html().includes('<svg');
    });
  });
});

describe('after WeChat was away', () => {
  it('whoever wrote lately is asked to send it again, once, and others are not', async () => {
    world = await startWorld({ wechat: {} });
    await partIs('wechat', 'ready');
    const student = world.onWechat();
    student.says('你好');
    await student.hears(/我是程序/);
    const longAgo = world.onWechat();
    longAgo.says('你好');
    await longAgo.hears(/我是程序/);
    await world.settle();
    await world.database.sql(
      `update xinqiao.address set last_heard_at = last_heard_at - interval '2 days'
       where id = (select address_id from xinqiao.incoming order by seq desc limit 1)`,
    );

    await until('it to be written down that WeChat listens', async () => {
      const rows = await world.database.sql(`select from xinqiao.bot_listening where channel = 'wechat'`);
      return rows.length > 0;
    });
    await world.wechat.kill();
    await partIs('wechat', 'degraded');
    await world.database.advance(300_000);
    await world.wechat.restart();
    await world.wechat.waitUntilConnected();
    await partIs('wechat', 'ready');
    await student.hears(/大约 \d+ 分钟，我收不到消息[\s\S]*请再发一次/);
    await world.settle();
  });
});
