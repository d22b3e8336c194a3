import { Hono } from 'hono';
import { createBotAddress } from '../bots/telegram/bot-address.ts';
import type { WebChannel } from '../bots/web/web-channel.ts';
import { createConsole } from '../console/create-console.tsx';
import { createActivityDesk } from '../conversation/desks/activities/activity-office.ts';
import { createAvailabilityDesk } from '../conversation/desks/booking/availability-office.ts';
import { createCalendarFeedDesk } from '../conversation/desks/booking/calendar-feed-desk.ts';
import { createChangeDesk } from '../conversation/desks/booking/change-office.ts';
import { createDeskBookingDesk } from '../conversation/desks/booking/desk-booking-office.ts';
import { createWaitingListDesk } from '../conversation/desks/booking/waiting-list-desk.ts';
import { createCampaignDesk } from '../conversation/desks/campaigns/campaign-office.ts';
import { createCaseToolDesk } from '../conversation/desks/cases/case-tool-desk.ts';
import { createClosingDesk } from '../conversation/desks/cases/closing-desk.ts';
import { createCaseDesk, createReviewDesk } from '../conversation/desks/cases/create-desks.ts';
import { createCrisisReportDesk } from '../conversation/desks/cases/crisis-report-desk.ts';
import { createFollowUpDesk } from '../conversation/desks/cases/follow-up-office.ts';
import { createGlassDesk } from '../conversation/desks/cases/glass-desk.ts';
import { createHandOverDesk } from '../conversation/desks/cases/hand-over-desk.ts';
import { createIdentityDesk } from '../conversation/desks/cases/identity-desk.ts';
import { createInformingDesk } from '../conversation/desks/cases/informing-desk.ts';
import { createMarkDesk } from '../conversation/desks/cases/mark-office.ts';
import { createWatchDesk } from '../conversation/desks/cases/watch-desk.ts';
import { createContentDesk } from '../conversation/desks/content-office.ts';
import { createDrillDesk } from '../conversation/desks/duty/drill-desk.ts';
import { createPolicyDesk } from '../conversation/desks/duty/policy-desk.ts';
import { createRotaFileDesk } from '../conversation/desks/duty/rota-file-desk.ts';
import { createRotaDesk } from '../conversation/desks/duty/rota-office.ts';
import { createNotifierDesk } from '../conversation/desks/notifier-desk.ts';
import { createIntakeDesk } from '../conversation/desks/people/intake-desk.ts';
import { createRosterDesk } from '../conversation/desks/people/roster-desk.ts';
import { createStaffDesk, type OfficeParts } from '../conversation/desks/people/staff-office.ts';
import { createRuleDesk } from '../conversation/desks/rules/rule-office.ts';
import { createReferralDesk } from '../conversation/desks/sessions/referral-desk.ts';
import { createReferralPlaceDesk } from '../conversation/desks/sessions/referral-place-desk.ts';
import { createSessionDesk } from '../conversation/desks/sessions/session-office.ts';
import { createWorkloadDesk } from '../conversation/desks/sessions/workload-desk.ts';
import type { WakeHandlers } from '../conversation/ports/wake-queue.ts';
import { createBookingPageDesk } from '../conversation/student/booking-page.ts';
import { createContinueDesk } from '../conversation/student/continue-link.ts';
import { createPresenceDesk } from '../conversation/student/presence.ts';
import type { ChangeFeed } from '../core/change-feed.ts';
import type { Logger } from '../core/log.ts';
import { describeError } from '../core/log.ts';
import { explainMatch } from '../keywords/window.ts';
import type { Config } from '../settings/config-folder.ts';
import type { Environment } from '../settings/environment.ts';
import { PUBLIC_FOLDER } from '../settings.ts';
import { createSite } from '../site/create-site.ts';
import { loadStaticFiles } from '../site/static-files.ts';
import { createPostgresBotStore } from '../storage/conversation/postgres-bot-store.ts';
import { createPostgresTimelineStore } from '../storage/conversation/postgres-timeline-store.ts';
import type { OpenStore } from '../storage/open-store.ts';
import { createPostgresWebSessionStore } from '../storage/people/postgres-web-session-store.ts';
import { createPostgresClock } from '../storage/postgres-clock.ts';
import { createAppointmentDesk } from './appointment-desk.ts';
import { createAuditDesk } from './audit-desk.ts';
import { createBotLoginDesk } from './bot-login-desk.ts';
import { type CoreParts, firstCentre } from './core-parts.ts';
import type { Fault } from './fault.ts';
import type { Front } from './front.ts';
import { createHealth } from './health.ts';
import { createKeepUpload } from './keep-upload.ts';
import { createMediaDesk } from './media-desk.ts';
import { createPictureEncoder } from './media-pictures.ts';
import { newId, newSecret } from './random.ts';
import { readReportFont } from './report-font.ts';
import { createRetentionDesk } from './retention-desk.ts';
import type { Status } from './status.ts';
import { createTelegramDoor, mountTelegramDoor, type TelegramDoor } from './telegram-door.ts';
import { waitAtMost } from './wait-at-most.ts';

