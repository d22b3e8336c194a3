import { type Answer, no, yes } from './answer.ts';
import { numberParam, type Params } from './read-request.ts';

export type RawUpdate = Readonly<Record<string, unknown>> & { readonly update_id: number };

type Entry = { readonly update: RawUpdate; confirmed: boolean; again: boolean };
type HeldPoll = {
  readonly params: Params;
  readonly answer: (answer: Answer) => void;
  readonly timer: NodeJS.Timeout;
};

export type UpdateQueue = {
  /** Gives the update the next number, unless it names one itself. */
  push(content: Readonly<Record<string, unknown>>): RawUpdate;
  /** Answers at once, or holds the poll until something comes, its time is over, or `gone` is aborted. */
  poll(params: Params, gone: AbortSignal): Promise<Answer>;
  /** Every update counts as never confirmed and is delivered once more whatever offset is asked for. */
  redeliver(): void;
  unconfirmed(): number;
  /** What is not confirmed, in order. */
  waiting(): RawUpdate[];
  /** By the answer of a webhook. */
  confirmOne(update: RawUpdate): void;
  isPolled(): boolean;
  close(): void;
};

/** Updates with the offset rules of core.telegram.org/bots/api#getupdates. */
export function createUpdateQueue(firstId: number, onChange: () => void): UpdateQueue {
  const entries: Entry[] = [];
  let nextId = firstId;
  let held: HeldPoll | null = null;

  const confirm = (offset: number): void => {
    const open = entries.filter((entry) => !entry.confirmed);
    const first = offset < 0 ? open.at(offset)?.update.update_id : offset;
    if (first === undefined) return;
    for (const entry of entries) if (entry.update.update_id < first && !entry.again) entry.confirmed = true;
  };

  const pending = (params: Params): RawUpdate[] => {
    const limit = Math.min(Math.max(numberParam(params, 'limit') ?? 100, 1), 100);
    const offset = numberParam(params, 'offset') ?? 0;
    const isWanted = (entry: Entry): boolean => entry.again || entry.update.update_id >= offset;
    const batch = entries.filter((entry) => !entry.confirmed && isWanted(entry)).slice(0, limit);
    for (const entry of batch) entry.again = false;
    return batch.map((entry) => entry.update);
  };

  const release = (answer: Answer): void => {
    if (held === null) return;
    clearTimeout(held.timer);
    const { answer: resolve } = held;
    held = null;
    resolve(answer);
  };

  const wake = (): void => {
    const ready = held === null ? [] : pending(held.params);
    if (ready.length > 0) release(yes(ready));
    onChange();
  };

  return {
    push(content) {
      const named = content.update_id;
      const update = { ...content, update_id: typeof named === 'number' ? named : nextId };
      nextId = Math.max(nextId, update.update_id + 1);
      entries.push({ update, confirmed: false, again: false });
      entries.sort((a, b) => a.update.update_id - b.update.update_id);
      wake();
      return update;
    },
    poll(params, gone) {
      release(
        no(
          409,
          'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
        ),
      );
      const offset = numberParam(params, 'offset');
      if (offset !== null && offset !== 0) confirm(offset);
      onChange();
      const ready = pending(params);
      const timeoutSeconds = numberParam(params, 'timeout') ?? 0;
      if (ready.length > 0 || timeoutSeconds <= 0) return Promise.resolve(yes(ready));
      return new Promise((resolve) => {
        const timer = setTimeout(() => release(yes([])), timeoutSeconds * 1_000);
        const poll = { params, answer: resolve, timer };
        held = poll;
        gone.addEventListener('abort', () => held === poll && release(yes([])));
        onChange();
      });
    },
    redeliver() {
      for (const entry of entries) {
        entry.confirmed = false;
        entry.again = true;
      }
      wake();
    },
    unconfirmed: () => entries.filter((entry) => !entry.confirmed).length,
    waiting: () => entries.filter((entry) => !entry.confirmed).map((entry) => entry.update),
    confirmOne(update) {
      for (const entry of entries) {
        if (entry.update !== update) continue;
        entry.confirmed = true;
        entry.again = false;
      }
    },
    isPolled: () => held !== null,
    close: () => release(yes([])),
  };
}
