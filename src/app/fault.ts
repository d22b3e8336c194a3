import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createVault } from '../access/vault.ts';
import { createTelegramChannel } from '../bots/telegram/telegram-channel.ts';
import { createLoneListener } from '../conversation/delivery/listen-alone.ts';
import type { OfficeParts } from '../conversation/desks/people/staff-office.ts';
import { createDirectPages, type EmergencyAddress } from '../conversation/fault/direct-pages.ts';
import { createFaultEnd } from '../conversation/fault/end-fault.ts';
import { createFaultDesk, type FaultDesk } from '../conversation/fault/fault-desk.ts';
import { createFaultWatch, type FaultWatch } from '../conversation/fault/fault-watch.ts';
import { type GuardedReceive, guardReceive } from '../conversation/fault/receive.ts';
import { storeSpooled } from '../conversation/fault/store-spooled.ts';
import { asReceive, createIntake } from '../conversation/intake.ts';
import type { LeaseStore } from '../conversation/ports/process-store.ts';
import type { Channel, Incoming, Receive } from '../core/channel.ts';
import type { Logger } from '../core/log.ts';
import { createNotifier } from '../notifiers/create-notifier.ts';
import { emergencyRecipients } from '../notifiers/recipients.ts';
import { wallClock } from '../notifiers/wall-clock.ts';
import type { WebSessionStore } from '../people/web-session.ts';
import type { Settings } from '../settings.ts';
import { openSpoolFolder } from '../spool/disk.ts';
import { createFileSpool } from '../spool/file-spool.ts';
import { probeDatabase } from '../storage/probe-database.ts';
import { every } from './every.ts';
import { oneAfterAnother } from './one-after-another.ts';
import { newSecret, newTag, random } from './random.ts';
import { waitAtMost } from './wait-at-most.ts';

/** What waits in the spool is looked for so often, in ms. */
const LOOK_MS = 2_000;
/** After records that the database did not take, in ms. */
const LEFT_MS = 15_000;
const LEASE = 'spool';
const LEASE_MS = 30_000;
const PROBE_MS = 1_000;
/** How long what comes in waits behind what is taken over, in ms. */
const ORDER_MS = 10_000;

/** A database that answers, and what is made from it. */
export type FaultBase = {
  readonly url: string;
  readonly office: OfficeParts;
  readonly leases: LeaseStore;
  readonly sessions: Pick<WebSessionStore, 'find' | 'create'>;
  readonly holder: string;
};

export type Fault = {
  readonly watch: FaultWatch;
  readonly desk: FaultDesk;
  readonly receive: GuardedReceive;
  /** Whether anybody would be called. */
  readonly reachesPeople: boolean;
  /** There is no database at the start: bots are listened to without one. */
  beginWithout(): Promise<void>;
  /** There is a database from now on: what waits is taken over, now and whenever something waits. */
  attach(base: FaultBase): Promise<void>;
  stop(): Promise<void>;
};

