import type {
  WakeHandlers,
  WakeKind,
  WakeQueue,
  WakeWorkers,
} from '../../src/conversation/ports/wake-queue.ts';

type Wake = { readonly kind: WakeKind; readonly id: string; readonly dueAt: number };
type Mishap = { readonly kind: 'lose' | 'double' } | { readonly kind: 'delay'; readonly byMs: number };

/**
 * An alarm clock in memory whose time moves only when the test says so. It can lose, double and delay wakes and
 * be away altogether, as the real one may.
 */
export class FakeWakeQueue implements WakeQueue {
  #now = 0;
  #wakes: Wake[] = [];
  #mishaps: Mishap[] = [];
  #handlers: WakeHandlers | null = null;
  #state: ReturnType<WakeWorkers['state']> = { state: 'starting', code: null };
  #away = false;
  readonly #running = new Set<Promise<void>>();
  /** How many handlers threw. */
  failures = 0;

  async wake(kind: WakeKind, id: string, inMs: number): Promise<void> {
    if (this.#away || this.#state.state === 'stopped') return;
    const wake = { kind, id, dueAt: this.#now + Math.max(0, inMs || 0) };
    const mishap = this.#mishaps.shift();
    if (mishap === undefined) this.#wakes.push(wake);
    else if (mishap.kind === 'double') this.#wakes.push(wake, wake);
    else if (mishap.kind === 'delay') this.#wakes.push({ ...wake, dueAt: wake.dueAt + mishap.byMs });
  }

  async startWorkers(handlers: WakeHandlers): Promise<WakeWorkers> {
    if (this.#handlers !== null) throw new Error('workers were started already');
    this.#handlers = handlers;
    this.#state = { state: 'ready', code: null };
    return { state: () => this.#state, stop: () => this.close() };
  }

  state(): ReturnType<WakeWorkers['state']> {
    return this.#state;
  }

  async close(): Promise<void> {
    this.#state = { state: 'stopped', code: null };
    this.#wakes = [];
    await Promise.all(this.#running);
  }

  /** The fate of the next wakes, one each; those after them fare well. */
  plan(...mishaps: Mishap[]): void {
    this.#mishaps.push(...mishaps);
  }

  /** Loses what waits and takes nothing until it is back. */
  leave(): void {
    this.#away = true;
    this.#wakes = [];
    if (this.#state.state === 'ready') this.#state = { state: 'degraded', code: 'store-unreachable' };
  }

  comeBack(): void {
    this.#away = false;
    if (this.#state.state === 'degraded') this.#state = { state: 'ready', code: null };
  }

  /** What waits, in the order in which it is due. */
  waiting(): readonly Wake[] {
    return this.#wakes.toSorted((one, other) => one.dueAt - other.dueAt);
  }

  now(): number {
    return this.#now;
  }

  /** Moves time and starts what is due then; handlers that wait for something go on running. */
  async advance(ms: number): Promise<void> {
    this.#now += ms;
    await this.runDue();
  }

  /** Starts what is due, and what the handlers themselves wake at once, until nothing more is. */
  async runDue(): Promise<void> {
    const handlers = this.#handlers;
    if (handlers === null) return;
    for (;;) {
      const due = this.waiting().filter((wake) => wake.dueAt <= this.#now);
      if (due.length === 0) return;
      this.#wakes = this.#wakes.filter((wake) => wake.dueAt > this.#now);
      for (const wake of due) this.#start(handlers, wake);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Runs what is due and waits for every handler to end. */
  async settle(): Promise<void> {
    do {
      await this.runDue();
      await Promise.all(this.#running);
    } while (this.waiting().some((wake) => wake.dueAt <= this.#now));
  }

  #start(handlers: WakeHandlers, wake: Wake): void {
    const run = (async () => handlers[wake.kind](wake.id))().catch(() => {
      this.failures += 1;
    });
    this.#running.add(run);
    void run.finally(() => this.#running.delete(run));
  }
}
