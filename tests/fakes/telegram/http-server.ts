import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, no } from './answer.ts';
import { type Fault, faultAnswer } from './faults.ts';
import { type BotRequest, readRequest } from './read-request.ts';

export type Handling = {
  readonly takeFault: (request: BotRequest) => Fault | null;
  readonly handle: (request: BotRequest, gone: AbortSignal) => Promise<Answer>;
};

export type FakeHttpServer = {
  readonly port: number;
  /** Refuses connections and cuts those that are open, until `listen`. */
  hangUp(): Promise<void>;
  /** On the same port as before. */
  listen(): Promise<void>;
};

/** Listens on a port of 127.0.0.1 that the system chooses. */
export async function startHttpServer(handling: Handling): Promise<FakeHttpServer> {
  const server = createServer((request, response) => {
    respond(handling, request, response).catch(() => response.destroy());
  });
  await listenOn(server, 0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    listen: () => listenOn(server, port),
    hangUp: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listenOn(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function respond(
  handling: Handling,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const request = await readRequest(incoming);
  if (request === null) return write(response, no(404, 'Not Found'));
  const fault = handling.takeFault(request);
  if (fault === null) return write(response, await handling.handle(request, gone.signal));
  if (fault === 'hang') return;
  if (fault === 'bad-gateway') return writePage(response);
  if (fault === 'drop-after') await handling.handle(request, gone.signal);
  if (typeof fault === 'string') return void response.destroy();
  write(response, faultAnswer(fault));
}

function write(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.ok ? 200 : answer.error_code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer));
}

function writePage(response: ServerResponse): void {
  response.writeHead(502, { 'content-type': 'text/html' });
  response.end('<html><body>502 Bad Gateway</body></html>');
}