/** A browser waits this long for its answer before it gets the page as it stands, in ms. */
const SETTLE_MS = 2_000;

export type WebServerParts = {
  readonly environment: Environment;
  readonly config: Config;
  readonly store: OpenStore;
  readonly core: CoreParts;
  readonly office: OfficeParts;
  readonly changes: ChangeFeed;
  readonly web: WebChannel;
  readonly handlers: WakeHandlers;
  readonly status: () => Promise<Status>;
  readonly isReady: () => boolean;
  readonly log: Logger;
  /** What takes words while the database is away. */
  readonly fault?: Pick<Fault, 'watch' | 'desk'>;
};

export type WebServer =
  | { readonly ok: true; readonly url: string; stop(): Promise<void> }
  | { readonly ok: false; readonly message: string };

/** The student's page, the console and the health pages on one port. */
export async function startWebServer(
  parts: WebServerParts & { readonly fault: Fault },
  front: Front,
): Promise<WebServer> {
  const { environment, fault, log } = parts;
  const telegram = createTelegramDoor(environment, fault.receive.orKeep, log);
  const app = createPages(parts, telegram);
  const opened = await front.open(app.fetch);
  if (!opened.ok) return opened;
  return {
    ok: true,
    url: opened.url,
    async stop() {
      // What Telegram has just posted is answered; what comes later is posted again.
      if (telegram !== null) await waitAtMost(SETTLE_MS, telegram.door.stop());
      await front.stop();
    },
  };
}

