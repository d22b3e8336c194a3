/** The composition root: the only place where the parts of a running program are put together. */
import { hostname } from 'node:os';
import { createVault } from './access/vault.ts';
import { createCoreParts, fillEmptyDatabase } from './app/core-parts.ts';
import type { DatabaseOutcome } from './app/database.ts';
import { every } from './app/every.ts';
import { newCode, newId, newSecret, newTag } from './app/random.ts';
import { readStatus, type Switch } from './app/status.ts';
import { TELEGRAM_COMMANDS } from './app/telegram-commands.ts';
import { startWebServer, type WebServer } from './app/web-server.ts';
import { createTelegramChannel } from './bots/telegram/telegram-channel.ts';
import { createWebChannel } from './bots/web/web-channel.ts';
import { deliver, type Voice, type Voices } from './conversation/deliver.ts';
import { escalate } from './conversation/escalation.ts';
import { asReceive, createIntake } from './conversation/intake.ts';
import { type BotKeeper, keepBot } from './conversation/keep-bot.ts';
import { inScope } from './conversation/scope.ts';
import { FIRST_ADMINISTRATOR } from './conversation/seed-centre.ts';
import { issueLink, type OfficeParts } from './conversation/staff-office.ts';
import { sweep } from './conversation/sweep.ts';
import { takeTurns } from './conversation/turns.ts';
import type { WakeHandlers } from './conversation/wake-queue.ts';
import type { Channel, ChannelName } from './core/channel.ts';
import { describeError, type Logger } from './core/log.ts';
import { createBullQueue } from './queue/bull-queue.ts';
import { MIGRATIONS_FOLDER, type Settings } from './settings.ts';
import { foreignKeys, migrateAndOpen } from './storage/open-store.ts';
import { startPostgresChangeFeed } from './storage/postgres-change-feed.ts';
import { createPostgresLeaseStore } from './storage/postgres-lease-store.ts';
import { createPostgresPartStore } from './storage/postgres-part-store.ts';
import { tidy } from './storage/tidy.ts';

/** Which parts this process runs; `npm start` runs them all. */
export type ProcessRole = 'web' | 'bot' | 'worker';

export type App = {
  /** Where the student's page is. */
  readonly url: string;
  /** A one-time sign-in link for the first administrator; null once somebody else administers. */
  readonly administratorLink: string | null;
  readonly switches: readonly Switch[];
  readonly notes: readonly string[];
  /** Ends in good order, the database last. */
  stop(): Promise<void>;
};

export type StartOutcome =
  | { readonly ok: true; readonly app: App }
  | { readonly ok: false; readonly message: string };

/** A sweep every second decides from the rows; what has only just become due is left to the queue, in ms. */
const SWEEP_MS = 1_000;
const SWEEP_GRACE_MS = 300;
const HEARTBEAT_MS = 5_000;
const TIDY_MS = 3_600_000;
const AUDIT_MS = 1_000;
const AUDIT_ROUND = 1_000;

