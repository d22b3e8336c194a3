import type { WakeKind } from '../conversation/ports/wake-queue.ts';
import type { Result } from '../core/result.ts';
import type { QueueTiming } from './timing.ts';

export const WAKE_KINDS = ['turn', 'delivery', 'escalation'] as const satisfies readonly WakeKind[];

/** Job data is clear text in the store: an id and nothing else. */
export type WakeJob = { readonly id: string };

export const WAKE = 'wake';
export const CANARY = 'canary';
export type JobName = typeof WAKE | typeof CANARY;

export type LineCode =
  /** Nothing answers, or not in time. */
  | 'store-unreachable'
  /** It answers and refuses: wrong password, no such database, rights missing. */
  | 'store-refused'
  /** BullMQ's tables could not be made or belong to a newer BullMQ. */
  | 'schema-unusable';

export type LineNotice =
  /** Redis may throw jobs away when its memory is full: wakes get lost, and the sweep does them. */
  'eviction-policy';

/** What of BullMQ's Queue is used, on either store. */
export interface JobQueue {
  waitUntilReady(): Promise<unknown>;
  add(name: JobName, data: WakeJob, options: JobOptions): Promise<unknown>;
  getJobState(jobId: string): Promise<string>;
  close(): Promise<void>;
}

export type JobOptions = {
  jobId: string;
  delay?: number;
  lifo?: boolean;
  removeOnComplete: true | { age: number; count: number };
  removeOnFail: { age: number; count: number };
};

/** What of BullMQ's Worker is used, on either store. */
export interface JobWorker {
  waitUntilReady(): Promise<void>;
  pause(doNotWaitActive: boolean): Promise<void>;
  close(force: boolean): Promise<void>;
  getBackend(): { disconnectBlocking(wait?: boolean): Promise<void>; close(force?: boolean): Promise<void> };
}

export type Processor = (job: { id?: string | undefined; name: string; data: unknown }) => Promise<void>;

export type WorkerTuning = {
  readonly concurrency: number;
  readonly lockDuration: number;
  readonly stalledInterval: number;
  readonly maxStalledCount: number;
  readonly runRetryDelay: number;
};

/** Connections to a store that answered, and what is built on them. It is thrown away whole when it fails. */
export interface QueueLine {
  readonly queues: Readonly<Record<WakeKind, JobQueue>>;
  readonly notice: LineNotice | null;
  hire(kind: WakeKind, process: Processor, tuning: WorkerTuning): JobWorker;
  /** Drops every connection at once: whatever still waits for the store fails. */
  cut(): void;
  close(): Promise<void>;
}

export type LineOptions = {
  readonly timing: QueueTiming;
  /** Told of every error of every object; never throws. */
  readonly onError: (error: unknown) => void;
  readonly signal: AbortSignal;
};

/** Redis or PostgreSQL: probes it first, since what BullMQ builds on a silent store stays dead without an error. */
export interface QueueStore {
  open(options: LineOptions): Promise<Result<QueueLine, LineCode>>;
}

/** How long events and failed jobs are kept; nothing reads them but an engineer. */
export const KEPT_FAILURES = { age: 3_600, count: 100 };
export const KEPT_EVENTS = { events: { maxLen: 100 } };
