import type { Channel, ChannelName, FileOutcome } from '../../core/channel.ts';
import { addMs, hoursMs, minutesMs, secondsMs } from '../../core/clock.ts';
import { describeError } from '../../core/log.ts';
import { unreachable } from '../../core/result.ts';
import { LONGEST_FILE_BYTES, type LostCode, type PreparedMedia } from '../../media/media.ts';
import type { ClaimedMedia } from '../../media/media-store.ts';
import type { PictureEncoder } from '../../media/picture-encoder.ts';
import { prepareMedia } from '../../media/prepare-media.ts';
import type { BotName } from '../ports/outgoing-store.ts';
import type { Stores } from '../ports/stores.ts';
import { type ConversationParts, inScope, type Scope } from '../scope.ts';
import { passOnPicture } from '../staff/pass-on-picture.ts';
import type { Voices } from './deliver.ts';

/** A platform that does not answer is asked again after 5 s, 10 s, 20 s and so on, at last every 10 minutes. */
const FIRST_PAUSE_MS = secondsMs(5);
const LONGEST_PAUSE_MS = minutesMs(10);
/** Platforms keep a file for about a day; after that nobody asks any more. */
const GIVE_UP_MS = hoursMs(24);
/** No platform is waited for longer; a row in hand for twice as long belonged to a process that is gone. */
const LONGEST_FETCH_MS = minutesMs(1);
const IN_HAND_MS = 2 * LONGEST_FETCH_MS;
/** A file whose tries end with their process so often is what ends it. */
const MOST_UNENDED = 5;

/** What fetching needs of the conversation: rows, and somebody to tell of trouble. */
export type FetchParts = ConversationParts;

/**
 * Fetches the file that has waited longest of the bots that this process speaks for, and keeps it; false when there is
 * none. The row comes first: a process that dies here leaves it due, and fetching twice changes nothing.
 */
export async function fetchMedia(
  parts: FetchParts,
  voices: Voices,
  bots: readonly BotName[],
  pictures: PictureEncoder,
): Promise<boolean> {
  const held = bots.map(({ channel, bot }) => voices(channel, bot));
  const platforms = held.flatMap((voice) => voice?.channel ?? []);
  if (platforms.length === 0) return false;
  const claimed = await inScope(parts, async (scope) => {
    const { stores, now } = scope;
    const limits = { unended: MOST_UNENDED, before: addMs(now, -GIVE_UP_MS) };
    for (const id of await stores.media.giveUp(limits, now)) await settled(scope, id);
    return stores.media.claim(platforms.map(nameOf), now, addMs(now, IN_HAND_MS));
  });
  if (claimed === null) return false;
  const channel = platforms.find((one) => one.name === claimed.channel && one.bot === claimed.bot);
  if (channel === undefined) return false;
  const outcome = await fetchAndPrepare(parts, channel, claimed, pictures);
  await inScope(parts, (scope) => settle(scope, claimed, outcome));
  return true;
}

const nameOf = ({ name, bot }: Channel): { channel: ChannelName; bot: string } => ({ channel: name, bot });

type Outcome =
  | { readonly kind: 'prepared'; readonly media: PreparedMedia }
  | { readonly kind: 'temporary'; readonly code: string }
  | { readonly kind: 'lost'; readonly code: LostCode };

async function fetchAndPrepare(
  parts: FetchParts,
  channel: Channel,
  claimed: ClaimedMedia,
  pictures: PictureEncoder,
): Promise<Outcome> {
  if (claimed.file === null) return { kind: 'lost', code: 'forgotten' };
  try {
    const fetched = await inTime(channel.fetchFile(claimed.file, LONGEST_FILE_BYTES));
    switch (fetched.kind) {
      case 'fetched':
        if (fetched.bytes.byteLength > LONGEST_FILE_BYTES) return { kind: 'lost', code: 'too-large' };
        return { kind: 'prepared', media: await prepareMedia(fetched.bytes, pictures) };
      case 'temporary':
        return fetched;
      case 'gone':
        return { kind: 'lost', code: fetched.code };
      default:
        return unreachable(fetched);
    }
  } catch (error) {
    parts.log.error('media.failed', { media: claimed.id, channel: channel.name, ...describeError(error) });
    return { kind: 'temporary', code: 'failed' };
  }
}

/** A platform that never answers must not hold up the files of everybody else. */
async function inTime(fetching: Promise<FileOutcome>): Promise<FileOutcome> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<FileOutcome>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'temporary', code: 'timed-out' }), LONGEST_FETCH_MS);
  });
  try {
    return await Promise.race([fetching, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

async function settle(scope: Scope, claimed: ClaimedMedia, outcome: Outcome): Promise<void> {
  const { stores, now } = scope;
  switch (outcome.kind) {
    case 'prepared':
      if (await stores.media.keep(claimed, outcome.media, now))
        await settled(scope, claimed.id, outcome.media);
      break;
    case 'lost':
      if (await stores.media.lose(claimed, outcome.code, now)) await settled(scope, claimed.id);
      break;
    case 'temporary':
      return tryLater(scope, claimed, outcome.code);
    default:
      unreachable(outcome);
  }
}

async function tryLater(scope: Scope, claimed: ClaimedMedia, code: string): Promise<void> {
  const { stores, now } = scope;
  const tryAt = addMs(now, pauseAfter(claimed.attempts));
  if (tryAt.getTime() - claimed.at.getTime() <= GIVE_UP_MS) {
    await stores.media.retry(claimed, tryAt, code);
  } else if (await stores.media.lose(claimed, 'forgotten', now)) {
    await settled(scope, claimed.id);
  }
}

async function settled(scope: Scope, mediaId: string, media: PreparedMedia | null = null): Promise<void> {
  await tell(scope.stores, mediaId);
  await passOnPicture(scope, mediaId, media?.state === 'kept' && media.kind === 'picture');
}

/** @param attempts the first one is 1 */
const pauseAfter = (attempts: number): number =>
  Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_PAUSE_MS);

/** Open pages draw the line anew; only those who may read it learn what came. */
async function tell(stores: Stores, mediaId: string): Promise<void> {
  const found = await stores.media.find(mediaId);
  if (found === null) return;
  await stores.tellChange(
    ...(found.caseIds.length > 0 ? ['case'] : []),
    ...(found.inReview ? ['review'] : []),
  );
}
