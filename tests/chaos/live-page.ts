/** The event stream of a student's page, as a browser follows it: it reconnects and says what it heard last. */
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../support/until.ts';

export type LivePage = {
  /** When each `changed` came, by `performance.now()`. */
  readonly changedAt: readonly number[];
  /** Times that the stream was opened. */
  opened(): number;
  waitForChange(since: number, ceilingMs: number): Promise<void>;
  close(): void;
};

export function followLivePage(url: string, cookies: string): LivePage {
  const closing = new AbortController();
  const changedAt: number[] = [];
  let opened = 0;
  let lastId: string | null = null;
  let retryMs = 3_000;
  let ended: string | null = null;

  const take = (line: string): void => {
    const [, field, value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (field === 'retry') retryMs = Number(value);
    if (field === 'id') lastId = value;
    if (field === 'event' && value === 'changed') changedAt.push(performance.now());
    if (field === 'event' && value === 'ended') ended = 'the stream was ended for good';
  };
  const read = async (): Promise<void> => {
    const headers = { Cookie: cookies, ...(lastId === null ? {} : { 'Last-Event-ID': lastId }) };
    const response = await fetch(`${url}/chat/events`, { headers, signal: closing.signal });
    if (response.status !== 200) {
      // A browser never tries again after that.
      ended = `the stream answered ${response.status}`;
      return;
    }
    opened += 1;
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of response.body ?? []) {
      const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    }
  };
  const follow = async (): Promise<void> => {
    while (!closing.signal.aborted && ended === null) {
      await read().catch(() => undefined);
      await pause(retryMs, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  };
  void follow();

  return {
    changedAt,
    opened: () => opened,
    waitForChange: (since, ceilingMs) =>
      until(
        `the live page to hear of a change (opened ${opened} times)`,
        () => {
          if (ended !== null) throw new Error(ended);
          return (changedAt.at(-1) ?? 0) > since;
        },
        ceilingMs,
      ),
    close: () => closing.abort(),
  };
}
