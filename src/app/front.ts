import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Environment } from '../settings/environment.ts';

type Fetch = Parameters<typeof getRequestListener>[0];

/** The port of the pages, whatever stands behind it: first what needs no database, then the whole program. */
export type Front = {
  /** Opens the port if it is not open yet. */
  open(first: Fetch): Promise<OpenedFront>;
  show(fetch: Fetch): void;
  stop(): Promise<void>;
};

export type OpenedFront =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly message: string };

export function createFront({ host, port }: Pick<Environment, 'host' | 'port'>): Front {
  let shown: Fetch = () => new Response(null, { status: 503 });
  let opened: OpenedFront | null = null;
  const server = createServer(getRequestListener((request, env) => shown(request, env)));

  const listen = async (): Promise<OpenedFront> => {
    const failure = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
      server.once('error', resolve);
      server.listen(port, host, () => resolve(null));
    });
    if (failure !== null) {
      const message = `PORT and HOST: found ${host}:${port}, which cannot be listened on (${failure.code}), expected a free port.`;
      return { ok: false, message };
    }
    const address = server.address();
    const openPort = typeof address === 'object' && address !== null ? address.port : port;
    const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
    return { ok: true, url: `http://${name}:${openPort}` };
  };

  return {
    async open(first) {
      shown = first;
      opened ??= await listen();
      return opened;
    },
    show(fetch) {
      shown = fetch;
    },
    async stop() {
      if (!opened?.ok) return;
      opened = null;
      const closed = new Promise((resolve) => server.close(resolve));
      // Event streams never end by themselves.
      server.closeAllConnections();
      await closed;
    },
  };
}
