import { rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * The way to the puppet service: a port of 127.0.0.1 in front of the service's own socket. It can be shut, like a
 * machine that is gone, or hold everything up, like one that hangs with its connections open.
 */
export type Gate = {
  readonly port: number;
  /** Connections that are open now. */
  connections(): number;
  /** All that ever were. */
  accepted(): number;
  /** Nothing passes any more; connections stay, and new ones are taken. */
  hang(): void;
  /** Cuts every connection and refuses new ones. */
  shut(): Promise<void>;
  /** The same port again. */
  open(): Promise<void>;
};

export async function openGate(socketPath: string, onChange: () => void): Promise<Gate> {
  /** Each connection with the one that it goes on to. */
  const sockets = new Map<Socket, Socket>();
  let hanging = false;
  let server: Server | null = null;
  let accepted = 0;

  /** What comes is taken and dropped, so that a connection that is given up is still seen to close. */
  const holdUp = (client: Socket, service: Socket): void => {
    client.unpipe().resume();
    service.unpipe().resume();
  };
  const pass = (client: Socket): void => {
    const service = connect(socketPath);
    sockets.set(client, service);
    accepted += 1;
    onChange();
    if (hanging) holdUp(client, service);
    else client.pipe(service).pipe(client);
    for (const [one, other] of [
      [client, service],
      [service, client],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => {
        other.destroy();
        sockets.delete(client);
        onChange();
      });
    }
  };
  const listen = (port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const next = createServer(pass);
      next.once('error', reject);
      next.listen(port, '127.0.0.1', () => {
        server = next;
        resolve((next.address() as AddressInfo).port);
      });
    });
  const port = await listen(0);

  return {
    port,
    connections: () => sockets.size,
    accepted: () => accepted,
    hang() {
      hanging = true;
      for (const [client, service] of sockets) holdUp(client, service);
    },
    async shut() {
      const closing = server;
      server = null;
      for (const client of sockets.keys()) client.destroy();
      if (closing !== null) await new Promise((resolve) => closing.close(resolve));
    },
    async open() {
      hanging = false;
      for (const client of sockets.keys()) client.destroy();
      if (server === null) await listen(port);
    },
  };
}

/** A socket that a crash left behind keeps the next service from listening. */
export const clearSocket = (path: string): Promise<void> => rm(path, { force: true });
