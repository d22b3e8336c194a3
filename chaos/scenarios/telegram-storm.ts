import { randomUUID } from 'node:crypto';
import type { Actor } from '../../src/access/can.ts';
import { createCampaignDesk } from '../../src/conversation/desks/campaigns/campaign-office.ts';
import type { OfficeParts } from '../../src/conversation/desks/people/staff-office.ts';
import type { Judgement } from '../bot-gate.ts';
import { type Centre, openCentre } from '../centre.ts';
import {
  closeAll,
  conclude,
  DIGEST_MS,
  KINDS,
  measurePages,
  PAGE_BAR_MS,
  p99,
  takeAll,
  untilPaged,
} from '../desk.ts';
import { addStaff, type Counsellor, hire, withOffice } from '../hire.ts';
import type { Figure, Scenario, Size } from '../scenario.ts';
import { until } from '../until.ts';

type Plan = {
  readonly readers: number;
  readonly crises: number;
  readonly accepted: number;
  /** Seconds of rest that Telegram asks for with each bulk message. */
  readonly bulkRest: number;
};
const PLANS: Readonly<Record<Size, Plan>> = {
  long: { readers: 5_000, crises: 200, accepted: 50, bulkRest: 5 },
  short: { readers: 60, crises: 3, accepted: 2, bulkRest: 2 },
};
const WORDS = '周五下午两点，操场有五二五游园会。';
const FIRST_READER = 6_100_000_000_000;
const AT_ONCE = 250;
const STORM_BAR_MS = 2_000;
/** Seconds that Telegram asks for with one crisis message in fifty. */
const CRISIS_REST = 1;
const REFUSED_CRISES = 50;
const BLOCKED_EACH = 10;
/** Has blocked the bot at the first address, and is called at the second. */
const BLOCKER = { name: '测试老师乙', chatId: 7_920_000_000_001, otherChatId: 7_920_000_000_002 };
const PAGE_BEGINS = '【值班';
/** Thousands of readers at what Telegram takes in a second. */
const CAMPAIGN_MS = 900_000;

export const telegramStorm: Scenario = {
  name: 'telegram-storm',
  summary: '429 while a campaign waits; 500 after the message was taken; 403 for one in ten',
  alone: true,
  async run(place, size) {
    const plan = PLANS[size];
    const centre = await openCentre(place, { database: 'shared' });
    const counsellors = await hire(centre, 3);
    const bulk: Judgement = { status: 429, retryAfter: plan.bulkRest };
    await beginCampaign(centre, plan.readers, bulk);
    place.tell('429');
    const waits = await storm(centre, counsellors, plan.crises, bulk);
    place.tell('500 after accept');
    await acceptAndFail(centre, counsellors, plan.accepted, bulk);
    place.tell('403');
    const { figures, unreachable } = await block(centre, counsellors, bulk);
    place.tell('over');
    // What is not tried here would speak up while the campaign goes on for minutes.
    await closeAll(centre);
    centre.gate.judge(null);
    await untilCampaignSent(centre);
    return conclude(centre, [p99('page in a storm of 429', waits, STORM_BAR_MS), ...figures], {
      kinds: [...KINDS, 'campaign', 'failed'],
      unreachable,
    });
  },
};

/** Once Telegram takes it again, all of it arrives: nothing was lost by waiting. */
const untilCampaignSent = (centre: Centre): Promise<void> =>
  until(
    'the campaign to be with everybody',
    async () => {
      const [row] = await centre.sql<{ sent: number }>(
        `select count(*)::int as sent from xinqiao.campaign where status = 'done'`,
      );
      return row?.sent === 1;
    },
    CAMPAIGN_MS,
  );

const isBulk = (text: string): boolean => text.includes(WORDS);

