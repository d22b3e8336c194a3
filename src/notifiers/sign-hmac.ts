import { createHmac } from 'node:crypto';

/** `sha256=` and the hexadecimal HMAC-SHA256 of the Unix time in seconds, a full stop and the payload. */
export function signPayload(secret: string, timestamp: number, payload: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${payload}`).digest('hex')}`;
}
