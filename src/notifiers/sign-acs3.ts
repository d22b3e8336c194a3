/**
 * Alibaba Cloud's ACS3-HMAC-SHA256, "V3版本请求体&签名机制", help.aliyun.com/zh/sdk/product-overview/
 * v3-request-structure-and-signature; a test holds it to the example published there.
 */
import { createHash, createHmac } from 'node:crypto';
import type { SignatureOf } from './gateway-signature.ts';

const ALGORITHM = 'ACS3-HMAC-SHA256';

export type Acs3Request = {
  readonly method: string;
  readonly url: URL;
  readonly contentType: string | null;
  readonly body: string;
  readonly now: Date;
  readonly nonce: string;
};

/** The headers to add to the request. */
export function signAcs3(keys: SignatureOf<'aliyun-acs3'>, request: Acs3Request): Record<string, string> {
  const bodyHash = sha256(request.body);
  const added = {
    'x-acs-action': keys.action,
    'x-acs-content-sha256': bodyHash,
    'x-acs-date': request.now.toISOString().replace(/\.[0-9]+Z$/, 'Z'),
    'x-acs-signature-nonce': request.nonce,
    'x-acs-version': keys.version,
  };
  const signed = Object.entries({
    ...(request.contentType === null ? {} : { 'content-type': request.contentType }),
    host: request.url.host,
    ...added,
  }).sort(byName);
  const names = signed.map(([name]) => name).join(';');
  const canonical = [
    request.method,
    request.url.pathname,
    canonicalQuery(request.url),
    signed.map(([name, value]) => `${name}:${value.trim()}\n`).join(''),
    names,
    bodyHash,
  ].join('\n');
  const signature = createHmac('sha256', keys.keySecret)
    .update(`${ALGORITHM}\n${sha256(canonical)}`)
    .digest('hex');
  return {
    ...added,
    authorization: `${ALGORITHM} Credential=${keys.keyId},SignedHeaders=${names},Signature=${signature}`,
  };
}

function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .map(([name, value]): [string, string] => [percentEncode(name), percentEncode(value)])
    .sort(byName)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** RFC 3986, which `encodeURIComponent` is not quite. */
const percentEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number =>
  a < b ? -1 : a > b ? 1 : 0;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