/** Everything in bulk is refused, and now and then a crisis message as well; answers ms from the word to the page. */
async function storm(
  centre: Centre,
  counsellors: readonly Counsellor[],
  crises: number,
  bulk: Judgement,
): Promise<number[]> {
  let sends = 0;
  centre.gate.judge(({ text }) => {
    if (isBulk(text)) return bulk;
    sends += 1;
    return sends % REFUSED_CRISES === 0 ? { status: 429, retryAfter: CRISIS_REST } : 'pass';
  });
  await centre.telegram.waitUntilPolled();
  const chats: number[] = [];
  for (let number = 0; number < crises; number += 1) {
    const chat = centre.crisis();
    await untilPaged(centre, [chat], performance.now());
    chats.push(chat);
    await centre.settle();
    await takeAll(centre, counsellors, number);
    await centre.settle();
    await closeAll(centre);
    await centre.advance(DIGEST_MS);
  }
  return waitsOf(centre, chats);
}

/** By the database's clock: from the word that was stored to the page that was sent. */
async function waitsOf({ sql, crises }: Centre, chats: readonly number[]): Promise<number[]> {
  const keys = crises.filter(({ chatId }) => chats.includes(chatId)).map(({ key }) => key);
  const rows = await sql<{ ms: number }>(
    `select (extract(epoch from min(o.sent_at) - i.at) * 1000)::float8 as ms from xinqiao.incoming i
     join xinqiao.handoff_case c on c.address_id = i.address_id
     join xinqiao.page p on p.case_id = c.id
     join xinqiao.staff_address s on s.staff_id = p.staff_id
     join xinqiao.outgoing o on o.status = 'sent'
       and o.dedupe_key = 'page:' || s.id || ':' || (extract(epoch from p.told_at) * 1000)::bigint
     where i.update_key = any($1) group by i.id`,
    [keys],
  );
  return rows.map(({ ms }) => ms);
}

/** Telegram takes the message, and says that it is broken: whoever reads it twice must see why. */
async function acceptAndFail(
  centre: Centre,
  counsellors: readonly Counsellor[],
  count: number,
  bulk: Judgement,
): Promise<void> {
  let left = count;
  centre.gate.judge(({ text }) => {
    if (isBulk(text)) return bulk;
    if (left === 0) return 'pass';
    left -= 1;
    centre.countKill();
    return { status: 500, after: true };
  });
  await writeAndTake(centre, counsellors, count);
}

type Blocking = { readonly figures: readonly Figure[]; readonly unreachable: readonly string[] };

/**
 * One student and one responder in ten have blocked the bot: they get nothing there, the responder is called at the next
 * address, and everybody else gets everything.
 */
async function block(centre: Centre, counsellors: readonly Counsellor[], bulk: Judgement): Promise<Blocking> {
  await hire(centre, BLOCKED_EACH - 1 - counsellors.length);
  await hireBlocker(centre);
  const heard = centre.telegram.sentTo(BLOCKER.otherChatId).length;
  const chats = Array.from({ length: BLOCKED_EACH }, () => centre.crisis());
  const writtenAt = performance.now();
  const blocked = chats[0] ?? 0;
  let refused = 0;
  centre.gate.judge(({ text, chatId }) => {
    if (chatId === BLOCKER.chatId && text.startsWith(PAGE_BEGINS)) refused += 1;
    if (chatId === blocked || chatId === BLOCKER.chatId) return { status: 403 };
    return isBulk(text) ? bulk : 'pass';
  });
  const waits = await measurePages(centre, chats, writtenAt);
  await until('a page to be refused by who blocked it', () => refused > 0);
  const page = await centre.telegram.waitForMessage(BLOCKER.otherChatId, PAGE_BEGINS, { after: heard });
  const elsewhere = (centre.gate.arrivedAt(String(page.messageId)) ?? Number.NaN) - writtenAt;
  const key = centre.crises.find(({ chatId }) => chatId === blocked)?.key;
  const [unheard] = await centre.sql<{ number: number }>(
    `select number::int from xinqiao.handoff_case c
     join xinqiao.incoming i on i.address_id = c.address_id where i.update_key = $1`,
    [key],
  );
  await takeAll(centre, counsellors, 0, (number) => number !== unheard?.number);
  return {
    figures: [
      p99('page with one in ten blocked', waits, PAGE_BAR_MS),
      p99('page at the next address of who blocked one', [elsewhere], PAGE_BAR_MS),
    ],
    unreachable: [String(blocked), String(BLOCKER.chatId)],
  };
}