export function createPages(parts: WebServerParts, telegram: TelegramDoor | null): Hono {
  const { store, core, office, changes, web, config, log, fault } = parts;
  const files = loadStaticFiles(PUBLIC_FOLDER);
  const clock = createPostgresClock(store.db);
  const timeline = createPostgresTimelineStore(store.db, store.keys);
  const secureCookies = parts.environment.publicUrl?.startsWith('https:') ?? false;
  const shared = { changes, clock, secureCookies, secret: newSecret, log };
  const feeds = createCalendarFeedDesk(office);
  const site = createSite({
    ...shared,
    files,
    timeline,
    upload: createKeepUpload(core.transactions),
    picture: (id) => core.transactions.read((stores) => stores.media.read(id)),
    receive: web.receive,
    ...(fault === undefined ? {} : { fault: { isDown: fault.watch.isDown, take: fault.desk.take } }),
    settle: (addressId) => settle(parts, addressId),
    feed: (secret) => feeds.read(secret),
    continuing: createContinueDesk(office),
    presence: createPresenceDesk(office),
    booking: createBookingPageDesk(office),
    activity: (code) => core.transactions.read(({ activities }) => activities.byCode(code)),
    sessions: createPostgresWebSessionStore(store.db, store.keys, newId),
    texts: (language) => core.centre().contents[language].site,
    hotlines: (language) => core.centre().contents[language].hotlines,
    status: parts.status,
  });
  const console = createConsole({
    ...shared,
    newId,
    cases: createCaseDesk(office, timeline),
    review: createReviewDesk(office),
    marks: createMarkDesk(office),
    media: createMediaDesk(office, createPictureEncoder(log)),
    staff: createStaffDesk(office),
    rota: createRotaDesk(office),
    policy: createPolicyDesk(office),
    rotaFile: createRotaFileDesk(office, firstCentre(config)),
    handOvers: createHandOverDesk(office),
    tools: createCaseToolDesk(office),
    toolTexts: () => core.centre().contents.zh.tools,
    closing: createClosingDesk(office),
    informing: createInformingDesk(office, timeline),
    followUps: createFollowUpDesk(office),
    crisisReports: createCrisisReportDesk(office, timeline),
    reportFont: readReportFont,
    identity: createIdentityDesk(office),
    glasses: createGlassDesk(office, timeline),
    watches: createWatchDesk(office),
    drills: createDrillDesk(office),
    signIn: core.signIn,
    appointments: createAppointmentDesk(office),
    sessions: createSessionDesk(office),
    referrals: createReferralDesk(office),
    referralPlaces: createReferralPlaceDesk(office, core.overrides, config.referralPlaces),
    workloads: createWorkloadDesk(office),
    availability: createAvailabilityDesk(office),
    waitingList: createWaitingListDesk(office),
    calendarFeeds: feeds,
    appointmentChanges: createChangeDesk(office),
    deskBookings: createDeskBookingDesk(office),
    roster: createRosterDesk(office),
    intakes: createIntakeDesk(office),
    content: createContentDesk(office, core.overrides, config.contents),
    rules: createRuleDesk({
      parts: office,
      centreRules: core.centreRules,
      shipped: config.shipped,
    }),
    campaigns: createCampaignDesk(office),
    activities: createActivityDesk(office),
    telegramAddress: telegramAddressOf(parts.environment),
    audit: createAuditDesk(office, store.auditChain),
    retention: createRetentionDesk(office, store.retention),
    botLogins: createBotLoginDesk(office, createPostgresBotStore(store.db, store.keys)),
    notifiers: createNotifierDesk(office),
    status: parts.status,
    assetUrl: files.url,
    ruleExplanation: (rule) => explainMatch(core.centre().screener, rule)?.why ?? '',
  });
  const app = new Hono();
  mountTelegramDoor(app, telegram);
  app.route(
    '/',
    createHealth(async () => (fault?.watch.isDown() ? away() : parts.isReady() ? parts.status() : null)),
  );
  app.route('/console', console);
  app.route('/', site);
  app.onError((error, c) => {
    log.error('web.failed', describeError(error));
    return c.text(
      '程序刚才卡了一下。着急请打 120、110 或 12356。 Something went wrong. If it is urgent, call 120, 110 or 12356.',
      500,
    );
  });
  return app;
}

const telegramAddressOf = ({ telegram }: Environment): (() => Promise<string | null>) =>
  telegram === null ? async () => null : createBotAddress(telegram, () => performance.now());

/** Said at once: asking a database that hangs takes as long as a question may take. */
async function away(): Promise<never> {
  throw new Error('the database is away');
}

/** Handles what waits for this address now, so that a page without scripts shows the answer at once. */
async function settle(parts: WebServerParts, addressId: string): Promise<void> {
  const work = async (): Promise<void> => {
    await parts.handlers.turn(addressId);
    const due = await parts.core.transactions.run(async (stores) =>
      stores.outgoing.dueOf(addressId, await stores.now()),
    );
    for (const id of due) await parts.handlers.delivery(id);
  };
  await waitAtMost(
    SETTLE_MS,
    work().catch((error: unknown) => parts.log.error('web.not-settled', describeError(error))),
  );
}
