/** A network line that can be cut, swallowed, held back and slowed, between a process and its store. */
import { connect, createServer, type Server, type Socket } from 'node:net';

export type LineProxy = {
  readonly port: number;
  /** Connections are reset and new ones refused. */
  down(): Promise<void>;
  up(): Promise<void>;
  /** The store's side is gone and nobody is told: what is written on open lines vanishes. New lines work. */
  halfOpen(): void;
  /** Nothing moves and nothing is lost, new lines are taken and wait, until `heal`. */
  partition(): void;
  heal(): void;
  /** Each piece of data takes so long in each direction, in ms. */
  slow(ms: number): void;
  close(): Promise<void>;
};

type Line = { near: Socket; far: Socket };

export async function openLineProxy(target: { host: string; port: number }): Promise<LineProxy> {
  const lines = new Set<Line>();
  const waiting: (() => void)[] = [];
  let apart = false;
  let slowMs = 0;
  let server: Server | null = null;
  let port = 0;

  const move = (from: Socket, to: Socket): void => {
    from.on('data', (data) => {
      const write = (): void => void (to.destroyed || to.write(data));
      if (apart) waiting.push(write);
      else if (slowMs > 0) setTimeout(write, slowMs);
      else write();
    });
    from.once('close', () => to.destroy());
    from.on('error', () => undefined);
  };
  const join = (near: Socket): void => {
    const far = connect(target.port, target.host);
    const line = { near, far };
    lines.add(line);
    near.once('close', () => lines.delete(line));
    move(near, far);
    move(far, near);
  };
  const up = async (): Promise<void> => {
    server = createServer((near) => {
      near.on('error', () => undefined);
      if (apart) waiting.push(() => join(near));
      else join(near);
    });
    await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    port = address.port;
  };
  const down = async (): Promise<void> => {
    const closing = server;
    const closed = new Promise((resolve) => (closing === null ? resolve(null) : closing.close(resolve)));
    for (const { near, far } of lines) {
      near.destroy();
      far.destroy();
    }
    lines.clear();
    await closed;
    server = null;
  };
  await up();
  return {
    port,
    down,
    up,
    halfOpen() {
      for (const { near, far } of lines) {
        near.removeAllListeners('data');
        near.resume();
        far.removeAllListeners('close');
        far.destroy();
      }
    },
    partition() {
      apart = true;
    },
    heal() {
      apart = false;
      for (const step of waiting.splice(0)) step();
    },
    slow(ms) {
      slowMs = ms;
    },
    close: down,
  };
}

export function behind(direct: string, proxy: LineProxy): string {
  const url = new URL(direct);
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  return url.href;
}
