import { connect, createServer, type Server, type Socket } from 'node:net';

/** A network that the test can take away, between a queue and its store. */
export type StoreProxy = {
  readonly port: number;
  /** Connections are reset and new ones refused. */
  down(): Promise<void>;
  up(): Promise<void>;
  /** Connections stay open and new ones are taken, but nothing gets through any more: a cable pulled out. */
  freeze(): void;
  /** Ends the connections that hung and lets new ones through. */
  thaw(): void;
  close(): Promise<void>;
};

export async function createStoreProxy(target: { host: string; port: number }): Promise<StoreProxy> {
  const sockets = new Set<Socket>();
  let frozen = false;
  let server: Server | null = null;
  let port = 0;

  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };
  const join = (from: Socket, to: Socket): void => {
    from.on('data', (data) => {
      if (!frozen) to.write(data);
    });
    from.once('close', () => to.destroy());
  };
  const up = async (): Promise<void> => {
    server = createServer((near) => {
      track(near);
      const far = track(connect(target.port, target.host));
      join(near, far);
      join(far, near);
    });
    await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    port = address.port;
  };
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const down = async (): Promise<void> => {
    const closed = new Promise((resolve) => (server === null ? resolve(null) : server.close(resolve)));
    hangUp();
    await closed;
    server = null;
  };

  await up();
  return {
    port,
    down,
    up,
    freeze() {
      frozen = true;
    },
    thaw() {
      hangUp();
      frozen = false;
    },
    close: down,
  };
}
