import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { WebChannel } from '../bots/web/web-channel.ts';
import { createConsole } from '../console/create-console.tsx';
import { createContentDesk } from '../conversation/desks/content-office.ts';
import { createCaseDesk, createReviewDesk } from '../conversation/desks/create-desks.ts';
import { createStaffDesk, type OfficeParts } from '../conversation/desks/staff-office.ts';
import type { WakeHandlers } from '../conversation/ports/wake-queue.ts';
import type { ChangeFeed } from '../core/change-feed.ts';
import type { Logger } from '../core/log.ts';
import { describeError } from '../core/log.ts';
import type { Config } from '../settings/config-folder.ts';
import type { Environment } from '../settings/environment.ts';
import { PUBLIC_FOLDER } from '../settings.ts';
import { createSite } from '../site/create-site.ts';
import { loadStaticFiles } from '../site/static-files.ts';
import { createPostgresTimelineStore } from '../storage/conversation/postgres-timeline-store.ts';
import type { OpenStore } from '../storage/open-store.ts';
import { createPostgresWebSessionStore } from '../storage/people/postgres-web-session-store.ts';
import { createPostgresClock } from '../storage/postgres-clock.ts';
import { createAppointmentDesk } from './appointment-desk.ts';
import { createAuditDesk } from './audit-desk.ts';
import type { CoreParts } from './core-parts.ts';
import { createHealth } from './health.ts';
import { newId, newSecret } from './random.ts';
import type { Status } from './status.ts';
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
};

export type WebServer =
  | { readonly ok: true; readonly url: string; stop(): Promise<void> }
  | { readonly ok: false; readonly message: string };

/** The student's page, the console and the health pages on one port. */
export async function startWebServer(parts: WebServerParts): Promise<WebServer> {
  const app = createPages(parts);
  const server = createServer(getRequestListener(app.fetch));
  const { host, port } = parts.environment;
  const failure = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    server.once('error', resolve);
    server.listen(port, host, () => resolve(null));
  });
  if (failure !== null) {
    const message = `PORT and HOST: found ${host}:${port}, which cannot be listened on (${failure.code}), expected a free port.`;
    return { ok: false, message };
  }
  const address = server.address();
  const opened = typeof address === 'object' && address !== null ? address.port : port;
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return {
    ok: true,
    url: `http://${shown}:${opened}`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      // Event streams never end by themselves.
      server.closeAllConnections();
      await closed;
    },
  };
}

export function createPages(parts: WebServerParts): Hono {
  const { store, core, office, changes, web, config, log } = parts;
  const files = loadStaticFiles(PUBLIC_FOLDER);
  const clock = createPostgresClock(store.db);
  const timeline = createPostgresTimelineStore(store.db, store.keys);
  const secureCookies = parts.environment.publicUrl?.startsWith('https:') ?? false;
  const shared = { changes, clock, secureCookies, secret: newSecret, log };
  const site = createSite({
    ...shared,
    files,
    timeline,
    receive: web.receive,
    settle: (addressId) => settle(parts, addressId),
    sessions: createPostgresWebSessionStore(store.db, store.keys, newId),
    texts: () => core.centre().contents.zh.site,
    hotlines: () => core.centre().contents.zh.hotlines,
    status: parts.status,
  });
  const console = createConsole({
    ...shared,
    newId,
    cases: createCaseDesk(office, timeline),
    review: createReviewDesk(office),
    staff: createStaffDesk(office),
    signIn: core.signIn,
    appointments: createAppointmentDesk(office),
    content: createContentDesk(office, core.overrides, config.contents),
    audit: createAuditDesk(office, store.auditChain),
    status: parts.status,
    assetUrl: files.url,
    ruleExplanation: (rule) => core.centre().screener.explain(rule)?.why ?? '',
  });
  const app = new Hono();
  app.route(
    '/',
    createHealth(async () => (parts.isReady() ? parts.status() : null)),
  );
  app.route('/console', console);
  app.route('/', site);
  app.onError((error, c) => {
    log.error('web.failed', describeError(error));
    return c.text('程序刚才卡了一下。着急请打 120、110 或 12356。', 500);
  });
  return app;
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
