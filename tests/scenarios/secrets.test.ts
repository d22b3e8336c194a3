import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { FIRST_ADMINISTRATOR } from '../../src/conversation/desks/people/seed-centre.ts';
import { createStaffDesk, OPERATOR } from '../../src/conversation/desks/people/staff-office.ts';
import type { EscalationPolicy, LevelPolicy } from '../../src/handoff/policy.ts';
import { type HttpFake, startHttpFake } from '../fakes/notifiers/http-fake.ts';
import { until } from '../support/until.ts';
import type { Visitor } from '../support/visitor.ts';
import { startWorld, type World } from '../support/world.ts';

/** Markers that no program would write by itself. */
const WORDS = '海豚标记七七三';
const ANSWER = '鲸鱼标记八八四';
/** What staff write: notes, facts, a plan, whom they informed, a report. */
const NOTE = '章鱼标记九九五';
const NICKNAME = '水母标记六六二';
const CAPTION = '海星标记五五一';
const PIN = '73190264';

const QUEUES = inject('redisUrl') === null ? (['postgres'] as const) : (['postgres', 'redis'] as const);

describe.each(QUEUES)('secrets of students, with the queue on %s', (queue) => {
  let world: World;
  let gateway: HttpFake;
  beforeEach(async () => {
    gateway = await startHttpFake(() => ({ body: {} }));
    world = await startWorld({ queue, notifiers: notifiersAt(gateway), escalation: withDesk });
  });
  afterEach(async () => {
    await world.close();
    await gateway.close();
  });

  it('are in no log, no job, no event, no page and no unsealed column', async () => {
    const counsellor = await world.responder('测试老师甲');
    await getsTexts(world, gateway, '测试老师甲');
    const student = world.student();
    world.telegram.userSays(student.chatId, `${WORDS}，我不想活了`, { nickname: NICKNAME });
    await student.hears(/正在叫/, /120/, /你在哪里/);
    world.telegram.userSendsPhoto(student.chatId, CAPTION);
    await student.hears(/看不懂图片/);
    const page = await counsellor.hears(/个案 #1001/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/接手了/);
    counsellor.says(ANSWER);
    await student.hears(/鲸鱼标记/);
    student.says(`${WORDS}在`);
    await counsellor.hears(/海豚标记/);
    const console = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录链接/);
    await console.open('/console');
    const list = console.text();
    const [row] = await world.database.sql<{ id: string }>('select id from xinqiao.handoff_case');
    const path = `/console/cases/${row?.id}`;
    await console.open(path);
    expect(console.text()).toMatch(/海豚标记/);
    await workedOn(console, path);
    await student.hears(/安全计划/);
    await closed(world, console, path);
    await student.hears(/老师先和你说到这里/);
    await reported(console, path);

    const visitor = world.visitor();
    await visitor.says(`${WORDS}，想死`);
    await visitor.press({ action: '/chat/pin' }, { pin: PIN });
    await visitor.press({ action: '/chat/leave' });
    await broken(world);
    await world.pass(60_000);
    await counsellor.hears(/个案 #1002/);

    const secrets = [WORDS, ANSWER, NOTE, NICKNAME, CAPTION, PIN, String(student.chatId)];
    expect(page).not.toMatch(/标记/);
    expect(list).not.toMatch(/标记/);
    const places: Record<string, string> = {
      log: world.logged.join('\n'),
      ...(await dumpDatabase(world)),
      redis: await dumpRedis(queue),
      notifiers: gateway.heard.map(({ body }) => body).join('\n'),
    };
    for (const [place, dump] of Object.entries(places)) {
      for (const secret of secrets) {
        expect(holds(dump, secret), `${secret} in ${place}`).toBe(false);
      }
    }
    // The group and the phone were paged all the same.
    expect(places.notifiers).toMatch(/"event":"page"[\s\S]*"to":"\+8613800000000","text":"[^"]*个案 #1002/);
    // The search itself finds what is there in clear.
    expect(holds(places['xinqiao.staff_member'] ?? '', FIRST_ADMINISTRATOR)).toBe(true);
  });
});

/** A counsellor writes about the case wherever they can. */
async function workedOn(console: Visitor, path: string): Promise<void> {
  await console.press({ action: `${path}/note` }, { text: NOTE });
  await console.open(path);
  await console.press({ action: `${path}/facts` }, { field: 'name', value: NOTE });
  await console.open(path);
  await console.press({ action: `${path}/plan`, label: '记下并给同学' }, { signs: NOTE, do: 'give' });
}

async function closed(world: World, console: Visitor, path: string): Promise<void> {
  const [me] = await world.database.sql<{ id: string }>(
    `select id from xinqiao.staff_member where name = '测试老师甲'`,
  );
  const owner = me?.id ?? '';
  await console.open(`${path}/close`);
  const told = {
    told: 'some',
    'party-0': 'family',
    'at-0': '2020-01-02T10:00',
    'by-0': owner,
    'ground-0': 'life',
  };
  const plan = { outcome: 'serious', owner, 'date-serious': '2027-03-01' };
  expect(
    await console.press({ action: `${path}/close` }, { ...told, ...plan, 'detail-0': NOTE, note: NOTE }),
  ).toBe(200);
  expect(console.text()).toContain('#1001 已经结束');
}

async function reported(console: Visitor, path: string): Promise<void> {
  await console.open(`${path}/report`);
  const filled = { measure: 'talked', statement: NOTE, who: 'identity', identity: NOTE, step: 'issue' };
  await console.press({ action: `${path}/report`, label: '发出（发出后不能改）' }, filled);
  expect(console.text()).toContain('第 1 号已经发出');
}

const notifiersAt = ({ origin }: HttpFake): readonly object[] => [
  { name: 'desk', kind: 'webhook', url: `${origin}/desk`, pages: true, alarms: true },
  {
    name: 'texts',
    kind: 'sms',
    url: `${origin}/texts`,
    encode: 'json',
    fields: { to: '{to}', text: '{text}' },
  },
];

/** Every step calls a group as well. */
function withDesk(policy: EscalationPolicy): EscalationPolicy {
  const beside = (level: LevelPolicy): LevelPolicy => ({
    ...level,
    steps: level.steps.map((step) => ({ ...step, notify: [...step.notify, 'notifier:desk'] })),
  });
  return { ...policy, imminent: beside(policy.imminent), high: beside(policy.high) };
}

/** A counsellor's phone, beside the messenger in which they read what students write. */
async function getsTexts(world: World, gateway: HttpFake, name: string): Promise<void> {
  const desk = createStaffDesk(world.office);
  const account = { channel: 'sms', account: '13800000000', notifier: null } as const;
  const added = await desk.addAddress(OPERATOR, { name, accounts: [account], onCall: false });
  if (!added.ok) throw new Error(added.code);
  const code = (): string | undefined => /XQ-[0-9A-Z]{8}/.exec(gateway.heard.at(-1)?.body ?? '')?.[0];
  await until('the code', () => code() !== undefined);
  const member = (await desk.list(OPERATOR))?.find((row) => row.name === name);
  expect(await desk.confirm(OPERATOR, member?.id ?? '', code() ?? '')).toMatchObject({ ok: true });
}

/** Updates that no turn can handle must not carry their words into an error either. */
async function broken(world: World): Promise<void> {
  world.telegram.pushUpdate({ message: { text: WORDS } });
  world.telegram.pushUpdate({ edited_channel_post: { text: WORDS, chat: { id: -1, type: 'channel' } } });
  await world.telegram.waitUntilConfirmed();
}

const holds = (dump: string, secret: string): boolean =>
  dump.includes(secret) || dump.includes(Buffer.from(secret, 'utf8').toString('hex'));

/** Every row of every table as text; bytes show as hexadecimal. */
async function dumpDatabase(world: World): Promise<Record<string, string>> {
  const tables = await world.database.sql<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema in ('xinqiao', 'bullmq', 'public') and table_type = 'BASE TABLE'`,
  );
  const dumps: Record<string, string> = {};
  for (const { name } of tables) {
    const rows = await world.database.sql<{ row: string }>(`select t::text as row from ${name} t`);
    dumps[name] = rows.map((one) => one.row).join('\n');
  }
  return dumps;
}

async function dumpRedis(queue: 'postgres' | 'redis'): Promise<string> {
  const url = inject('redisUrl');
  if (queue !== 'redis' || url === null) return '';
  const redis = new Redis(url);
  const parts: string[] = [];
  for (const key of await redis.keys('*')) {
    const dumped = await redis.dumpBuffer(key);
    parts.push(key, dumped?.toString('latin1') ?? '', dumped?.toString('utf8') ?? '');
  }
  redis.disconnect();
  return parts.join('\n');
}
