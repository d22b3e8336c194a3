import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { readMasterKey } from '../../src/access/vault.ts';
import { startDatabase } from '../../src/app/database.ts';
import { type App, type ProcessRole, startApp } from '../../src/app.ts';
import {
  createStaffDesk,
  type OfficeParts,
  OPERATOR,
} from '../../src/conversation/desks/people/staff-office.ts';
import type { LogFields, Logger } from '../../src/core/log.ts';
import type { EscalationPolicy } from '../../src/handoff/policy.ts';
import { notifiersSchema } from '../../src/notifiers/settings.ts';
import type { FirstVisitSettings } from '../../src/people/first-visit.ts';
import type { StaffAccount } from '../../src/people/staff.ts';
import type { CentreFile } from '../../src/settings/centre-file.ts';
import { readConfig } from '../../src/settings/config-folder.ts';
import type { TelegramSettings } from '../../src/settings/telegram-environment.ts';
import type { WechatSettings } from '../../src/settings/wechat-environment.ts';
import { CONFIG_FOLDER, type Settings } from '../../src/settings.ts';
import { type FakeTelegram, startFakeTelegram } from '../fakes/telegram/fake-telegram.ts';
import { type FakeWechat, startFakeWechat } from '../fakes/wechat/fake-wechat.ts';
import { type Anybody, getsAcquainted, onTelegram, onWeb, onWechat, type TestChannel } from './anybody.ts';
import { findFreePort } from './free-port.ts';
import { openOffice } from './open-office.ts';
import { createTelegramPerson, type TelegramPerson } from './telegram-person.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';
import { until } from './until.ts';
import { createVisitor, type Visitor } from './visitor.ts';
import { createWebPerson, type WebPerson } from './web-person.ts';
import { createWechatPerson, type WechatPerson } from './wechat-person.ts';

export const TEST_MASTER_KEY = '11'.repeat(32);

/** The whole program on a real database, with a fake Telegram: people talk to it, and the clock is ours. */
export type World = {
  readonly app: App;
  readonly telegram: FakeTelegram;
  /** Only where the options ask for it. */
  readonly wechat: FakeWechat;
  readonly database: TestDatabase;
  readonly dataDir: string;
  /** Everything that was logged, as it was logged. */
  readonly logged: readonly string[];
  /** A student on Telegram. */
  student(): TelegramPerson;
  /** A student on Telegram who has read the notice and agreed. */
  acquainted(): Promise<TelegramPerson>;
  /** Somebody on WeChat. */
  onWechat(): WechatPerson;
  /** Somebody with a browser. */
  visitor(): Visitor;
  /** Somebody with a browser who reads every line of the talk. */
  onWeb(): WebPerson;
  /** A student on this channel who has read the notice and agreed, and hears nothing but what the story names. */
  anybody(channel: TestChannel): Promise<Anybody>;
  /** A staff member on Telegram whose address is active. */
  responder(
    name: string,
    roles?: readonly string[],
    onCall?: boolean,
  ): Promise<TelegramPerson & { name: string }>;
  /** Somebody new on call whose account waits for this code. */
  addStaff(name: string, channel: StaffAccount['channel'], account: string): Promise<{ code: string }>;
  /** A browser that has signed in to the console. */
  signedIn(name: string): Promise<Visitor>;
  /** Lets time pass and waits until everything that came due was done. */
  pass(ms: number): Promise<void>;
  /** Waits until nothing is left to do at this moment. */
  settle(): Promise<void>;
  readonly office: OfficeParts;
  close(): Promise<void>;
};

export type WorldOptions = {
  readonly queue?: 'postgres' | 'redis';
  /** Real people are on the rota from the start; without this the sample centre is there. */
  readonly database?: TestDatabase;
  /** How Telegram's updates come in; polled for when left out. */
  readonly telegramBy?: 'polling' | 'webhook';
  /** Notifiers as `config/notifiers.yaml` has them; none when left out. */
  readonly notifiers?: readonly object[];
  /** Chats that are called while there is no database. */
  readonly emergencyChats?: readonly number[];
  /** Changes the escalation policy that ships. */
  readonly escalation?: (policy: EscalationPolicy) => EscalationPolicy;
  /** The canary runs; off when left out, since stories count what there is. `webhook` is called from outside. */
  readonly canary?: { readonly webhook?: string };
  /** Cases in which nothing happens are told of at nine and at six; off when left out. */
  readonly quietCases?: boolean;
  /** Parts of the program that run; all when left out. */
  readonly roles?: readonly ProcessRole[];
  /** What the centre says by itself around appointments; nothing when left out, since most stories are about others. */
  readonly reminders?: Partial<CentreFile['reminders']>;
  /** What a first appointment needs; nothing when left out, since most stories are about something else. */
  readonly firstVisit?: FirstVisitSettings;
  /** Other rules of booking than the sample centre's; a calendar without terms goes with them. */
  readonly booking?: Partial<CentreFile['booking']>;
  /** A fake WeChat beside Telegram, with answers without limit unless `replies` says so. */
  /** Chats on Telegram with whom it spoke before it was started again. */
  readonly knows?: readonly number[];
  readonly wechat?: { readonly startsChats?: boolean; readonly replies?: number };
};

