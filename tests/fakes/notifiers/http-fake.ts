import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export type Heard = {
  readonly method: string;
  /** As it stood in the request line. */
  readonly target: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export type Answer = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** What may go wrong before a platform can decide anything. */
export type Fault =
  /** The request was read and nothing ever comes. */
  | 'hang'
  /** The request was read, and the connection ends. */
  | 'cut'
  /** The head of an answer comes, and then the connection ends. */
  | 'cut-within-answer'
  /** The head of an answer comes, and then nothing. */
  | 'hang-within-answer'
  /** An answer that never ends. */
  | 'flood'
  | Answer;

export type HttpFake = {
  readonly origin: string;
  readonly heard: readonly Heard[];
  /** Every request from now on, until `heal`. */
  fail(fault: Fault): void;
  heal(): void;
  close(): Promise<void>;
};

/** A server on a port of 127.0.0.1 that behaves as `platform` decides, and breaks when told to. */
export async function startHttpFake(platform: (heard: Heard) => Answer): Promise<HttpFake> {
  const heard: Heard[] = [];
  let fault: Fault | null = null;
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    void buffer(request).then((bytes) => {
      const target = request.url ?? '/';
      const one: Heard = {
        method: request.method ?? '',
        target,
        url: new URL(target, `http://${request.headers.host}`),
        headers: request.headers,
        body: bytes.toString('utf8'),
      };
      heard.push(one);
      if (fault === null) write(response, platform(one));
      else breakDown(response, fault);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    heard,
    fail(next) {
      fault = next;
    },
    heal() {
      fault = null;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function breakDown(response: ServerResponse, fault: Fault): void {
  if (typeof fault === 'object') {
    write(response, fault);
    return;
  }
  switch (fault) {
    case 'hang':
      return;
    case 'cut':
      response.destroy();
      return;
    case 'hang-within-answer':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
      response.write('{');
      return;
    case 'cut-within-answer':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
      response.write('{', () => response.destroy());
      return;
    case 'flood':
      response.writeHead(200, { 'content-type': 'text/html' });
      pour(response);
  }
}

function pour(response: ServerResponse): void {
  while (!response.destroyed) {
    if (response.write('x'.repeat(64 * 1024))) continue;
    response.once('drain', () => pour(response));
    return;
  }
}

function write(response: ServerResponse, { status = 200, headers = {}, body = {} }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** A port that nothing listens on. */
export async function findClosedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
