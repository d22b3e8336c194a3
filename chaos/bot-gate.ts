/**
 * What stands between the program and the fake Telegram: it lets calls through, notes when each message arrived, and can
 * stop the world at an exact message, so that a kill comes between two known steps.
 */
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export type Outgoing = { readonly chatId: number; readonly text: string; readonly at: number };
/** What a call is answered with instead of being passed on; `pass` passes it on, `lose` takes it and never answers. */
export type Judgement =
  | 'pass'
  | 'lose'
  | { readonly status: number; readonly retryAfter?: number; readonly after?: true };

export type BotGate = {
  /** For TELEGRAM_API_ROOT. */
  readonly url: string;
  /** When each message arrived, by the fake's id of it; of performance.now(). */
  arrivedAt(id: string): number | undefined;
  arrivals(): number;
  /** How many messages are on their way through it: they arrive, and have not been answered. */
  underWay(): number;
  /** Ids of the messages that arrived last and were answered, newest last: without those that were struck. */
  latest(count: number): string[];
  /**
   * The message `count` sends from now is the last that moves: it arrives and nobody is told (`after`), or it does not
   * arrive (`before`). Everything behind it is held. Resolves at that moment.
   */
  strike(count: number, when: 'before' | 'after'): Promise<void>;
  /** How many messages are held. */
  held(): number;
  /** Cuts what is held and lets everything through again. */
  release(): void;
  /** Decides about each message; null for none. */
  judge(rule: ((outgoing: Outgoing) => Judgement) | null): void;
  /** Changes what a poll is answered: which updates, in which order, how often. */
  scramble(rule: ((updates: readonly unknown[]) => readonly unknown[]) | null): void;
  /** What every call takes on the way there, in ms. */
  slow(ms: number): void;
  close(): Promise<void>;
};

export async function openBotGate(apiRoot: string): Promise<BotGate> {
  const target = new URL(apiRoot);
  const agent = new Agent({ keepAlive: true });
  const times = new Map<string, number>();
  /** They arrived, and nobody was told. */
  const struck = new Set<string>();
  const held = new Set<ServerResponse>();
  let armed: { left: number; when: 'before' | 'after'; fire: () => void } | null = null;
  let holding = false;
  let rule: ((outgoing: Outgoing) => Judgement) | null = null;
  let scramble: ((updates: readonly unknown[]) => readonly unknown[]) | null = null;
  let slowMs = 0;
  let underWay = 0;

  const hold = (response: ServerResponse): void => {
    held.add(response);
    response.once('close', () => held.delete(response));
  };

  const forward = (incoming: IncomingMessage, body: Buffer, response: ServerResponse): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const { method, url: path, headers } = incoming;
      const onward = request({ host: target.hostname, port: target.port, method, path, headers, agent });
      response.once('close', () => onward.destroy());
      onward.once('error', reject);
      onward.once('response', (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          const whole = changed(path ?? '', Buffer.concat(chunks));
          resolve(whole);
          if (held.has(response) || response.destroyed) return;
          response.writeHead(answer.statusCode ?? 502, { 'content-type': 'application/json' });
          response.end(whole);
        });
      });
      onward.end(body);
    });

  const changed = (path: string, answer: Buffer): Buffer => {
    if (scramble === null || !path.endsWith('/getUpdates')) return answer;
    const { ok, result } = JSON.parse(answer.toString()) as { ok: boolean; result?: unknown };
    if (!ok || !Array.isArray(result)) return answer;
    return Buffer.from(JSON.stringify({ ok, result: scramble(result) }));
  };

  const note = (answer: Buffer): string | undefined => {
    const { ok, result } = JSON.parse(answer.toString()) as { ok: boolean; result?: { message_id?: number } };
    if (!ok || result?.message_id === undefined) return undefined;
    const id = String(result.message_id);
    times.set(id, performance.now());
    return id;
  };

  const passMessage = async (incoming: IncomingMessage, body: Buffer, response: ServerResponse) => {
    if (holding) return hold(response);
    if (armed !== null) armed.left -= 1;
    if (armed?.left === 0) {
      const { when, fire } = armed;
      armed = null;
      holding = true;
      hold(response);
      if (when === 'after') {
        const id = note(await forward(incoming, body, response));
        if (id !== undefined) struck.add(id);
      }
      return fire();
    }
    const { chat_id, text } = JSON.parse(body.toString()) as { chat_id: unknown; text: unknown };
    const judged = rule?.({ chatId: Number(chat_id), text: String(text), at: performance.now() }) ?? 'pass';
    if (judged === 'lose') return hold(response);
    if (judged === 'pass') {
      underWay += 1;
      try {
        note(await forward(incoming, body, response));
      } finally {
        underWay -= 1;
      }
      return;
    }
    if (judged.after) {
      hold(response);
      note(await forward(incoming, body, response));
      held.delete(response);
    }
    refuse(response, judged);
  };

  const pass = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    if (slowMs > 0) await pause(slowMs);
    const body = Buffer.concat(chunks);
    if (incoming.url?.endsWith('/sendMessage')) return passMessage(incoming, body, response);
    await forward(incoming, body, response);
  };

  const server = createServer((incoming, response) => {
    pass(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const release = (): void => {
    holding = false;
    armed = null;
    for (const response of held) response.destroy();
    held.clear();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivedAt: (id) => times.get(id),
    arrivals: () => times.size,
    underWay: () => underWay,
    latest: (count) => [...times.keys()].filter((id) => !struck.has(id)).slice(-count),
    strike: (count, when) =>
      new Promise((fire) => {
        armed = { left: count, when, fire };
      }),
    held: () => held.size,
    release,
    judge(next) {
      rule = next;
    },
    scramble(next) {
      scramble = next;
    },
    slow(ms) {
      slowMs = ms;
    },
    async close() {
      release();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      agent.destroy();
    },
  };
}

function refuse(response: ServerResponse, { status, retryAfter }: Exclude<Judgement, string>): void {
  const description =
    status === 403 ? 'Forbidden: bot was blocked by the user' : `refused with ${status} by the gate`;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify({
      ok: false,
      error_code: status,
      description,
      ...(retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } }),
    }),
  );
}
