import { type Exchange, exchange } from './exchange.ts';

/** What group robots and webhooks take. */
export function postJson(
  url: URL,
  body: unknown,
  deadlineMs: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<Exchange> {
  return exchange(
    {
      url,
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    },
    deadlineMs,
  );
}