export const TEST_WEBHOOK = { path: '/telegram/webhook', secret: 'invented-secret-0123' } as const;

/** Long enough never to stand anywhere by chance. */
let lastChat = 5_640_217_000_000;

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const database = options.database ?? (await createTestDatabase());
  const telegram = await startFakeTelegram({ deadlineMs: 15_000 });
  for (const chatId of options.knows ?? []) telegram.knows(chatId);
  const wechat = options.wechat === undefined ? null : await startFakeWechat({ deadlineMs: 15_000 });
  wechat?.login();
  const folder = await mkdtemp(join(tmpdir(), 'xinqiao-world-'));
  // Telegram is told the address before the server listens.
  const webhookPort = options.telegramBy === 'webhook' ? await findFreePort() : null;
  const made = await worldSettings(database, telegram, folder, options.queue ?? 'postgres', webhookPort);
  const settings = {
    ...withNotifiers(made, options),
    environment: {
      ...made.environment,
      telegram: withEmergencyChats(made.environment.telegram, options),
      wechat: wechatSettings(options, wechat),
      canary: { on: options.canary !== undefined, webhook: options.canary?.webhook ?? null },
    },
  };
  const logged: string[] = [];
  const starting = startDatabase(settings.environment, () => undefined);
  const started = await startApp(
    settings,
    options.roles ?? ['web', 'bot', 'worker'],
    recordingLog(logged),
    starting,
  );
  if (!started.ok) throw new Error(started.message);
  const { app } = started;
  // Told by the clock on the wall, whatever the story: only stories about gaps and quiet cases hear of them.
  const untold = ['gaps', 'gap-watch', ...(options.quietCases ? [] : ['quiet-cases'])];
  await database.sql('update xinqiao.rota_task set due_at = null where name = any($1)', [untold]);
  await database.sql(`update xinqiao.drill_plan set kind = 'off', next_at = null`);
  const office = await openOffice(database, settings, app.url);
  await wechat?.waitUntilConnected();
  const people: { expectNothingMore(): void | Promise<void> }[] = [];
  const settle = (): Promise<void> => settled(database);

  const person = (): TelegramPerson => {
    lastChat += 1;
    const one = createTelegramPerson(telegram, lastChat);
    people.push(one);
    return one;
  };

  // Written down for the first time around a jump of the clock, it would look like deafness for as long.
  let awaitsListening = wechat !== null && (options.roles ?? ['bot']).includes('bot');
  const wechatPerson = (): WechatPerson => {
    if (wechat === null) throw new Error('this world has no WeChat');
    lastChat += 1;
    const one = createWechatPerson(wechat, `wxid_${lastChat}`);
    people.push(one);
    return one;
  };
  const webPerson = (): WebPerson => {
    const one = createWebPerson(createVisitor(app.url));
    people.push(one);
    return one;
  };

  return {
    app,
    telegram,
    dataDir: folder,
    get wechat() {
      if (wechat === null) throw new Error('this world has no WeChat');
      return wechat;
    },
    database,
    logged,
    office: office.parts,
    student: person,
    onWechat: wechatPerson,
    onWeb: webPerson,
    async anybody(channel) {
      const student = newcomer(channel, { telegram: person, wechat: wechatPerson, web: webPerson });
      await getsAcquainted(student);
      return student;
    },
    async acquainted() {
      const student = person();
      student.says('/start');
      await student.hears(/我是程序/);
      student.taps('同意并开始');
      await student.hears(/已经记下/, /想做什么/);
      return student;
    },
    visitor: () => createVisitor(app.url),
    async responder(name, roles = ['counsellor'], onCall = true) {
      const one = person();
      const desk = createStaffDesk(office.parts);
      const account = { channel: 'telegram', account: String(one.chatId), notifier: null } as const;
      const added = await desk.add(OPERATOR, { name, roles, accounts: [account], onCall });
      if (!added.ok) throw new Error(`not added: ${added.code}`);
      one.says(added.value.code ?? '');
      await one.hears(/这个账号已经启用/);
      return { ...one, name };
    },
    async addStaff(name, channel, account) {
      const added = await createStaffDesk(office.parts).add(OPERATOR, {
        name,
        roles: ['counsellor'],
        accounts: [{ channel, account, notifier: null }],
        onCall: true,
      });
      if (!added.ok) throw new Error(`not added: ${added.code}`);
      return { code: added.value.code ?? '' };
    },
    async signedIn(name) {
      const desk = createStaffDesk(office.parts);
      const made = await desk.link(OPERATOR, name);
      if (!made.ok) throw new Error(`no link: ${made.code}`);
      const browser = createVisitor(app.url);
      const path = new URL(made.value.link).pathname;
      await browser.open(path);
      await browser.press({ action: path });
      return browser;
    },
    async pass(ms) {
      await settle();
      if (awaitsListening) await until('it to be written down that WeChat listens', () => listens(database));
      awaitsListening = false;
      // A jump of the clock must not look like a minute of silence, or of deafness, or like a start that takes a minute.
      await database.sql(
        `with moved as (update xinqiao.clock set offset_ms = offset_ms + $1),
           heard as (update xinqiao.bot_listening set until = until + $1 * interval '1 ms')
         update xinqiao.part_state set told_at = told_at + $1 * interval '1 ms',
           ready_at = ready_at + case when state in ('ready', 'starting') then $1 else 0 end * interval '1 ms',
           since = since + case when state = 'starting' then $1 else 0 end * interval '1 ms'`,
        [ms],
      );
      await settle();
    },
    settle,
    async close() {
      await settle();
      for (const one of people) await one.expectNothingMore();
      await app.stop();
      await office.close();
      await telegram.close();
      await wechat?.close();
      if (!options.database) await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Arrivals = {
  readonly telegram: () => TelegramPerson;
  readonly wechat: () => WechatPerson;
  readonly web: () => WebPerson;
};

function newcomer(channel: TestChannel, arrive: Arrivals): Anybody {
  switch (channel) {
    case 'telegram':
      return onTelegram(arrive.telegram());
    case 'wechat':
      return onWechat(arrive.wechat());
    case 'web':
      return onWeb(arrive.web());
  }
}

let read: ReturnType<typeof readConfig> | null = null;

/** Once a test file: compiling the keyword rules takes longer than everything else. */
function sharedConfig(): ReturnType<typeof readConfig> {
  read ??= readConfig(CONFIG_FOLDER, false);
  return read;
}

async function worldSettings(
  database: TestDatabase,
  telegram: FakeTelegram,
  folder: string,
  queue: 'postgres' | 'redis',
  webhookPort: number | null,
): Promise<Settings> {
  const config = await sharedConfig();
  const masterKey = readMasterKey(TEST_MASTER_KEY);
  if (!config.ok || masterKey === null) throw new Error('config/ cannot be read');
  return {
    config: config.config,
    masterKey,
    masterKeyFile: null,
    masterKeyMade: false,
    notifiers: [],
    emergency: null,
    environment: {
      port: webhookPort ?? 0,
      host: '127.0.0.1',
      publicUrl: null,
      dataDir: folder,
      databaseUrl: database.url,
      redisUrl: queue === 'redis' ? inject('redisUrl') : null,
      telegram: { token: telegram.token, apiRoot: telegram.apiRoot, webhook: webhookAt(webhookPort) },
      wechat: null,
      masterKey,
      masterKeyFile: null,
    },
  };
}

/** Without a pace: stories are not timed. */
function wechatSettings({ wechat: options }: WorldOptions, wechat: FakeWechat | null): WechatSettings | null {
  if (wechat === null || options === undefined) return null;
  const { startsChats = false, replies = 0 } = options;
  return {
    puppet: wechat.puppet,
    options: { ...wechat.puppetOptions, tls: { disable: false } },
    name: 'test-wechat',
    startsChats,
    replies: replies === 0 ? null : { count: replies, withinMs: 48 * 3_600_000 },
    pace: { everyMs: 0, jitterMs: 0, perMinute: 100_000 },
  };
}

const QUIET = { dayBefore: false, hourBefore: false, daySheetAt: null } as const;

const NOTHING_FIRST: FirstVisitSettings = { consent: false, form: false, identity: { required: false } };

function withNotifiers(
  settings: Settings,
  { notifiers = [], escalation, firstVisit = NOTHING_FIRST, reminders, booking }: WorldOptions,
): Settings {
  const { config } = settings;
  const said = { ...config.centre.reminders, ...QUIET, ...reminders };
  const centre = {
    ...config.centre,
    firstVisit,
    reminders: said,
    booking: { ...config.centre.booking, ...booking },
  };
  const calendar = booking === undefined ? config.calendar : { ...config.calendar, terms: [] };
  return {
    ...settings,
    config: {
      ...config,
      centre,
      calendar,
      escalation: escalation ? escalation(config.escalation) : config.escalation,
    },
    notifiers: notifiersSchema.parse({ notifiers }).notifiers,
  };
}

function withEmergencyChats(
  telegram: TelegramSettings | null,
  { emergencyChats }: WorldOptions,
): TelegramSettings | null {
  if (telegram === null || emergencyChats === undefined) return telegram;
  return { ...telegram, emergencyChats: emergencyChats.map(String) };
}

function webhookAt(port: number | null): { url: string; secret: string } | null {
  const { path, secret } = TEST_WEBHOOK;
  return port === null ? null : { url: `http://127.0.0.1:${port}${path}`, secret };
}

function recordingLog(logged: string[]): Logger {
  const record = (level: string) => (event: string, fields?: LogFields) => {
    logged.push(JSON.stringify({ level, event, ...fields }));
  };
  return { info: record('info'), warn: record('warn'), error: record('error') };
}

async function listens(database: TestDatabase): Promise<boolean> {
  const rows = await database.sql(`select from xinqiao.bot_listening where channel = 'wechat'`);
  return rows.length > 0;
}

/** Nothing waits for a turn, a delivery, a digest or a step at this moment. */
async function settled(database: TestDatabase): Promise<void> {
  await until('everything that is due to be done', async () => {
    const [row] = await database.sql<{ open: number }>(`
      select (
        (select count(*) from xinqiao.incoming where status = 'stored' and try_at <= xinqiao.app_now() and channel <> 'sink')
        + (select count(*) from xinqiao.outgoing
           where (status in ('due', 'sending') or (status = 'unknown' and lane in ('crisis', 'conversation')))
             and held_for is null
             and address_id not in (select id from xinqiao.address where channel = 'sink')
             and not_before <= xinqiao.app_now()
             and not exists (
               select from xinqiao.outgoing as first
               where first.address_id = outgoing.address_id and first.lane = outgoing.lane
                 and first.seq < outgoing.seq and first.held_for is null
                 and first.status in ('due', 'unknown') and first.not_before > xinqiao.app_now()))
        + (select count(*) from xinqiao.handoff_case
           where channel <> 'sink' and (wake_at <= xinqiao.app_now() or tell_at <= xinqiao.app_now()))
        + (select count(*) from xinqiao.digest where due_at <= xinqiao.app_now())
        + (select count(*) from xinqiao.notifier_digest where due_at <= xinqiao.app_now())
        + (select count(*) from xinqiao.rota_task where due_at <= xinqiao.app_now())
        + (select count(*) from xinqiao.follow_up where wake_at <= xinqiao.app_now() or greet_at <= xinqiao.app_now())
        + (select count(*) from xinqiao.appointment_reminder where settled_at is null and due_at <= xinqiao.app_now())
        + (select count(*) from xinqiao.change_offer where next_at <= xinqiao.app_now())
        + (select count(*) from xinqiao.slot_offer as o
           where (told_at is null and (outcome is not null
               -- At night nobody is asked, nor whoever has it in hand already.
               or ((xinqiao.app_now() at time zone 'Asia/Shanghai')::time between '08:00' and '21:29:59'
                 and not exists (
                   select from xinqiao.appointment as a
                   where a.staff_id = o.staff_id and a.during = o.during
                     and a.status = 'held' and a.held_until > xinqiao.app_now()))))
           or (outcome is null and expires_at <= xinqiao.app_now()) or (outcome is not null and end_told_at is null))
        + (select count(*) from xinqiao.same_day_offer where outcome is null and expires_at <= xinqiao.app_now())
        + (select count(*) from xinqiao.case_request where status = 'offered' and expires_at <= xinqiao.app_now())
      )::int as open`);
    return row?.open === 0;
  });
}
