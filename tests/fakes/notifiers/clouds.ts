/**
 * Two providers' gateways. They rebuild the signature from what arrived, as the provider does, and not from what
 * the sender meant to send.
 */
import { createHash, createHmac } from 'node:crypto';
import { type Answer, type Heard, type HttpFake, startHttpFake } from './http-fake.ts';

export type CloudFake = HttpFake & {
  /** What the provider took, with the action as `Action`. */
  readonly taken: readonly Readonly<Record<string, unknown>>[];
};

export const KEY_ID = 'LTAI-test-key-id';
export const KEY_SECRET = 'MARK-KEY-SECRET-1';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const header = (heard: Heard, name: string): string => String(heard.headers[name] ?? '');

/** Query as RFC 3986 wants it, from the raw request line. */
function canonicalQuery(target: string): string {
  const [, query = ''] = target.split('?');
  const strict = (text: string): string =>
    encodeURIComponent(decodeURIComponent(text.replaceAll('+', ' '))).replace(
      /[!'()*]/g,
      (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => pair.split('=').map(strict).join('='))
    .sort()
    .join('&');
}

const canonicalHeaders = (heard: Heard, names: string): string =>
  names
    .split(';')
    .map((name) => `${name}:${header(heard, name).trim()}\n`)
    .join('');

const usedNonces = new Set<string>();

/** Null when the request is signed as Alibaba Cloud demands; else its code. */
function checkAcs3(heard: Heard): string | null {
  const given = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(
    header(heard, 'authorization'),
  );
  if (given === null) return 'MissingAuthorization';
  const [, id = '', names = '', signature = ''] = given;
  if (id !== KEY_ID) return 'InvalidAccessKeyId.NotFound';
  const must = Object.keys(heard.headers).filter(
    (name) => name.startsWith('x-acs-') || name === 'host' || name === 'content-type',
  );
  if (names !== must.sort().join(';')) return 'IncompleteSignature';
  if (header(heard, 'x-acs-content-sha256') !== sha256(heard.body)) return 'IncompleteSignature';
  const date = header(heard, 'x-acs-date');
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(date) || Math.abs(Date.now() - Date.parse(date)) > 900_000) {
    return 'InvalidTimeStamp.Expired';
  }
  const nonce = header(heard, 'x-acs-signature-nonce');
  if (nonce === '' || usedNonces.has(nonce)) return 'SignatureNonceUsed';
  usedNonces.add(nonce);
  const canonical = [
    heard.method,
    heard.url.pathname,
    canonicalQuery(heard.target),
    canonicalHeaders(heard, names),
    names,
    sha256(heard.body),
  ].join('\n');
  const wanted = hmac(KEY_SECRET, `ACS3-HMAC-SHA256\n${sha256(canonical)}`).toString('hex');
  return signature === wanted ? null : 'SignatureDoesNotMatch';
}

const ALIYUN_ACTIONS: Readonly<Record<string, { version: string; must: readonly string[] }>> = {
  SendSms: { version: '2017-05-25', must: ['PhoneNumbers', 'SignName', 'TemplateCode', 'TemplateParam'] },
  SingleCallByTts: { version: '2017-05-25', must: ['CalledNumber', 'TtsCode', 'TtsParam'] },
};

/** One number is refused for good and one is over its limit, so that every answer can be had. */
export const ALIYUN_BAD_NUMBER = '13900000001';
export const ALIYUN_BUSY_NUMBER = '13900000002';

export async function startFakeAliyun(): Promise<CloudFake> {
  const taken: Record<string, unknown>[] = [];
  const fake = await startHttpFake((heard) => answerAliyun(heard, taken));
  return { ...fake, taken };
}

function answerAliyun(heard: Heard, taken: Record<string, unknown>[]): Answer {
  const no = (status: number, Code: string): Answer => ({
    status,
    body: { Code, Message: `MARK-ECHO ${heard.target}`, RequestId: 'r' },
  });
  const problem = checkAcs3(heard);
  if (problem !== null) return no(400, problem);
  const action = ALIYUN_ACTIONS[header(heard, 'x-acs-action')];
  if (action === undefined || action.version !== header(heard, 'x-acs-version'))
    return no(404, 'InvalidAction');
  const fields = Object.fromEntries(heard.url.searchParams);
  if (action.must.some((name) => (fields[name] ?? '') === '')) return no(400, `Missing${action.must[0]}`);
  const number = fields.PhoneNumbers ?? fields.CalledNumber ?? '';
  if (number === ALIYUN_BAD_NUMBER || !/^1[3-9]\d{9}$/.test(number))
    return no(200, 'isv.MOBILE_NUMBER_ILLEGAL');
  if (number === ALIYUN_BUSY_NUMBER) return no(200, 'isv.BUSINESS_LIMIT_CONTROL');
  taken.push({ Action: header(heard, 'x-acs-action'), ...fields });
  return { body: { Code: 'OK', Message: 'OK', BizId: 'biz-1', CallId: 'call-1', RequestId: 'r' } };
}

/** Null when the request is signed as Tencent Cloud demands; else its code. */
function checkTc3(heard: Heard, service: string): string | null {
  const given =
    /^TC3-HMAC-SHA256 Credential=([^/]+)\/([\d-]+)\/(\w+)\/tc3_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/.exec(
      header(heard, 'authorization'),
    );
  if (given === null) return 'AuthFailure.InvalidAuthorization';
  const [, id = '', date = '', named = '', names = '', signature = ''] = given;
  if (id !== KEY_ID) return 'AuthFailure.SecretIdNotFound';
  const timestamp = Number(header(heard, 'x-tc-timestamp'));
  const expired = Math.abs(Date.now() / 1_000 - timestamp) > 300;
  if (expired || new Date(timestamp * 1_000).toISOString().slice(0, 10) !== date) {
    return 'AuthFailure.SignatureExpire';
  }
  if (named !== service || !['content-type', 'host'].every((name) => names.split(';').includes(name))) {
    return 'AuthFailure.SignatureFailure';
  }
  const lowered: Heard = {
    ...heard,
    headers: { ...heard.headers, 'x-tc-action': header(heard, 'x-tc-action').toLowerCase() },
  };
  const canonical = ['POST', '/', '', canonicalHeaders(lowered, names), names, sha256(heard.body)].join('\n');
  const toSign = ['TC3-HMAC-SHA256', timestamp, `${date}/${service}/tc3_request`, sha256(canonical)].join(
    '\n',
  );
  const key = hmac(hmac(hmac(`TC3${KEY_SECRET}`, date), service), 'tc3_request');
  return hmac(key, toSign).toString('hex') === signature ? null : 'AuthFailure.SignatureFailure';
}

export const TENCENT_BAD_NUMBER = '+8613900000001';
export const TENCENT_BUSY_NUMBER = '+8613900000002';

/** @param service `sms` answers for each number, `vms` for the whole */
export async function startFakeTencent(service: 'sms' | 'vms'): Promise<CloudFake> {
  const taken: Record<string, unknown>[] = [];
  const fake = await startHttpFake((heard) => {
    const no = (Code: string): Answer => ({
      body: { Response: { Error: { Code, Message: `MARK-ECHO ${heard.body}` }, RequestId: 'r' } },
    });
    const problem = checkTc3(heard, service);
    if (problem !== null) return no(problem);
    const fields = JSON.parse(heard.body) as Record<string, unknown>;
    const action = header(heard, 'x-tc-action');
    const params = fields.TemplateParamSet;
    if (!Array.isArray(params) || !params.every((one) => typeof one === 'string' && one !== '')) {
      return no('InvalidParameter');
    }
    if (service === 'sms') return answerSms(action, header(heard, 'x-tc-version'), fields, taken, no);
    if (action !== 'SendTtsVoice' || header(heard, 'x-tc-version') !== '2020-09-02')
      return no('InvalidAction');
    if (fields.CalledNumber === TENCENT_BUSY_NUMBER) return no('LimitExceeded.DeliveryFrequencyLimit');
    if (fields.CalledNumber === TENCENT_BAD_NUMBER) return no('InvalidParameterValue.CalledNumberVerifyFail');
    taken.push({ Action: action, ...fields });
    return { body: { Response: { SendStatus: { CallId: 'call-1', SessionContext: '' }, RequestId: 'r' } } };
  });
  return { ...fake, taken };
}

function answerSms(
  action: string,
  version: string,
  fields: Record<string, unknown>,
  taken: Record<string, unknown>[],
  no: (code: string) => Answer,
): Answer {
  if (action !== 'SendSms' || version !== '2021-01-11') return no('InvalidAction');
  const [number] = Array.isArray(fields.PhoneNumberSet) ? fields.PhoneNumberSet : [];
  let Code = 'Ok';
  if (number === TENCENT_BAD_NUMBER) Code = 'InvalidParameterValue.IncorrectPhoneNumber';
  if (number === TENCENT_BUSY_NUMBER) Code = 'LimitExceeded.PhoneNumberThirtySecondLimit';
  const SerialNo = Code === 'Ok' ? 'serial-1' : '';
  if (Code === 'Ok') taken.push({ Action: action, ...fields });
  return { body: { Response: { SendStatusSet: [{ SerialNo, PhoneNumber: number, Code }], RequestId: 'r' } } };
}
