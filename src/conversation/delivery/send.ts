import type { SendOutcome } from '../../core/channel.ts';
import { describeError } from '../../core/log.ts';
import type { BotMessage } from '../../core/message.ts';
import type { ClaimedOutgoing } from '../ports/outgoing-store.ts';
import type { ConversationParts } from '../scope.ts';
import type { Voice } from './deliver.ts';

/** Hands a row in hand to its platform; one that may have arrived before says so. Never throws. */
export async function send(
  parts: ConversationParts,
  { channel, lease, pacer }: Voice,
  claimed: ClaimedOutgoing,
): Promise<SendOutcome> {
  try {
    const outcome = await channel.send(claimed.account, marked(parts, claimed), lease?.until);
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
