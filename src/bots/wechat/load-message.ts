import type { payloads } from 'wechaty-puppet';
import type { Incoming } from '../../core/channel.ts';
import { decodeBody, isFromPerson, isOfficial, MESSAGE, readSender } from './decode.ts';
import { readFailure } from './failure.ts';
import type { OwnAccount, Session } from './session.ts';
import { settleWithin } from './settle-within.ts';

export type LoadedMessage =
  | { readonly kind: 'incoming'; readonly incoming: Incoming }
  /** Nothing for the bot: a room, an account of WeChat, its own words. */
  | { readonly kind: 'ignored' }
  /** The puppet answered that it has no such message. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'no-answer' };

/**
 * An event only names a message; what it says is asked for. Never rejects.
 *
 * @param own read after the answer, since a sign-in may have come meanwhile
 */
export async function loadMessage(
  session: Session,
  bot: string,
  own: OwnAccount,
  messageId: string,
  askTimeoutMs: number,
): Promise<LoadedMessage> {
  const { puppet, gone } = session;
  const asked = await settleWithin(askTimeoutMs, gone, () => puppet.messagePayload(messageId));
  if (asked.kind === 'failed') {
    const failure = readFailure(asked.error);
    return { kind: failure === 'refused' || failure === 'not-found' ? 'refused' : 'no-answer' };
  }
  if (asked.kind !== 'done') return { kind: 'no-answer' };
  const payload = asked.value;
  if (!isFromPerson(payload, own.id)) return { kind: 'ignored' };
  const from = readSender(payload);
  const contact = await settleWithin(askTimeoutMs, gone, () => puppet.contactPayload(from));
  if (contact.kind === 'done') {
    if (isOfficial(contact.value)) return { kind: 'ignored' };
    session.noteFriend(contact.value);
  }
  const title = await loadTitle(session, payload, askTimeoutMs);
  const incoming: Incoming = {
    channel: 'wechat',
    bot,
    updateKey: messageId,
    message: messageId,
    from,
    body: decodeBody(payload, title),
  };
  return { kind: 'incoming', incoming };
}

/** What somebody shares says something about them, so its title is screened; without an answer it is left out. */
async function loadTitle(session: Session, payload: payloads.Message, ms: number): Promise<string> {
  const { puppet, gone } = session;
  if (payload.type === MESSAGE.url) {
    const asked = await settleWithin(ms, gone, () => puppet.messageUrl(payload.id));
    return asked.kind === 'done' ? joinWords([asked.value.title, asked.value.description]) : '';
  }
  if (payload.type === MESSAGE.miniProgram) {
    const asked = await settleWithin(ms, gone, () => puppet.messageMiniProgram(payload.id));
    return asked.kind === 'done' ? joinWords([asked.value.title, asked.value.description]) : '';
  }
  if (payload.type !== MESSAGE.location) return '';
  const asked = await settleWithin(ms, gone, () => puppet.messageLocation(payload.id));
  return asked.kind === 'done' ? describePlace(asked.value) : '';
}

/** The place stands in the caption because whoever helps needs to read it. */
function describePlace({ latitude, longitude, name, address }: payloads.Location): string {
  // What wechaty-puppet-service fills in where its server says nothing.
  if (latitude === 0 && longitude === 0) return '';
  return joinWords([`位置：${latitude},${longitude}`, name, address]);
}

const joinWords = (words: readonly (string | undefined)[]): string =>
  words.filter((word) => word !== undefined && word !== '').join('\n');
