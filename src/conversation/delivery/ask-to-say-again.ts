import { addMs, hoursMs } from '../../core/clock.ts';
import { say } from '../../core/message.ts';
import type { BotName } from '../ports/outgoing-store.ts';
import { type ConversationParts, inScope, utter } from '../scope.ts';
import { shortHotlines } from '../student/cards.ts';

/** A bot that was away for less is taken as one that listened all the time, in ms. */
const GAP_MS = 15_000;
/** Whoever wrote within this time before the gap may have gone on in it, in hours. */
const LATELY_HOURS = 6;

/**
 * What was said to a bot while it was away is lost on its platform: whoever wrote lately is asked to send it again.
 * Each is asked once for one gap.
 */
export async function askToSayAgain(
  parts: ConversationParts,
  bot: BotName,
  before: Date,
  now: Date,
): Promise<void> {
  const awayMs = now.getTime() - before.getTime();
  if (awayMs < GAP_MS) return;
  await inScope(parts, async (scope) => {
    const { addresses, cases } = scope.stores;
    const minutes = Math.ceil(awayMs / 60_000);
    for (const { id, contactId, language } of await addresses.heardSince(
      bot,
      addMs(before, -hoursMs(LATELY_HOURS)),
    )) {
      const content = scope.centre.contents[language];
      const text = content.conversation('gap.sayAgain', { minutes, hotlines: shortHotlines(content) });
      const inCrisis = (await cases.activeOf(contactId)) !== null;
      await utter(scope, [
        {
          addressId: id,
          lane: inCrisis ? 'crisis' : 'reminder',
          dedupeKey: `gap:${id}:${before.getTime()}`,
          message: say(text),
        },
      ]);
    }
  });
  parts.log.warn('bot.was-away', { channel: bot.channel, minutes: Math.ceil(awayMs / 60_000) });
}
