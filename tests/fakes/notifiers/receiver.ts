/** Somebody's own receiver of the generic webhook, which checks the signature as docs/notifiers.md tells it to. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type HttpFake, startHttpFake } from './http-fake.ts';

export const WEBHOOK_SECRET = 'MARK-WEBHOOK-SECRET';

export type ReceiverFake = HttpFake & { readonly events: readonly unknown[] };

export async function startFakeReceiver(): Promise<ReceiverFake> {
  const events: unknown[] = [];
  const fake = await startHttpFake(({ headers, body }) => {
    const timestamp = String(headers['x-xinqiao-timestamp']);
    const wanted = `sha256=${createHmac('sha256', WEBHOOK_SECRET).update(`${timestamp}.${body}`).digest('hex')}`;
    const given = String(headers['x-xinqiao-signature']);
    const same = given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
    if (!same || Math.abs(Date.now() / 1_000 - Number(timestamp)) > 300) {
      return { status: 401, body: { error: 'MARK-ECHO' } };
    }
    events.push(JSON.parse(body));
    return { status: 204, body: '' };
  });
  return { ...fake, events };
}
