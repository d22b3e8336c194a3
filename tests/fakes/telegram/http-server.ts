import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, no } from './answer.ts';
import { type Fault, faultAnswer } from './faults.ts';
import { type BotRequest, type FileRequest, readFileRequest, readRequest } from './read-request.ts';

export type Handling = {
  readonly takeFault: (request: BotRequest) => Fault | null;
  readonly handle: (request: BotRequest, gone: AbortSignal) => Promise<Answer>;
  readonly readFile: (request: FileRequest) => Answer | Uint8Array;
  /** While it is silent, nothing is answered any more, also not what was asked before. */
  readonly isSilent: () => boolean;
  /** How long the way here and back takes, in ms: half of it each. */
  readonly travelMs: number;
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
  const file = readFileRequest(incoming);
  const request = file === null ? await readRequest(incoming) : asFileCall(file);
  if (request === null) return write(response, no(404, 'Not Found'));
  await halfWay(handling);
  const handle = async (): Promise<Answer | Uint8Array> =>
    file === null ? handling.handle(request, gone.signal) : handling.readFile(file);
  const fault = handling.takeFault(request);
  if (fault === 'hang' || handling.isSilent()) return;
  if (fault === null) {
    const answer = await handle();
    await halfWay(handling);
    return handling.isSilent() ? undefined : write(response, answer);
  }
  if (fault === 'bad-gateway') return writePage(response);
  if (fault === 'drop-after') await handle();
  if (typeof fault === 'string') return void response.destroy();
  write(response, faultAnswer(fault));
}

async function halfWay({ travelMs }: Handling): Promise<void> {
  if (travelMs > 0) await pause(travelMs / 2);
}

/** Downloads fail and are counted like a method of the name `file`. */
const asFileCall = ({ token, path }: FileRequest): BotRequest => ({
  token,
  method: 'file',
  params: { path },
});

function write(response: ServerResponse, answer: Answer | Uint8Array): void {
  if (answer instanceof Uint8Array) {
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    return void response.end(answer);
  }
  response.writeHead(answer.ok ? 200 : answer.error_code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer));
}

function writePage(response: ServerResponse): void {
  response.writeHead(502, { 'content-type': 'text/html' });
  response.end('<html><body>502 Bad Gateway</body></html>');
}
