/**
 * What stands before several web processes: it hands each request to the next one that lives, without sticky sessions,
 * and passes `Host` on. A process that dies in the middle of an answer cuts that connection, as any proxy does.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_AGAIN_MS = 50;
/** A browser would not wait longer for any process to take its request. */
const GIVE_UP_MS = 10_000;

export type Balancer = {
  readonly url: string;
  /** The ports of the processes; those that do not answer are passed over. */
  readonly ports: number[];
  close(): Promise<void>;
};

export async function startBalancer(): Promise<Balancer> {
  const ports: number[] = [];
  let turn = 0;
  const server = createServer((incoming, answer) => {
    forward(incoming, answer).catch(() => answer.destroy());
  });
  /** @returns false where the process could not even be reached, so that another one may be asked */
  const ask = (port: number, incoming: IncomingMessage, body: Buffer, answer: ServerResponse) =>
    new Promise<boolean>((resolve) => {
      const { method, url: path, headers } = incoming;
      const onward = request({ host: '127.0.0.1', port, method, path, headers, agent: false });
      let connected = false;
      onward.once('socket', (socket) => socket.once('connect', () => (connected = true)));
      onward.once('error', () => {
        if (connected) answer.destroy();
        resolve(connected);
      });
      onward.once('response', (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.once('error', () => answer.destroy());
        response.pipe(answer);
        resolve(true);
      });
      const leave = (): void => void onward.destroy();
      answer.once('close', leave);
      onward.once('close', () => answer.off('close', leave));
      onward.end(body);
    });
  const forward = async (incoming: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const end = performance.now() + GIVE_UP_MS;
    while (performance.now() < end) {
      for (const _ of ports) {
        turn += 1;
        const port = ports[turn % ports.length] ?? 0;
        if (await ask(port, incoming, body, answer)) return;
      }
      await pause(LOOK_AGAIN_MS);
    }
    answer.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    ports,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
