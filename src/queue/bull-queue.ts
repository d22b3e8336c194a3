import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { WakeHandlers, WakeKind, WakeQueue, WakeWorkers } from '../conversation/ports/wake-queue.ts';
import { describeError, type Logger } from '../core/log.ts';
import { type Crew, hireCrew } from './crew.ts';
import {
  KEPT_FAILURES,
  type LineCode,
  type LineNotice,
  type QueueLine,
  type QueueStore,
  WAKE,
} from './line.ts';
import { createPause, type Pause } from './pause.ts';
import { createPostgresStore } from './postgres-store.ts';
import { type ProofCode, prove } from './prove.ts';
import { createRedisStore } from './redis-store.ts';
import { QUEUE_TIMING, type QueueTiming } from './timing.ts';
import { endsWithin, within } from './within.ts';

export type QueueCode = LineCode | ProofCode | LineNotice | 'build-failed';

export type QueueState = {
  readonly state: 'starting' | 'ready' | 'degraded' | 'stopped';
  /** Why it is degraded, or what to mend although it is ready. */
  readonly code: QueueCode | null;
};

export type BullQueueOptions = {
  readonly backend: { readonly kind: 'redis' | 'postgres'; readonly url: string };
  readonly log: Logger;
  /** Of the Redis keys, for a Redis that others use too. PostgreSQL has the schema `bullmq` instead. */
  readonly prefix?: string;
  readonly timing?: Partial<QueueTiming>;
};

export interface BullQueue extends WakeQueue {
  /** Returns at once: workers come as soon as the store answers. @throws when called twice: a bug */
  startWorkers(handlers: WakeHandlers): Promise<WakeWorkers>;
  state(): QueueState;
  /** Lets running handlers finish for a moment, then leaves nothing open. Never throws. */
  close(): Promise<void>;
}

/** A wake further away than this is the sweep's business alone. */
const FARTHEST_MS = 30 * 86_400_000;
/**
 * Wakes under way at once. A flood beyond it is left to the sweep: it must starve neither the workers' own queries nor
 * the canaries, or a busy queue would look like a dead one.
 */
const MOST_UNDER_WAY = 64;
/** One line of log a code in this time, however often the store fails. */
const LOG_EVERY_MS = 5_000;

/** Starts to look for its store at once and never gives up; without one, waking does nothing. */
export function createBullQueue(options: BullQueueOptions): BullQueue {
  const { kind, url } = options.backend;
  const store =
    kind === 'redis' ? createRedisStore(url, options.prefix ?? 'xinqiao') : createPostgresStore(url);
  return new SupervisedQueue(store, { ...QUEUE_TIMING, ...options.timing }, options.log);
}

class SupervisedQueue implements BullQueue {
  readonly #store: QueueStore;
  readonly #timing: QueueTiming;
  readonly #log: Logger;
  readonly #ending = new AbortController();
  readonly #pause: Pause = createPause(this.#ending.signal);
  readonly #running: Promise<void>;
  readonly #logged = new Map<string, number>();
  #underWay = 0;
  #handlers: WakeHandlers | null = null;
  #line: QueueLine | null = null;
  #crew: Crew | null = null;
  #state: QueueState = { state: 'starting', code: null };
  #closed: Promise<void> | null = null;

