import type { OutgoingPicture, SendOutcome } from '../../core/channel.ts';
import type { BotMessage } from '../../core/message.ts';
import { numberChoices } from '../../core/message.ts';
import { readFailure } from './failure.ts';
import type { Link } from './keep-session.ts';
import type { Session } from './session.ts';
import { settleWithin } from './settle-within.ts';
import { splitBytes } from './split-bytes.ts';
import type { WechatTiming } from './timing.ts';

/**
 * WeCom takes 2048 bytes of text in one message (developer.work.weixin.qq.com/document/path/90236) and cuts the rest. A
 * personal account takes more.
 */
const LONGEST_BYTES = 2_000;
/** Of Chinese, in UTF-16 units of three bytes each; English has room for three times as many. */
export const LONGEST_TEXT = Math.floor(LONGEST_BYTES / 3);
/** What a puppet refuses once it mostly refuses for a while: WeChat's own limits, an account that is being looked at. */
const REFUSED_MS = 30_000;

export type SendContext = {
  readonly session: Session | null;
  readonly link: Link;
  readonly timing: WechatTiming;
  /** False where the platform counts what answers a person: the link in the words has to do. */
  readonly sendsFiles: boolean;
};

/** A picture or another file as it leaves. */
type Boxed = { readonly name: string; readonly bytes: Uint8Array };

/**
 * Sends a message in as many parts as it needs, choices as a numbered list. A later part that fails for now makes the
 * whole `unknown` (`partly-sent`): sending it again repeats the first parts, which only somebody who marks repeats may
 * decide.
 */
export async function sendMessage(
  context: SendContext,
  to: string,
  message: BotMessage,
  notAfter = Number.POSITIVE_INFINITY,
  picture: OutgoingPicture | null = null,
): Promise<SendOutcome> {
  const { session, link, timing } = context;
  if (to.trim() === '' || to.length > 200) return UNKNOWN_ADDRESS;
  if (session === null) return temporary(timing.signedOutMs, link.code ?? 'unreachable');
  if (session.self() === null) return temporary(timing.signedOutMs, 'logged-out');
  let outcome: SendOutcome = { kind: 'permanent', code: 'rejected' };
  const words = splitBytes(cleanText(numberChoices(message)), LONGEST_BYTES);
  const parts = picture === null ? words : [picture, ...words];
  const { file } = message;
  for (const [index, part] of parts.entries()) {
    const inTime = performance.now() <= notAfter;
    outcome = inTime ? await sendPart(session, timing, to, part) : temporary(timing.restartMs, 'lease-over');
    if (outcome.kind === 'temporary' && index > 0) return { kind: 'unknown', code: 'partly-sent' };
    if (outcome.kind !== 'sent') return outcome;
  }
  // What matters has been said: what becomes of a file behind it changes nothing.
  if (context.sendsFiles && file !== undefined && performance.now() <= notAfter)
    await sendPart(session, timing, to, { name: file.name, bytes: new TextEncoder().encode(file.text) });
  return outcome;
}

const UNKNOWN_ADDRESS: SendOutcome = { kind: 'permanent', code: 'unknown-address' };

/** A lone surrogate is no text for gRPC, and other control characters break the markup that some puppets send. */
const cleanText = (text: string): string =>
  text.toWellFormed().replace(/\p{Cc}/gu, (control) => ('\n\t'.includes(control) ? control : ''));

async function sendPart(
  session: Session,
  timing: WechatTiming,
  to: string,
  part: string | Boxed,
): Promise<SendOutcome> {
  const { puppet, gone } = session;
  const settled = await settleWithin(timing.sendTimeoutMs, gone, async () =>
    typeof part === 'string'
      ? puppet.messageSendText(to, part)
      : puppet.messageSendFile(to, await boxFile(part)),
  );
  switch (settled.kind) {
    case 'done':
      return { kind: 'sent', externalId: settled.value || null };
    case 'timeout':
      return { kind: 'unknown', code: 'timeout' };
    case 'gone':
      return { kind: 'unknown', code: 'connection-lost' };
    case 'failed':
      return readOutcome(session, timing, to, settled.error);
  }
}

/** A service can pass on no box that holds bytes as they are. The package comes with wechaty, which is optional. */
async function boxFile({ bytes, name }: Boxed) {
  const { FileBox } = await import('file-box');
  return FileBox.fromBase64(Buffer.from(bytes).toString('base64'), name);
}

async function readOutcome(
  session: Session,
  timing: WechatTiming,
  to: string,
  error: unknown,
): Promise<SendOutcome> {
  const failure = readFailure(error);
  switch (failure) {
    case 'not-reached':
      return temporary(timing.restartMs, 'unreachable');
    case 'unauthorized':
      return temporary(timing.signedOutMs, 'unauthorized');
    case 'lost':
      return { kind: 'unknown', code: 'connection-lost' };
    case 'not-found':
      return UNKNOWN_ADDRESS;
    case 'refused':
      // A puppet's reasons are texts of its own, but nearly all answer with an error only for what WeChat did not take.
      return (await isStranger(session, timing, to)) ? UNKNOWN_ADDRESS : temporary(REFUSED_MS, 'refused');
  }
}

/**
 * Asked afresh and only after a refusal. Puppets that do not know who is a friend say that nobody is, so "no friend"
 * counts only where somebody else is one.
 */
async function isStranger(session: Session, timing: WechatTiming, to: string): Promise<boolean> {
  const { puppet, gone } = session;
  const raw = puppet as unknown as { cache?: { contact?: { delete(id: string): unknown } } };
  raw.cache?.contact?.delete(to);
  const asked = await settleWithin(timing.askTimeoutMs, gone, () => puppet.contactPayload(to));
  if (asked.kind === 'done') return asked.value.friend === false && session.tellsFriends();
  if (asked.kind !== 'failed') return false;
  const failure = readFailure(asked.error);
  return failure === 'refused' || failure === 'not-found';
}

function temporary(retryAfterMs: number, code: string): SendOutcome {
  return { kind: 'temporary', retryAfterMs, code };
}