/** The last of ten responders, with two addresses. */
async function hireBlocker(centre: Centre): Promise<void> {
  const chats = [BLOCKER.chatId, BLOCKER.otherChatId];
  const accounts = chats.map((chatId) => ({ channel: 'telegram', account: String(chatId) }) as const);
  const code = await withOffice(centre, (office) => addStaff(office, BLOCKER.name, accounts, true));
  for (const chatId of chats) {
    centre.telegram.userSays(chatId, code);
    await centre.telegram.waitForMessage(chatId, /这个账号已经启用/);
  }
}

async function writeAndTake(
  centre: Centre,
  counsellors: readonly Counsellor[],
  count: number,
): Promise<void> {
  const chats = Array.from({ length: count }, () => centre.crisis());
  await centre.settle();
  await centre.advance(DIGEST_MS);
  await untilPaged(centre, chats, performance.now());
  await takeAll(centre, counsellors);
  await centre.settle();
  await closeAll(centre);
  await centre.advance(DIGEST_MS);
}

/** Everybody has agreed, it is ten in the morning, and it is on its way: all of it is refused from the first one on. */
async function beginCampaign(centre: Centre, readers: number, bulk: Judgement): Promise<void> {
  const [row] = await centre.sql<{ ms: number }>(`select (extract(epoch from
    date_trunc('day', xinqiao.app_now() at time zone 'Asia/Shanghai') + interval '34 hours'
    - (xinqiao.app_now() at time zone 'Asia/Shanghai')) * 1000)::float8 as ms`);
  await centre.advance(Math.ceil(row?.ms ?? 0));
  let refused = 0;
  centre.gate.judge(({ text }) => {
    if (!isBulk(text)) return 'pass';
    refused += 1;
    return bulk;
  });
  await withOffice(centre, async (office) => {
    for (let from = 0; from < readers; from += AT_ONCE)
      await addReaders(centre, office, from, Math.min(AT_ONCE, readers - from));
    await sendToAll(office);
  });
  await until('the campaign to be refused', () => refused > 0, 60_000);
}

async function addReaders(centre: Centre, office: OfficeParts, from: number, count: number): Promise<void> {
  const bot = centre.telegram.token.split(':')[0] ?? '';
  const version = office.centre().contents.zh.conversation('notice.version');
  await office.transactions.run(async (stores) => {
    const now = await stores.now();
    const chats = Array.from({ length: count }, (_, index) => FIRST_READER + from + index);
    for (const chatId of chats) centre.telegram.knows(chatId);
    const accounts = chats.map((chatId) => ({ channel: 'telegram', bot, account: String(chatId) }) as const);
    for (const addressId of await stores.addresses.findOrCreateAll(accounts, now)) {
      const { contactId } = await stores.addresses.byId(addressId);
      const consent = { id: randomUUID(), contactId, addressId, purpose: 'service', version } as const;
      await stores.consents.record({ ...consent, given: true, now });
    }
  });
}

async function sendToAll(office: OfficeParts): Promise<void> {
  const staffId = randomUUID();
  await office.transactions.run(async ({ staff, now }) => {
    const added = await staff.add({
      id: staffId,
      name: '活动老师',
      roles: ['staff'],
      sample: false,
      now: await now(),
    });
    if (!added.ok) throw new Error(added.code);
  });
  const actor: Actor = { kind: 'staff', staffId, roles: ['staff'] };
  const desk = createCampaignDesk(office);
  const draft = {
    title: '五二五游园会',
    zh: WORDS,
    en: '',
    channels: ['telegram'],
    languages: ['zh', 'en'],
  } as const;
  const made = await desk.create(actor, randomUUID(), draft);
  if (!made.ok) throw new Error(made.code);
  const view = await desk.view(actor, made.id);
  const sent = await desk.send(actor, made.id, view?.version ?? 0, { kind: 'now' });
  if (sent !== 'done') throw new Error(`not sent: ${sent}`);
}
