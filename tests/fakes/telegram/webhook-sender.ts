import type { RawUpdate, UpdateQueue } from './update-queue.ts';

export type Webhook = {
  readonly url: string;
  readonly secret: string | null;
  readonly maxConnections: number;
  readonly allowedUpdates: readonly string[];
};

export type WebhookSender = {
  /** Posts what may be posted now; to be called after every change. */
  pump(): void;
  /** Unix time in seconds. */
  lastError(): { readonly date: number; readonly message: string } | null;
  forgetErrors(): void;
  /** Answers of the webhook so far, 0 for none. */
  answers(): readonly number[];
  setOnline(online: boolean): void;
  close(): Promise<void>;
};

/** Telegram waits for minutes in the end; here nobody has so much time. */
const REPEAT_MS = 20;
const ANSWER_WITHIN_MS = 60_000;

/**
 * Posts updates as `WebhookActor` of tdlib/telegram-bot-api does: several people at once, one person's updates one
 * after the other, each until it is answered with 2xx. A webhook that is not on this machine is only kept.
 */
export function createWebhookSender(
  webhook: () => Webhook | null,
  queue: Pick<UpdateQueue, 'waiting' | 'confirmOne'>,
  onChange: () => void,
): WebhookSender {
  const busy = new Set<string>();
  const posting = new Set<Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();
  const answers: number[] = [];
  const closing = new AbortController();
  let error: { date: number; message: string } | null = null;
  let isOnline = true;

  const pump = (): void => {
    const target = webhook();
    if (target === null || !isOnline || closing.signal.aborted || !isHere(target.url)) return;
    for (const update of queue.waiting()) {
      const person = personOf(update);
      if (busy.size >= target.maxConnections) return;
      if (busy.has(person)) continue;
      busy.add(person);
      const posted = deliver(target, update, person).finally(() => posting.delete(posted));
      posting.add(posted);
    }
  };

  const deliver = async (target: Webhook, update: RawUpdate, person: string): Promise<void> => {
    const status = await post(target, update, closing.signal);
    answers.push(status);
    if (status >= 200 && status < 300) {
      queue.confirmOne(update);
      busy.delete(person);
      onChange();
      return pump();
    }
    error = { date: Math.floor(Date.now() / 1_000), message: `Wrong response from the webhook: ${status}` };
    onChange();
    const timer = setTimeout(() => {
      timers.delete(timer);
      busy.delete(person);
      pump();
    }, REPEAT_MS);
    timers.add(timer);
  };

  return {
    pump,
    lastError: () => error,
    forgetErrors: () => {
      error = null;
    },
    answers: () => answers,
    setOnline(online) {
      isOnline = online;
      pump();
    },
    async close() {
      closing.abort();
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(posting);
    },
  };
}

const isHere = (url: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);

/** The status of the answer, 0 without one. */
async function post(target: Webhook, update: RawUpdate, stop: AbortSignal): Promise<number> {
  const secret = target.secret === null ? {} : { 'x-telegram-bot-api-secret-token': target.secret };
  try {
    const response = await fetch(target.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...secret },
      body: JSON.stringify(update),
      signal: AbortSignal.any([stop, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

type Chatting = { readonly chat?: { readonly id?: unknown }; readonly from?: { readonly id?: unknown } };

/** Whose words these are; an update of nobody stands for itself. */
function personOf(update: RawUpdate): string {
  for (const value of Object.values(update)) {
    if (typeof value !== 'object' || value === null) continue;
    const { chat, from } = value as Chatting;
    const id = chat?.id ?? from?.id;
    if (id !== undefined) return String(id);
  }
  return `update ${update.update_id}`;
}