/** Everything that works while no database can be reached. */
export function createFault(settings: Settings, channels: readonly Channel[], log: Logger): Fault {
  const { environment, config } = settings;
  const vault = createVault(settings.masterKey, (bytes) => Buffer.from(newSecret(bytes), 'base64url'));
  const disk = openSpoolFolder(join(environment.dataDir, 'spool'));
  const spool = createFileSpool({ disk, vault, newTag, log });
  const shipped = { contents: config.contents, screener: config.shipped.screener };
  const speakers = withTelegram(settings, channels, log);
  const nowMs = (): number => wallClock().getTime();
  let base: FaultBase | null = null;
  let intake: Receive | null = null;
  const givenUp = new WeakSet<Incoming>();

  const centre = () => base?.office.centre() ?? shipped;
  const pages = createDirectPages({
    addresses: emergencyAddresses(settings, speakers, log),
    contents: () => centre().contents,
    publicUrl: environment.publicUrl ?? '',
    nowMs,
    log,
  });
  const desk = createFaultDesk({
    spool,
    pages,
    centre,
    nowMs,
    pause: (ms) => pause(ms, undefined, { ref: false }),
    log,
    async send({ channel, bot, from }, message) {
      const speaker = speakers.find((one) => one.name === channel && one.bot === bot);
      return speaker?.send(from, message) ?? { kind: 'permanent', code: 'rejected' };
    },
  });

  let notBefore = 0;
  const takeOver = oneAfterAnother(async () => {
    if (base === null || (await spool.isEmpty())) return;
    const { office, leases, sessions, holder } = base;
    if ((await leases.take(LEASE, holder, LEASE_MS)) === null) return;
    const { taken, left, damaged } = await spool.takeOver((record) => storeSpooled(office, sessions, record));
    await leases.release(LEASE, holder);
    notBefore = left > 0 ? performance.now() + LEFT_MS : 0;
    if (taken + left > 0) log.info('spool.taken-over', { taken, left });
    if (damaged > 0) await pages.tellDamage(damaged);
  });

  const watch = createFaultWatch({
    probe: createProbe(() => base),
    async onBack() {
      renewIntake();
      await end.onBack();
    },
    pause: (ms) => pause(ms, undefined, { ref: false }),
    clock: () => performance.now(),
    log,
  });
  const end = createFaultEnd({
    pages,
    desk,
    spool,
    isDown: watch.isDown,
    takeOver,
    // So that what a student says next does not overtake it; what takes longer is gone on with beside.
    takeOverSoon: () => waitAtMost(ORDER_MS, takeOver()),
  });
  /** One that hung may hang on: what comes in now does not wait behind it. */
  const renewIntake = (): void => {
    intake = base === null ? null : asReceive(createIntake(base.office, (incoming) => givenUp.has(incoming)));
  };
  const receive = guardReceive({
    intake: () => intake,
    watch,
    desk,
    log,
    giveUp(incoming) {
      givenUp.add(incoming);
      renewIntake();
    },
  });

  const rounds: { stop(): Promise<void> }[] = [];
  let alone: { stop(): Promise<void> } | null = null;

  return {
    watch,
    desk,
    receive,
    reachesPeople: pages.reachesPeople(),
    async beginWithout() {
      watch.beginDown();
      const waiting = await spool.waiting().catch(() => []);
      for (const { level, atMs } of waiting) if (level !== 'ordinary') pages.add(level, atMs, true);
      const listeners = channels.map((channel) =>
        createLoneListener(channel, receive.orKeep, () => performance.now(), random),
      );
      alone = every(LOOK_MS, 'bots-alone', log, () => Promise.all(listeners.map((one) => one.look())));
    },
    async attach(given) {
      await alone?.stop();
      base = given;
      renewIntake();
      rounds.push(
        every(LOOK_MS, 'spool', log, async () => {
          if (!watch.isDown() && performance.now() >= notBefore) await end.look();
        }),
      );
    },
    async stop() {
      pages.stop();
      await alone?.stop();
      for (const round of rounds) await round.stop();
      await watch.stop();
      await Promise.all(channels.map((channel) => channel.stop()));
      await desk.settle();
    },
  };
}

/** A process without the bot's connection may still have to answer: what a webhook brings comes to any. */
function withTelegram(
  { environment: { telegram } }: Settings,
  channels: readonly Channel[],
  log: Logger,
): readonly Channel[] {
  if (telegram === null || channels.some(({ name }) => name === 'telegram')) return channels;
  return [...channels, createTelegramChannel({ ...telegram, log })];
}

function emergencyAddresses(
  { environment, notifiers, emergency }: Settings,
  speakers: readonly Channel[],
  log: Logger,
): EmergencyAddress[] {
  const bot = speakers.find(({ name }) => name === 'telegram');
  const chats = environment.telegram?.emergencyChats ?? [];
  return [
    ...emergencyRecipients(notifiers, emergency).map(({ settings, account }) => ({
      channel: createNotifier(settings, { log }),
      account,
    })),
    ...(bot === undefined ? [] : chats.map((account) => ({ channel: bot, account }))),
  ];
}

/** A question that hangs is not asked twice: then a connection of its own tells whether the database is there. */
function createProbe(base: () => FaultBase | null): () => Promise<boolean> {
  let asking = false;
  const ask = async ({ office }: FaultBase): Promise<boolean> => {
    asking = true;
    try {
      await office.transactions.run((stores) => stores.now());
      return true;
    } catch {
      return false;
    } finally {
      asking = false;
    }
  };
  return async () => {
    const now = base();
    if (now === null) return false;
    if (asking) return (await probeDatabase(now.url)) === null;
    return Promise.race([ask(now), pause(PROBE_MS, false, { ref: false })]);
  };
}
