import { randomUUID } from 'node:crypto';
import { unreachable } from '../core/result.ts';
import type { HttpRequest } from './exchange.ts';
import type { Fields, FieldTree } from './gateway-template.ts';
import type { GatewaySettings } from './settings.ts';
import { signAcs3 } from './sign-acs3.ts';
import { signPayload } from './sign-hmac.ts';
import { signTc3 } from './sign-tc3.ts';
import { unixSeconds } from './wall-clock.ts';

type Encoded = { readonly url: URL; readonly body: string | null; readonly contentType: string | null };

/** One request to a gateway, signed as it wants. */
export function composeRequest(settings: GatewaySettings, fields: Fields, now: Date): HttpRequest {
  const encoded = encodeFields(settings, fields);
  const { url, body, contentType } = encoded;
  return {
    url,
    method: settings.method,
    headers: {
      ...settings.headers,
      ...(contentType === null ? {} : { 'content-type': contentType }),
      ...sign(settings, encoded, now),
    },
    body,
  };
}

function encodeFields({ url: address, encode }: GatewaySettings, fields: Fields): Encoded {
  const url = new URL(address);
  if (encode === 'json') {
    return { url, body: JSON.stringify(fields), contentType: 'application/json; charset=utf-8' };
  }
  const pairs = Object.entries(fields).map(([key, value]): [string, string] => [key, asText(value)]);
  if (encode === 'form') {
    const body = new URLSearchParams(pairs).toString();
    return { url, body, contentType: 'application/x-www-form-urlencoded' };
  }
  for (const [key, value] of pairs) url.searchParams.set(key, value);
  return { url, body: null, contentType: null };
}

/** Forms and queries hold texts; whatever else was written there goes as JSON. */
const asText = (value: FieldTree): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

function sign(
  { signature, method }: GatewaySettings,
  { url, body, contentType }: Encoded,
  now: Date,
): Record<string, string> {
  switch (signature.scheme) {
    case 'none':
      return {};
    case 'aliyun-acs3':
      return signAcs3(signature, { method, url, contentType, body: body ?? '', now, nonce: randomUUID() });
    case 'tencent-tc3':
      return signTc3(signature, { url, contentType: contentType ?? '', body: body ?? '', now });
    case 'hmac-sha256': {
      const timestamp = unixSeconds(now);
      return {
        [signature.timestampHeader]: String(timestamp),
        [signature.header]: signPayload(signature.secret, timestamp, body ?? url.search.slice(1)),
      };
    }
    default:
      return unreachable(signature);
  }
}
