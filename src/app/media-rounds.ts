import { type FetchParts, fetchMedia } from '../conversation/delivery/fetch-media.ts';
import type { Bots } from './bots.ts';
import { every } from './every.ts';
import { createPictureEncoder } from './media-pictures.ts';
import { waitAtMost } from './wait-at-most.ts';

const MEDIA_MS = 1_000;
/** Files under way at once, so that one slow platform holds nobody else's up. */
const AT_ONCE = 2;
/** A platform that is slow to answer does not hold up the end of the program: its row stays due. */
const STOP_MS = 2_000;

/** Asks the platforms for what students sent, as long as the process lives. */
export function startMediaRounds(office: FetchParts, bots: Bots): { stop(): Promise<void> }[] {
  const pictures = createPictureEncoder(office.log);
  const fetchAll = async (): Promise<void> => {
    while (await fetchMedia(office, bots.voices, bots.names, pictures)) {
      // until nothing is due
    }
  };
  return Array.from({ length: AT_ONCE }, () => {
    const round = every(MEDIA_MS, 'media', office.log, fetchAll);
    return { stop: () => waitAtMost(STOP_MS, round.stop()) };
  });
}
