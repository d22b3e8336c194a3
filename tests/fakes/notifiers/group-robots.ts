/**
 * The three group robots as their guides describe them: they check the request as the platform does, and keep what
 * the group would see.
 */
import { createHmac } from 'node:crypto';
import { type Answer, type Heard, type HttpFake, startHttpFake } from './http-fake.ts';

export type RobotFake = HttpFake & {
  readonly url: string;
  /** What the group has been shown, oldest first. */
  readonly seen: readonly { readonly text: string; readonly everybody: boolean }[];
};

type Seen = { text: string; everybody: boolean };
type Json = Record<string, unknown>;

const HOUR_MS = 3_600_000;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const readJson = (body: string): Json => {
  const value: unknown = JSON.parse(body);
  return isObject(value) ? value : {};
};
const textIn = (value: unknown, key: string): string => String(isObject(value) ? (value[key] ?? '') : '');
const fresh = (ms: number): boolean => Math.abs(Date.now() - ms) < HOUR_MS;

async function startRobot(
  path: string,
  decide: (heard: Heard, show: (seen: Seen) => void) => Answer,
): Promise<RobotFake> {
  const seen: Seen[] = [];
  const fake = await startHttpFake((heard) => decide(heard, (one) => seen.push(one)));
  return { ...fake, url: `${fake.origin}${path}`, seen };
}

export const WECOM_KEY = '11111111-2222-3333-4444-555555555555';

/** At most 20 a minute, 2048 bytes of text. */
export function startFakeWecom(): Promise<RobotFake> {
  let count = 0;
  return startRobot(`/cgi-bin/webhook/send?key=${WECOM_KEY}`, ({ url, body }, show) => {
    if (url.searchParams.get('key') !== WECOM_KEY) {
      return { body: { errcode: 93000, errmsg: 'invalid webhook url, hint: MARK-ECHO' } };
    }
    count += 1;
    if (count > 20) return { body: { errcode: 45009, errmsg: 'api freq out of limit' } };
    const message = readJson(body);
    const part = message[String(message.msgtype)];
    const text = textIn(part, 'content');
    const limit = message.msgtype === 'markdown' ? 4_096 : 2_048;
    if (text === '' || Buffer.byteLength(text) > limit)
      return { body: { errcode: 40058, errmsg: 'content' } };
    const mentioned = isObject(part) ? part.mentioned_list : undefined;
    show({ text, everybody: Array.isArray(mentioned) && mentioned.includes('@all') });
    return { body: { errcode: 0, errmsg: 'ok' } };
  });
}

export const DINGTALK_SECRET = 'SEC000a1b2c3d4e5f6';

export function startFakeDingtalk(): Promise<RobotFake> {
  return startRobot('/robot/send?access_token=token', ({ url, target, body }, show) => {
    const timestamp = url.searchParams.get('timestamp') ?? '';
    const wanted = createHmac('sha256', DINGTALK_SECRET)
      .update(`${timestamp}\n${DINGTALK_SECRET}`)
      .digest('base64');
    // The plus signs of base64 must have been escaped, else they arrive as spaces.
    const given = /[?&]sign=([^&]+)/.exec(target)?.[1] ?? '';
    if (decodeURIComponent(given) !== wanted || !/^[0-9]{13}$/.test(timestamp) || !fresh(Number(timestamp))) {
      return { body: { errcode: 310000, errmsg: 'sign not match MARK-ECHO' } };
    }
    const message = readJson(body);
    show({ text: textIn(message.text, 'content'), everybody: textIn(message.at, 'isAtAll') === 'true' });
    return { body: { errcode: 0, errmsg: 'ok' } };
  });
}

export const FEISHU_SECRET = 'feishu-Secret-0987';

export function startFakeFeishu(): Promise<RobotFake> {
  return startRobot('/open-apis/bot/v2/hook/hook', ({ body }, show) => {
    if (Buffer.byteLength(body) > 20 * 1024) return { status: 400, body: { code: 9499, msg: 'Bad Request' } };
    const message = readJson(body);
    const timestamp = String(message.timestamp);
    const wanted = createHmac('sha256', Buffer.from(`${timestamp}\n${FEISHU_SECRET}`)).digest('base64');
    if (message.sign !== wanted || !/^[0-9]{10}$/.test(timestamp) || !fresh(Number(timestamp) * 1_000)) {
      return { body: { code: 19021, msg: 'sign match fail or timestamp is not within one hour MARK-ECHO' } };
    }
    const text = textIn(message.content, 'text');
    const everybody = text.startsWith('<at user_id="all">所有人</at> ');
    show({ text: everybody ? text.slice(text.indexOf('</at> ') + 6) : text, everybody });
    return { body: { code: 0, msg: 'success', data: {}, StatusCode: 0 } };
  });
}
