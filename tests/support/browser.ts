/** A real Chromium for browser tests. Without one they are skipped aloud; where CI is set they fail. */
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { type Browser, chromium } from 'playwright-core';
import { describe, it } from 'vitest';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Describes tests that need a browser. */
export function describeInBrowser(name: string, body: () => void): void {
  if (existsSync(CHROMIUM)) return void describe(name, body);
  if (process.env.CI !== undefined) {
    return void it(name, () => {
      throw new Error(`${CHROMIUM} is missing, and this run must have a browser (CHROMIUM_PATH)`);
    });
  }
  console.warn(`SKIPPED, no browser at ${CHROMIUM} (CHROMIUM_PATH): ${name}`);
  describe.skip(name, body);
}

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'] });

export type RunningApp = { readonly url: string; close(): Promise<void> };

/** Serves an app on a port that the system chooses. */
export async function serveApp(app: Hono): Promise<RunningApp> {
  const server = await new Promise<ServerType>((resolve) => {
    const started: ServerType = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () =>
      resolve(started),
    );
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
