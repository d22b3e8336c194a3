/** Server-sent events: that something changed, never what. */
import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { secondsMs } from '../core/clock.ts';
import { describeError } from '../core/log.ts';
import type { WebSession } from '../people/web-session.ts';
import type { SiteParts } from './parts.ts';
import { readToken } from './session-cookie.ts';
import { openSession } from './visit.ts';

const HEARTBEAT_MS = secondsMs(20);

/** Open streams of one session on this machine; a newer one ends the oldest, which must not come back. */
const STREAMS_PER_SESSION = 3;

const RECONNECT_MS = 2_000;

type OpenStream = { readonly end: () => void };

export type EventStreams = (c: Context) => Promise<Response>;

export function createEventStreams(parts: SiteParts): EventStreams {
  const open = new Map<string, OpenStream[]>();

  const enter = (addressId: string, stream: OpenStream): void => {
    const streams = [...(open.get(addressId) ?? []), stream];
    const surplus = streams.splice(0, Math.max(0, streams.length - STREAMS_PER_SESSION));
    open.set(addressId, streams);
    for (const old of surplus) old.end();
  };
  const depart = (addressId: string, stream: OpenStream): void => {
    const left = (open.get(addressId) ?? []).filter((other) => other !== stream);
    if (left.length > 0) open.set(addressId, left);
    else open.delete(addressId);
  };
  /** Whether it is noted or not, the stream itself begins and ends. */
  const tellPresence = (work: Promise<void>): Promise<void> =>
    work.catch((error: unknown) => parts.log.warn('site.presence-unknown', describeError(error)));

  return async (c) => {
    const token = readToken(c, parts);
    const session = await openSession(parts, token, await parts.clock.now());
    // 204 tells a browser not to try again.
    if (token === null || session === null) return c.body(null, 204);
    const since = readSequence(c.req.header('last-event-id'));
    const response = streamSSE(c, async (stream) => {
      const bell = createBell();
      let superseded = false;
      const self = {
        end() {
          superseded = true;
          bell.ring();
        },
      };
      stream.onAbort(bell.ring);
      enter(session.addressId, self);
      const isThere = (): Promise<void> => tellPresence(parts.presence.back(session.addressId));
      void isThere();
      try {
        const isOver = (): boolean => superseded;
        await tellChanges({ parts, stream, bell, token, session, since, isOver, isThere });
      } finally {
        depart(session.addressId, self);
        if (!open.has(session.addressId)) void tellPresence(parts.presence.left(session));
      }
    });
    response.headers.set('Cache-Control', 'no-store');
    response.headers.set('X-Accel-Buffering', 'no');
    return response;
  };
}

type Telling = {
  readonly parts: SiteParts;
  readonly stream: SSEStreamingApi;
  readonly bell: Bell;
  readonly token: string;
  readonly session: WebSession;
  readonly since: number | null;
  readonly isOver: () => boolean;
  /** Another page of this browser may have been closed, at a process that knows nothing of this one. */
  readonly isThere: () => Promise<void>;
};

/** Many changes while one is being written become one; a slow reader holds up nobody. */
async function tellChanges(telling: Telling): Promise<void> {
  const { parts, stream, bell, token, session, since, isOver } = telling;
  const heartbeatMs = parts.heartbeatMs ?? HEARTBEAT_MS;
  const stay = createStay(telling.isThere, heartbeatMs);
  let latest: number | null = null;
  let told: number | null = null;
  let seen: WebSession = session;
  const unfollow = parts.changes.follow([`address:${session.addressId}`, 'part'], since, (change) => {
    latest = change.seq;
    bell.ring();
  });
  try {
    await stream.write(`retry: ${RECONNECT_MS}\n\n`);
    while (!stream.aborted) {
      if (latest === told) await bell.wait(heartbeatMs);
      if (stream.aborted) return;
      if (isOver()) return await stream.writeSSE({ event: 'ended', data: 'superseded' });
      await stay();
      if (latest !== told) {
        told = latest;
        await stream.writeSSE({ event: 'changed', data: 'changed', id: String(told) });
        continue;
      }
      const current = await look(parts, token);
      if (current === 'gone') return await stream.writeSSE({ event: 'ended', data: 'session' });
      const moved = current !== 'unknown' && looksDifferent(current, seen);
      if (current !== 'unknown') seen = current;
      await stream.writeSSE(
        moved ? { event: 'changed', data: 'session' } : { event: 'heartbeat', data: 'heartbeat' },
      );
    }
  } finally {
    unfollow();
  }
}

/** About once a heartbeat, however much there is to tell meanwhile; waited for, so that it never comes after the end. */
function createStay(isThere: () => Promise<void>, heartbeatMs: number): () => Promise<void> {
  let saidAt = performance.now();
  return async () => {
    if (performance.now() - saidAt < heartbeatMs / 2) return;
    saidAt = performance.now();
    await isThere();
  };
}

/** The lines were hidden or shown, or the language was changed, on another page of this browser. */
const looksDifferent = (now: WebSession, before: WebSession): boolean =>
  now.hiddenAt?.getTime() !== before.hiddenAt?.getTime() || now.language !== before.language;

/** How the session stands; unknown while the store does not answer. */
async function look(parts: SiteParts, token: string): Promise<WebSession | 'gone' | 'unknown'> {
  try {
    return (await openSession(parts, token, await parts.clock.now())) ?? 'gone';
  } catch {
    return 'unknown';
  }
}

type Bell = { ring(): void; wait(ms: number): Promise<void> };

/** Waits for a ring, and remembers one that came before. */
function createBell(): Bell {
  let rung = false;
  let wake: (() => void) | null = null;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    wait: (ms) =>
      new Promise((resolve) => {
        const finish = (): void => {
          clearTimeout(timer);
          wake = null;
          rung = false;
          resolve();
        };
        const timer = setTimeout(finish, ms);
        wake = finish;
        if (rung) finish();
      }),
  };
}

function readSequence(text: string | undefined): number | null {
  return text !== undefined && /^[0-9]{1,15}$/.test(text) ? Number(text) : null;
}
