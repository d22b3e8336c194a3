import { streamSSE } from 'hono/streaming';
import { can } from '../access/can.ts';
import type { Change } from '../core/change-feed.ts';
import { describeError } from '../core/log.ts';
import { Banners } from './pages/layout.tsx';
import type { ConsoleParts } from './parts.ts';
import { Calls } from './render.tsx';
import type { ConsoleContext } from './route.ts';

const SESSION_CHECK_MS = 3_000;
/** Names of events; they say what kind of thing changed and never which. */
const TOPICS = ['case', 'part', 'override', 'campaign'] as const;

/** Collects changes between two looks: many changes of one kind are one event. */
class Inbox {
  readonly #latest = new Map<string, number>();
  #wake: (() => void) | null = null;

  put(change: Change): void {
    this.#latest.set(change.topic, change.seq);
    this.wake();
  }

  wake(): void {
    this.#wake?.();
  }

  take(): [string, number][] {
    const taken = [...this.#latest].sort((a, b) => a[1] - b[1]);
    this.#latest.clear();
    return taken;
  }

  async wait(ms: number): Promise<void> {
    if (this.#latest.size > 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }
}

const lastSeen = (c: ConsoleContext): number | null => {
  const text = c.req.header('Last-Event-ID') ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
};

/**
 * Tells an open page that something changed; the page then asks for it, so that nothing is sent which was not
 * authorised a moment ago. The session is looked at before every event, at once when something about its owner
 * changes, and every few seconds besides, which also counts the open tab as present.
 */
export function streamChanges(c: ConsoleContext, parts: ConsoleParts): Response {
  const own = `staff:${c.get('session').staff.id}`;
  const token = c.get('sessionToken');
  const checkMs = parts.sessionCheckMs ?? SESSION_CHECK_MS;
  c.header('X-Accel-Buffering', 'no');
  return streamSSE(c, async (stream) => {
    const inbox = new Inbox();
    const stop = parts.changes.follow([...TOPICS, own], lastSeen(c), (change) => inbox.put(change));
    stream.onAbort(() => inbox.wake());
    try {
      await stream.writeSSE({ event: 'hello', data: '', retry: 1_000 });
      while (!stream.closed && !stream.aborted) {
        const session = await parts.signIn.session(token, await parts.clock.now());
        if (session === null) {
          await stream.writeSSE({ event: 'ended', data: '' });
          return;
        }
        const changes = inbox.take();
        for (const [topic, seq] of changes) {
          await stream.writeSSE({ event: topic === own ? 'you' : topic, data: 'changed', id: String(seq) });
        }
        if (changes.length === 0) await stream.write(': \n\n');
        await inbox.wait(checkMs);
      }
    } catch (error) {
      parts.log.warn('console.stream-failed', describeError(error));
    } finally {
      stop();
    }
  });
}

export async function showCalls(c: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const rows = await parts.cases.list(c.get('actor'));
  return c.html(<Calls rows={rows} viewing={c.req.query('viewing') ?? null} />);
}

export async function showBanners(c: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const mayAddStaff = can(c.get('actor'), 'staff.add', { kind: 'staff' }, 'administration');
  return c.html(<Banners status={await parts.status()} mayAddStaff={mayAddStaff} />);
}
