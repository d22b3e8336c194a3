import { type RedisOptions as AnyRedisOptions, Redis } from 'ioredis';
import type { WakeKind } from '../conversation/ports/wake-queue.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { Queue, Worker } from './bullmq.ts';
import {
  KEPT_EVENTS,
  type LineCode,
  type LineNotice,
  type LineOptions,
  type QueueLine,
  type QueueStore,
} from './line.ts';
import type { QueueTiming } from './timing.ts';
import { endsWithin, within } from './within.ts';

/** BullMQ reads replies in the mapping that is the default. */
type RedisOptions = Omit<AnyRedisOptions, 'replyMapping'>;

const REFUSALS = ['NOAUTH', 'WRONGPASS', 'NOPERM', 'ERR AUTH', 'ERR DB'];

/**
 * Five connections: one for producers, one that the workers share, and a blocking one for each worker.
 * Keys start with `prefix`. Redis should have `maxmemory-policy noeviction` and its append-only file on.
 */
export function createRedisStore(url: string, prefix: string): QueueStore {
  return {
    async open(options): Promise<Result<QueueLine, LineCode>> {
      let refused = false;
      const onError = (error: unknown): void => {
        refused ||= isRefusal(error);
        options.onError(error);
      };
      const producer = connect(url, onError, producerOptions(options.timing));
      try {
        await within(options.timing.connectMs, producer.connect(), options.signal);
        const info = await within(options.timing.connectMs, producer.info(), options.signal);
        const consumer = connect(url, options.onError, consumerOptions(options.timing));
        return ok(buildLine(producer, consumer, prefix, readNotice(info), options));
      } catch {
        producer.disconnect();
        // What `connect` throws says only that the connection is closed; the event told why.
        return fail(refused ? 'store-refused' : 'store-unreachable');
      }
    },
  };
}

const common = (timing: QueueTiming): RedisOptions => ({
  lazyConnect: true,
  connectTimeout: timing.connectMs,
  keepAlive: 10_000,
  // The default backs off so far that the first job after an outage of 25 s waits for 13 s.
  retryStrategy: (times) => Math.min(times * 200, 1_000),
});

/** A producer must never hold up its caller: without a connection it fails at once. */
const producerOptions = (timing: QueueTiming): RedisOptions => ({
  ...common(timing),
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  commandTimeout: timing.wakeMs,
});

/** A worker waits for its store as long as it takes; BullMQ insists. */
const consumerOptions = (timing: QueueTiming): RedisOptions => ({
  ...common(timing),
  lazyConnect: false,
  maxRetriesPerRequest: null,
});

function connect(url: string, onError: (error: unknown) => void, redisOptions: RedisOptions): Redis {
  const client = new Redis(url, redisOptions);
  client.on('error', onError);
  return client;
}

function buildLine(
  producer: Redis,
  consumer: Redis,
  prefix: string,
  notice: LineNotice | null,
  { onError, timing }: LineOptions,
): QueueLine {
  const openQueue = (kind: WakeKind) => {
    const queue = new Queue(kind, { connection: producer, prefix, streams: KEPT_EVENTS });
    queue.on('error', onError);
    return queue;
  };
  const queues = {
    turn: openQueue('turn'),
    delivery: openQueue('delivery'),
    escalation: openQueue('escalation'),
  };
  const cut = (): void => {
    producer.disconnect();
    consumer.disconnect();
  };
  return {
    queues,
    notice,
    hire(kind, process, tuning) {
      const worker = new Worker(kind, process, {
        ...tuning,
        connection: consumer,
        prefix,
      });
      worker.on('error', onError);
      return worker;
    },
    cut,
    async close() {
      await endsWithin(timing.closeMs, Promise.all(Object.values(queues).map((queue) => queue.close())));
      await endsWithin(timing.closeMs, Promise.all([producer.quit(), consumer.quit()]));
      cut();
    },
  };
}

function readNotice(info: string): LineNotice | null {
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  return policy === undefined || policy === 'noeviction' ? null : 'eviction-policy';
}

/** Redis names the kind of its refusal in the first words; the rest of the message is not looked at. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || error.name !== 'ReplyError') return false;
  return REFUSALS.some((word) => error.message.startsWith(word));
}
