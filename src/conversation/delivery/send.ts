import type { OutgoingPicture, SendOutcome } from '../../core/channel.ts';
import { describeError } from '../../core/log.ts';
import type { BotMessage } from '../../core/message.ts';
import type { ClaimedOutgoing } from '../ports/outgoing-store.ts';
import type { ConversationParts } from '../scope.ts';
import type { Voice } from './deliver.ts';

/** Hands a row in hand to its platform; one that may have arrived before says so. Never throws. */
export async function send(
  parts: ConversationParts,
  { channel, lease, pacer, travels }: Voice,
  claimed: ClaimedOutgoing,
): Promise<SendOutcome> {
  try {
    const picture = travels ? await readPicture(parts, claimed) : null;
    const outcome = await channel.send(claimed.account, marked(parts, claimed), lease?.until(), picture);
    if (outcome.kind === 'temporary' && outcome.code === 'rate-limited') {
      pacer.restBulk(outcome.retryAfterMs, performance.now());
    }
    return outcome;
  } catch (error) {
    const fields = { channel: channel.name, outgoing: claimed.id, ...describeError(error) };
    parts.log.error('channel.threw', fields);
    return { kind: 'unknown', code: 'channel-threw' };
  }
}

function marked(parts: ConversationParts, { message, repeat, language }: ClaimedOutgoing): BotMessage {
  if (!repeat) return message;
  const prefix = parts.centre().contents[language].conversation('repeat.prefix');
  return { ...message, text: `${prefix}${message.text}` };
}

/** One that can no longer be opened leaves the words, which say that there was a picture. */
async function readPicture(
  parts: ConversationParts,
  { id, message }: ClaimedOutgoing,
): Promise<OutgoingPicture | null> {
  const { picture } = message;
  if (picture === undefined) return null;
  try {
    const kept = await parts.transactions.read((stores) => stores.media.read(picture));
    if (kept === null || kept.kind !== 'picture') return null;
    return { bytes: kept.bytes, name: kept.extension === 'webp' ? 'picture.webp' : 'picture.jpg' };
  } catch (error) {
    parts.log.error('delivery.no-picture', { outgoing: id, ...describeError(error) });
    return null;
  }
}