/** @param starting the database, which may already be on its way; ended with the app, also when the app cannot start */
export async function startApp(
  settings: Settings,
  roles: readonly ProcessRole[],
  log: Logger,
  starting: Promise<DatabaseOutcome>,
): Promise<StartOutcome> {
  const { environment, config } = settings;
  const started = await starting;
  if (!started.ok) return started;
  const { database } = started;
  const vault = createVault(settings.masterKey, (bytes) => Buffer.from(newSecret(bytes), 'base64url'));
  const opening = migrateAndOpen(database.url, MIGRATIONS_FOLDER, vault, newId, log);
  const store = await opening.catch(async (error: unknown) => {
    await database.stop();
    throw error;
  });
  const foreign = await foreignKeys(store.db, settings.masterKey.kid);
  if (foreign.length > 0) {
    await store.close();
    await database.stop();
    return { ok: false, message: wrongKey(settings, foreign) };
  }
  await fillEmptyDatabase(store, config);

  const core = await createCoreParts(store, vault, config);
  const changes = await startPostgresChangeFeed(store.db, database.url, log);
  const unfollow = changes.follow(['override'], null, () => {
    core.refreshCentre().catch((error: unknown) => log.warn('centre.not-refreshed', describeError(error)));
  });
  const backend =
    environment.redisUrl === null
      ? { kind: 'postgres' as const, url: database.url }
      : { kind: 'redis' as const, url: environment.redisUrl };
  const queue = createBullQueue({ backend, log });
  let url = environment.publicUrl ?? '';
  const parts: OfficeParts = {
    ...core,
    queue,
    newId,
    newTag,
    newCode,
    newSecret: () => newSecret(32),
    get publicUrl() {
      return url;
    },
    log,
  };

  const holder = `${hostname()}:${process.pid}:${newTag()}`;
  const web = createWebChannel();
  const receive = asReceive(createIntake(parts));
  const leases = createPostgresLeaseStore(store.db);
  if (database.ours) await leases.releaseAll();
  const keepers = new Map<ChannelName, BotKeeper>();
  const telegram = roles.includes('bot') ? createTelegram(settings, log) : null;
  if (telegram !== null) {
    const keeper = keepBot({
      channel: telegram,
      leases,
      transactions: core.transactions,
      receive,
      holder,
      log,
    });
    keepers.set('telegram', keeper);
  }
  const webVoice: Voice = { channel: web, claimedBy: holder, lease: null };
  const voices: Voices = (channel, bot) => {
    if (channel === 'web') return webVoice;
    const voice = keepers.get(channel)?.voice() ?? null;
    return voice !== null && voice.channel.bot === bot ? voice : null;
  };
  const handlers: WakeHandlers = {
    turn: (addressId) => takeTurns(parts, addressId),
    delivery: (outgoingId) => deliver(parts, voices, outgoingId),
    escalation: (wakeId) => inScope(parts, (scope) => escalate(scope, wakeId)),
  };
  await web.start(receive);

  const partStore = createPostgresPartStore(store.db);
  const switches: Switch[] = [
    { name: 'telegram', on: environment.telegram !== null, variable: 'TELEGRAM_BOT_TOKEN' },
    { name: 'wechat', on: false, variable: 'WECHATY_PUPPET' },
    { name: 'redis', on: environment.redisUrl !== null, variable: 'REDIS_URL' },
    { name: 'external PostgreSQL', on: environment.databaseUrl !== null, variable: 'DATABASE_URL' },
  ];
  let swept = false;
  const status = () => readStatus(core.transactions, partStore, switches);

  let server: WebServer | null = null;
  if (roles.includes('web')) {
    server = await startWebServer({
      environment,
      config,
      store,
      core,
      office: parts,
      changes,
      web,
      handlers,
      status,
      isReady: () => swept,
      log,
    });
    if (!server.ok) {
      await changes.stop();
      await queue.close();
      for (const keeper of keepers.values()) await keeper.stop();
      await store.close();
      await database.stop();
      return { ok: false, message: server.message };
    }
    url = environment.publicUrl ?? server.url;
  }

  if (roles.includes('worker') || roles.includes('bot')) await queue.startWorkers(handlers);
  const sweptChannels = (): ChannelName[] => ['web', ...keepers.keys()];
  const rounds = [
    every(SWEEP_MS, 'sweep', log, async () => {
      await sweep(parts, handlers, sweptChannels(), SWEEP_GRACE_MS);
      swept = true;
    }),
    every(TIDY_MS, 'tidy', log, () => tidy(store.db)),
    every(AUDIT_MS, 'audit', log, () => store.auditChain.extend(AUDIT_ROUND)),
    every(HEARTBEAT_MS, 'parts', log, async () => {
      await partStore.tell('queue', queue.state().state, queue.state().code);
      if (server?.ok) await partStore.tell('web', web.state().state, web.state().code, url);
      if (telegram !== null) await tellTelegram(telegram, keepers.get('telegram'));
    }),
  ];
  const tellTelegram = async (channel: Channel, keeper: BotKeeper | undefined): Promise<void> => {
    // Whoever does not hold the bot knows nothing of it.
    if (keeper?.voice()) await partStore.tell('telegram', channel.state().state, channel.state().code);
  };

  return {
    ok: true,
    app: {
      url,
      administratorLink: await firstLink(parts),
      switches,
      notes: database.notes,
      async stop() {
        if (server?.ok) await server.stop();
        for (const keeper of keepers.values()) await keeper.stop();
        await web.stop();
        for (const round of rounds) await round.stop();
        await queue.close();
        unfollow();
        await changes.stop();
        await store.close();
        await database.stop();
      },
    },
  };
}

function createTelegram(settings: Settings, log: Logger): Channel | null {
  const { telegram } = settings.environment;
  if (telegram === null) return null;
  return createTelegramChannel({
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    commands: TELEGRAM_COMMANDS,
    log,
  });
}

/** Until another administrator exists, each start offers the first one a way in. */
async function firstLink(parts: OfficeParts): Promise<string | null> {
  const members = await inScope(parts, (scope) => scope.stores.staff.list());
  const administrators = members.filter(
    (member) => member.roles.includes('administrator') && member.disabledAt === null,
  );
  const first = administrators.find((member) => member.name === FIRST_ADMINISTRATOR);
  return first === undefined ? null : issueLink(parts, first.id);
}

const wrongKey = (settings: Settings, foreign: readonly string[]): string =>
  `The database was sealed with another master key (${foreign.join(', ')}) than ${
    settings.masterKeyFile ?? 'XINQIAO_MASTER_KEY'
  } (${settings.masterKey.kid}). Give the right one in XINQIAO_MASTER_KEY_FILE: without it nothing can be opened.`;
