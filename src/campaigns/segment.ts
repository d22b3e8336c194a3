import { z } from 'zod';
import { TALK_CHANNELS, type TalkChannel } from '../core/channel.ts';
import { LANGUAGES, type Language } from '../core/language.ts';

/**
 * Whom a campaign is for, as a predicate on the place where somebody talks. It can ask nothing that is a student's
 * secret: that somebody has a case, a score or an appointment is no part of it.
 */
export type Segment =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'channel'; readonly in: readonly TalkChannel[] }
  | { readonly kind: 'language'; readonly in: readonly Language[] }
  /** Of an empty list: everyone. */
  | { readonly kind: 'all'; readonly of: readonly Segment[] }
  /** Of an empty list: nobody. */
  | { readonly kind: 'any'; readonly of: readonly Segment[] }
  | { readonly kind: 'not'; readonly of: Segment };

export type Place = { readonly channel: TalkChannel; readonly language: Language };

/** Whether somebody who talks here is meant. Storage compiles the same tree to SQL; a test compares the two. */
export function isMeant(segment: Segment, place: Place): boolean {
  switch (segment.kind) {
    case 'everyone':
      return true;
    case 'channel':
      return segment.in.includes(place.channel);
    case 'language':
      return segment.in.includes(place.language);
    case 'all':
      return segment.of.every((one) => isMeant(one, place));
    case 'any':
      return segment.of.some((one) => isMeant(one, place));
    case 'not':
      return !isMeant(segment.of, place);
  }
}

const PLACES: readonly Place[] = TALK_CHANNELS.flatMap((channel) =>
  LANGUAGES.map((language) => ({ channel, language })),
);

/** Whether it leaves anybody out at all. */
export const isFiltered = (segment: Segment): boolean => !PLACES.every((place) => isMeant(segment, place));

export type Picked = { readonly channels: readonly TalkChannel[]; readonly languages: readonly Language[] };

/** The segment that two rows of boxes stand for; all of a row is no condition. */
export function segmentOf({ channels, languages }: Picked): Segment {
  const of: Segment[] = [];
  if (channels.length < TALK_CHANNELS.length) of.push({ kind: 'channel', in: channels });
  if (languages.length < LANGUAGES.length) of.push({ kind: 'language', in: languages });
  return of.length === 0 ? { kind: 'everyone' } : { kind: 'all', of };
}

/** The boxes that show a segment: every channel and language that it can reach. */
export const pickedOf = (segment: Segment): Picked => ({
  channels: TALK_CHANNELS.filter((channel) =>
    LANGUAGES.some((language) => isMeant(segment, { channel, language })),
  ),
  languages: LANGUAGES.filter((language) =>
    TALK_CHANNELS.some((channel) => isMeant(segment, { channel, language })),
  ),
});

const shape: z.ZodType<Segment> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('everyone') }),
    z.strictObject({ kind: z.literal('channel'), in: z.array(z.enum(TALK_CHANNELS)) }),
    z.strictObject({ kind: z.literal('language'), in: z.array(z.enum(LANGUAGES)) }),
    z.strictObject({ kind: z.literal('all'), of: z.array(shape) }),
    z.strictObject({ kind: z.literal('any'), of: z.array(shape) }),
    z.strictObject({ kind: z.literal('not'), of: shape }),
  ]),
);

/** A segment as it was stored. @throws when the row holds something else */
export const readSegment = (stored: unknown): Segment => shape.parse(stored);
