import type { WakeHandlers, WakeKind, WakeQueue, WakeWorkers } from '../conversation/ports/wake-queue.ts';
import { describeError, type Logger } from '../core/log.ts';
import { endsWithin } from './within.ts';

/**
 * Pieces of work under way here at once. The pool of the database has a connection for each turn and escalation; those
 * who deliver wait for a network most of the time, and share what they do in the database.
 */
const HANDS: Readonly<Record<WakeKind, number>> = { turn: 8, delivery: 16, escalation: 4 };
/** What may not rest on the memory of one process: the far queue is told as well, and twice is harmless. */
const TOLD_TWICE: readonly WakeKind[] = ['escalation'];
/** As many wait in each line for a hand; a longer one is better shared with the other processes. */
const LONGEST_LINE = 100;
/** A wake at least so far away, in ms, is told to the far queue once nobody works here, at the latest after `PUT_OFF_MS`. */
const FAR_AWAY_MS = 1_000;
const PUT_OFF_MS = 200;
/** How long work under way may take to finish when the queue is closed, in ms. */
const FINISH_MS = 2_000;

/** A queue with workers, as a running app has it. */
export type WorkingQueue = WakeQueue & {
  startWorkers(handlers: WakeHandlers): Promise<WakeWorkers>;
  state(): ReturnType<WakeWorkers['state']>;
  close(): Promise<void>;
};

type Hands = {
  readonly running: Set<string>;
  /** Woken while it is under way, and whether ahead of the rest. */
  readonly again: Map<string, boolean>;
  /** What waits for a hand and may not stand behind the rest, which is `waiting`. */
  readonly ahead: Set<string>;
  readonly waiting: Set<string>;
};

/**
 * What is due now is done by the process that made it due, at once and without a way through the store and back, which
 * a page to a counsellor would pay three times. What is due later, what finds no hand free, and every wake of a process
 * without workers goes to the far queue; so does every escalation. Nothing else changes: a wake may be lost here as
 * there, and the sweep decides.
 */
export function createNearQueue(far: WorkingQueue, log: Logger): WorkingQueue {
  const hands: Readonly<Record<WakeKind, Hands>> = { turn: empty(), delivery: empty(), escalation: empty() };
  let handlers: WakeHandlers | null = null;
  let closed = false;
  let onIdle: (() => void) | null = null;
  const alarms: { readonly kind: WakeKind; readonly id: string; readonly at: number }[] = [];
  const isIdle = (): boolean => Object.values(hands).every(({ running }) => running.size === 0);

  const work = async (kind: WakeKind, id: string, handle: (id: string) => Promise<void>): Promise<void> => {
    const { running, again, ahead, waiting } = hands[kind];
    running.add(id);
    try {
      await handle(id);
    } catch (error) {
      log.error('wake-handler-failed', { kind, ...describeError(error) });
    }
    running.delete(id);
    // It was woken while it was looked at: what it was woken for may have come too late for that look.
    if (again.has(id)) (again.get(id) ? ahead : waiting).add(id);
    again.delete(id);
    takeUp(kind);
    if (!isIdle()) return;
    setAlarms();
    onIdle?.();
  };

  const setAlarms = (): void => {
    for (const { kind, id, at } of alarms.splice(0))
      void far.wake(kind, id, Math.max(0, at - performance.now()));
  };

  /** Telling the far queue takes as long as sending a page does: the page goes first. */
  const putOff = (kind: WakeKind, id: string, inMs: number): void => {
    if (alarms.length === 0) setTimeout(setAlarms, PUT_OFF_MS).unref();
    alarms.push({ kind, id, at: performance.now() + inMs });
  };

  const takeUp = (kind: WakeKind): void => {
    const { running, ahead, waiting } = hands[kind];
    while (!closed && handlers !== null && running.size < HANDS[kind]) {
      const [id] = ahead.size > 0 ? ahead : waiting;
      if (id === undefined) return;
      ahead.delete(id);
      waiting.delete(id);
      void work(kind, id, handlers[kind]);
    }
  };

  /** False when the far queue must do it. */
  const take = (kind: WakeKind, id: string, isAhead: boolean): boolean => {
    const { running, again, ahead, waiting } = hands[kind];
    const line = isAhead ? ahead : waiting;
    if (handlers === null || closed) return false;
    if (running.has(id)) again.set(id, isAhead || again.get(id) === true);
    else if (!line.has(id) && line.size >= LONGEST_LINE) return false;
    else line.add(id);
    takeUp(kind);
    return true;
  };

  const wake: WakeQueue['wake'] = async (kind, id, inMs, ahead = false) => {
    if (inMs <= 0 && take(kind, id, ahead) && !TOLD_TWICE.includes(kind)) return;
    if (inMs >= FAR_AWAY_MS && !isIdle() && !closed) return putOff(kind, id, inMs);
    await far.wake(kind, id, inMs);
  };

  const close = async (): Promise<void> => {
    closed = true;
    if (!isIdle()) await endsWithin(FINISH_MS, new Promise<void>((done) => (onIdle = done)));
    setAlarms();
    await far.close();
  };

  return {
    wake,
    state: () => far.state(),
    async startWorkers(given) {
      const workers = await far.startWorkers(given);
      handlers = given;
      return { state: workers.state, stop: close };
    },
    close,
  };
}

const empty = (): Hands => ({
  running: new Set(),
  again: new Map(),
  ahead: new Set(),
  waiting: new Set(),
});
