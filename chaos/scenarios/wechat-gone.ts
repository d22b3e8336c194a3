import { type FakeWechat, startFakeWechat } from '../../tests/fakes/wechat/fake-wechat.ts';
import { type Centre, openCentre } from '../centre.ts';
import { closeAll, conclude, DIGEST_MS, KINDS, PAGE_BAR_MS, p99, untilPaged } from '../desk.ts';
import { addStaff, withOffice } from '../hire.ts';
import { waitForPart } from '../readiness.ts';
import type { Figure, Scenario } from '../scenario.ts';
import { until } from '../until.ts';

const COUNSELLOR = { name: '测试老师甲', chatId: 7_900_000_000_001, wechat: 'wxid_counsellor' };
/** What the alarm is given in, by the clock that deadlines follow. */
const ALARM_BAR_MS = 90_000;
/** What is well again for so long ends its alarm (`WELL_FOR_MS` of src/alarms/decide-alarms.ts). */
const WELL_MINUTES = 11;
/** How the alarm begins that somebody's replies are spent: `alarm.spent` of config/content. */
const SPENT = '【叫不到人】';
/** Replies that the platform allows. */
const REPLIES = 5;

export const wechatGone: Scenario = {
  name: 'wechat-gone',
  summary:
    'WeChat signed out, its stream dead, its replies spent: the page at the other address, and the alarm',
  async run(place) {
    const wechat = await startFakeWechat({ deadlineMs: 60_000 });
    place.onEnd(() => wechat.close());
    wechat.login();
    const centre = await openCentre(place, {
      database: 'shared',
      extra: {
        WECHATY_PUPPET: wechat.puppet,
        WECHATY_PUPPET_SERVICE_TOKEN: wechat.puppetOptions.token,
        WECHATY_PUPPET_SERVICE_ENDPOINT: wechat.puppetOptions.endpoint,
        WECHAT_STARTS_CHATS: 'no',
        WECHAT_REPLIES: String(REPLIES),
        WECHAT_SECONDS_BETWEEN: '0',
        WECHAT_PER_MINUTE: '600',
      },
    });
    await wechat.waitUntilConnected();
    await waitForPart(centre, 'wechat', 'ready');
    await employ(centre, wechat);

    place.tell('replies spent');
    const spent = await spendReplies(centre);
    place.tell('signed out');
    const out = await lose(
      centre,
      () => wechat.logout(),
      async () => wechat.login(),
    );
    place.tell('stream dead');
    const dead = await lose(
      centre,
      () => wechat.kill(),
      () => wechat.restart(),
    );
    const figures: Figure[] = [
      p99('page with the replies spent', spent.pages, PAGE_BAR_MS),
      {
        name: 'alarm with the replies spent',
        unit: 's',
        value: spent.alarm / 1_000,
        atMost: ALARM_BAR_MS / 1_000,
      },
      p99('page while signed out', [out.page], PAGE_BAR_MS),
      { name: 'alarm when signed out', unit: 's', value: out.alarm / 1_000, atMost: ALARM_BAR_MS / 1_000 },
      p99('page with a dead stream', [dead.page], PAGE_BAR_MS),
      {
        name: 'alarm with a dead stream',
        unit: 's',
        value: dead.alarm / 1_000,
        atMost: ALARM_BAR_MS / 1_000,
      },
    ];
    return conclude(centre, figures, {
      kinds: [...KINDS, 'alarm', 'last-reply', 'gap'],
      allTaken: false,
      unreachable: await wechatAddresses(centre),
    });
  },
};

/** One person with two addresses: WeChat, and Telegram. */
async function employ(centre: Centre, wechat: FakeWechat): Promise<void> {
  const accounts = [
    { channel: 'telegram', account: String(COUNSELLOR.chatId) },
    { channel: 'wechat', account: COUNSELLOR.wechat },
  ] as const;
  const code = await withOffice(centre, (office) => addStaff(office, COUNSELLOR.name, accounts, true));
  centre.telegram.userSays(COUNSELLOR.chatId, code);
  await centre.telegram.waitForMessage(COUNSELLOR.chatId, /这个账号已经启用/);
  wechat.says(COUNSELLOR.wechat, code);
  await wechat.waitForMessages(COUNSELLOR.wechat, 1);
}