  constructor(store: QueueStore, timing: QueueTiming, log: Logger) {
    this.#store = store;
    this.#timing = timing;
    this.#log = log;
    // Every wake under way listens to it.
    setMaxListeners(0, this.#ending.signal);
    this.#running = this.#run();
  }

  state(): QueueState {
    return this.#state;
  }

  async wake(kind: WakeKind, id: string, inMs: number): Promise<void> {
    const line = this.#line;
    if (line === null || this.#underWay >= MOST_UNDER_WAY) return;
    const delay = Math.min(Math.max(Math.ceil(inMs) || 0, 0), FARTHEST_MS);
    // An id of our own: BullMQ's counter starts again with an emptied store, and merging equal wakes could lose one
    // that comes while its twin is being worked off.
    const job = {
      jobId: `${WAKE}-${randomUUID()}`,
      delay,
      removeOnComplete: true,
      removeOnFail: KEPT_FAILURES,
    } as const;
    this.#underWay += 1;
    try {
      await within(this.#timing.wakeMs, line.queues[kind].add(WAKE, { id }, job), this.#ending.signal);
    } catch (error) {
      this.#complain('wake-unsure', error);
    } finally {
      this.#underWay -= 1;
    }
  }

  async startWorkers(handlers: WakeHandlers): Promise<WakeWorkers> {
    if (this.#handlers !== null) throw new Error('workers were started already');
    this.#handlers = handlers;
    if (!this.#ending.signal.aborted) this.#state = { state: 'starting', code: null };
    this.#pause.end();
    return { state: () => this.#state, stop: () => this.close() };
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const healthy = this.#state.state === 'ready';
    this.#ending.abort();
    this.#pause.end();
    await this.#running;
    await this.#dismantle(healthy);
    this.#state = { state: 'stopped', code: null };
  }

  async #run(): Promise<void> {
    while (!this.#ending.signal.aborted) {
      const code = await this.#step().catch((error: unknown) => {
        this.#complain('queue-build-failed', error);
        return 'build-failed' as const;
      });
      if (this.#ending.signal.aborted) return;
      this.#report(code);
      if (code !== null && code !== 'handlers-busy') await this.#dismantle(false);
      await this.#pause.start(this.#timing.retryMs, code === null ? this.#timing.canaryEveryMs : 0);
    }
  }

  /** Builds what is missing and proves what is there. Null when all works. */
  async #step(): Promise<QueueCode | null> {
    const { signal } = this.#ending;
    if (this.#line === null) {
      const opened = await this.#store.open({ timing: this.#timing, onError: this.#onError, signal });
      if (!opened.ok) return opened.code;
      this.#line = opened.value;
      await within(this.#timing.connectMs, allReady(opened.value), signal);
    }
    const handlers = this.#handlers;
    if (this.#crew === null && handlers !== null) {
      this.#crew = hireCrew(this.#line, handlers, this.#timing, this.#log);
      await this.#crew.ready(signal);
    }
    return prove(this.#line, this.#crew, this.#timing, signal);
  }

  #report(code: QueueCode | null): void {
    // Handlers came while the check ran: what it proved is not the workers yet.
    if (code === null && this.#handlers !== null && this.#crew === null) {
      this.#pause.end();
      return;
    }
    const before = this.#state;
    this.#state =
      code === null ? { state: 'ready', code: this.#line?.notice ?? null } : { state: 'degraded', code };
    if (before.state === this.#state.state && before.code === this.#state.code) return;
    const fields = { state: this.#state.state, code: this.#state.code };
    if (this.#state.code === null) this.#log.info('queue-state', fields);
    else this.#log.warn('queue-state', fields);
  }

  async #dismantle(healthy: boolean): Promise<void> {
    const line = this.#line;
    const crew = this.#crew;
    this.#line = null;
    this.#crew = null;
    await crew?.close(healthy);
    if (line === null) return;
    if (!healthy) line.cut();
    await endsWithin(3 * this.#timing.closeMs, line.close());
  }

  /** Any error is a reason to look sooner, at most once in `retryMs`. */
  readonly #onError = (error: unknown): void => {
    this.#complain('queue-error', error);
    this.#pause.end();
  };

  #complain(event: string, error: unknown): void {
    if (this.#ending.signal.aborted) return;
    const fields = describeError(error);
    const key = `${event} ${fields.error} ${fields.code}`;
    const now = performance.now();
    if (now - (this.#logged.get(key) ?? Number.NEGATIVE_INFINITY) < LOG_EVERY_MS) return;
    this.#logged.set(key, now);
    this.#log.warn(event, fields);
  }
}

async function allReady(line: QueueLine): Promise<void> {
  await Promise.all(Object.values(line.queues).map((queue) => queue.waitUntilReady()));
}
