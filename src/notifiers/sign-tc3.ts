/**
 * Tencent Cloud's TC3-HMAC-SHA256 for POST with JSON, "签名方法 v3", cloud.tencent.com/document/api/382/52071; a test
 * holds it to the example published there.
 */
import { createHash, createHmac } from 'node:crypto';
import type { SignatureOf } from './gateway-signature.ts';
import { unixSeconds } from './wall-clock.ts';

const ALGORITHM = 'TC3-HMAC-SHA256';

export type Tc3Request = {
  readonly url: URL;
  readonly contentType: string;
  readonly body: string;
  readonly now: Date;
};

type Tc3Keys = Pick<SignatureOf<'tencent-tc3'>, 'keyId' | 'keySecret' | 'service'>;

/** The headers to add to the request. */
export function signTc3(keys: SignatureOf<'tencent-tc3'>, request: Tc3Request): Record<string, string> {
  const signed = { 'x-tc-action': keys.action.toLowerCase() };
  return {
    'x-tc-action': keys.action,
    'x-tc-version': keys.version,
    'x-tc-region': keys.region,
    'x-tc-timestamp': String(unixSeconds(request.now)),
    authorization: authorizeTc3(keys, request, signed),
  };
}

/** @param more headers that are signed besides content-type and host, which always are; in lower case, sorted after them */
export function authorizeTc3(
  keys: Tc3Keys,
  { url, contentType, body, now }: Tc3Request,
  more: Readonly<Record<string, string>>,
): string {
  const signed = Object.entries({ 'content-type': contentType, host: url.host, ...more });
  const names = signed.map(([name]) => name).join(';');
  const canonical = [
    'POST',
    '/',
    '',
    signed.map(([name, value]) => `${name}:${value}\n`).join(''),
    names,
    sha256(body),
  ].join('\n');
  const date = now.toISOString().slice(0, 10);
  const scope = `${date}/${keys.service}/tc3_request`;
  const dateKey = hmac(`TC3${keys.keySecret}`, date);
  const signingKey = hmac(hmac(dateKey, keys.service), 'tc3_request');
  const toSign = [ALGORITHM, unixSeconds(now), scope, sha256(canonical)].join('\n');
  const signature = hmac(signingKey, toSign).toString('hex');
  return `${ALGORITHM} Credential=${keys.keyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