/** More pages than WeChat allows answers: from then on they wait there, and come where they can. */
async function spendReplies(centre: Centre): Promise<{ pages: readonly number[]; alarm: number }> {
  const pages: number[] = [];
  for (let time = 0; time < REPLIES + 1; time += 1) pages.push(...(await callOnce(centre)));
  await centre.telegram.waitForMessage(COUNSELLOR.chatId, SPENT);
  await centre.settle();
  const [row] = await centre.sql<{ ms: number | null }>(ALARM_AFTER);
  return { pages, alarm: row?.ms ?? Number.NaN };
}

/** From the first page that WeChat did not carry to the word of it elsewhere, by the clock that deadlines follow. */
const ALARM_AFTER = `select (extract(epoch from
    min(o.sent_at) filter (where o.dedupe_key like 'alarm:spent:%' and o.status = 'sent')
    - min(o.at) filter (where o.dedupe_key like 'page:%' and a.channel = 'wechat'
      and (o.status <> 'sent' or o.error_code = 'joined'))) * 1000)::float8 as ms
  from xinqiao.outgoing o join xinqiao.address a on a.id = o.address_id`;

async function callOnce(centre: Centre): Promise<number[]> {
  const writtenAt = performance.now();
  const waits = await untilPaged(centre, [centre.crisis()], writtenAt);
  // What is still on its way to WeChat would seem to wait for the minute that passes now.
  await centre.settle();
  await endAll(centre);
  await pass(centre, DIGEST_MS);
  return waits;
}

type Loss = { readonly page: number; readonly alarm: number };

async function lose(
  centre: Centre,
  take: () => Promise<unknown>,
  giveBack: () => Promise<unknown>,
): Promise<Loss> {
  const { telegram } = centre;
  const heard = telegram.sentTo(COUNSELLOR.chatId).length;
  const since = await now(centre);
  await take();
  centre.countKill();
  const writtenAt = performance.now();
  const [page = Number.NaN] = await untilPaged(centre, [centre.crisis()], writtenAt);
  // Only what is known to be gone grows older when the clock is moved.
  await until('the loss to be known', () => isGone(centre), ALARM_BAR_MS);
  await endAll(centre);
  await pass(centre, DIGEST_MS);
  const isTold = (): boolean =>
    telegram
      .sentTo(COUNSELLOR.chatId)
      .slice(heard)
      .some(({ text }) => text.includes('渠道中断'));
  await until('the alarm', isTold, ALARM_BAR_MS);
  const alarm = (await now(centre)) - since;
  await giveBack();
  await waitForPart(centre, 'wechat', 'ready', ALARM_BAR_MS);
  await endAlarm(centre);
  return { page, alarm };
}

const isGone = async ({ sql }: Centre): Promise<boolean> =>
  (await sql(`select from xinqiao.part_state where name = 'wechat' and state <> 'ready'`)).length > 0;

/** Time passes, and every part has told of itself meanwhile. */
const pass = ({ sql }: Centre, ms: number): Promise<unknown> =>
  sql(
    `with moved as (update xinqiao.clock set offset_ms = offset_ms + $1)
     update xinqiao.part_state set told_at = told_at + make_interval(secs => $1 / 1000.0)`,
    [ms],
  );

async function endAlarm({ sql }: Centre): Promise<void> {
  await sql(
    `update xinqiao.part_state set since = since - make_interval(mins => ${WELL_MINUTES}) where name = 'wechat'`,
  );
  await until(
    'the alarm to be over',
    async () => (await sql(`select from xinqiao.alarm where cleared_at is null`)).length === 0,
    ALARM_BAR_MS,
  );
}

async function now({ sql }: Centre): Promise<number> {
  const [row] = await sql<{ ms: number }>(
    `select (extract(epoch from xinqiao.app_now()) * 1000)::float8 as ms`,
  );
  return row?.ms ?? 0;
}

/** Nobody takes them here. */
async function endAll(centre: Centre): Promise<void> {
  await centre.sql(`update xinqiao.handoff_case set owner_id = (select id from xinqiao.staff_member where not sample limit 1)
    where owner_id is null`);
  await closeAll(centre);
}

const wechatAddresses = async ({ sql }: Centre): Promise<string[]> =>
  (await sql<{ id: string }>(`select id from xinqiao.address where channel = 'wechat'`)).map(({ id }) => id);
