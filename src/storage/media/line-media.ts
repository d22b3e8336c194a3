import type { LostCode, ShownMedia } from '../../media/media.ts';
import { LOST_CODES } from '../../media/media.ts';
import type { MediaTable } from '../schema/media.ts';

/** What a line needs of its file: never the bytes. */
export const MEDIA_COLUMNS = [
  'media.id as media_id',
  'media.status as media_status',
  'media.kind as media_kind',
  'media.code as media_code',
] as const;

export type MediaColumns = {
  readonly media_id: string | null;
  readonly media_status: MediaTable['status'] | null;
  readonly media_kind: MediaTable['kind'];
  readonly media_code: string | null;
};

export function decodeMedia(row: Partial<MediaColumns>): { media?: ShownMedia } {
  const { media_id: id, media_status: state } = row;
  if (!id || !state) return {};
  switch (state) {
    case 'kept':
      return { media: { id, state, kind: row.media_kind ?? 'download' } };
    case 'lost':
      return { media: { id, state, code: lostCode(row.media_code) } };
    case 'wanted':
    case 'unreadable':
      return { media: { id, state } };
  }
}

const lostCode = (code: string | null | undefined): LostCode =>
  LOST_CODES.find((known) => known === code) ?? 'forgotten';
