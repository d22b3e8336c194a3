import type { Update } from 'grammy/types';
import type { IncomingBody, Unscreenable } from '../../core/channel.ts';
import { collectWords } from './collect-words.ts';

type Message = NonNullable<Update['message']>;
type UnscreenableBody = Extract<IncomingBody, { kind: 'unscreenable' }>;

/**
 * Content that a person sends and that is neither text nor one of the media below. Every other key is a notice that
 * the app itself wrote (pinned, timer changed, ...), which nobody said.
 */
const OTHER_CONTENT = [
  'poll',
  'checklist',
  'contact',
  'dice',
  'game',
  'story',
  'paid_media',
  'gift',
  'giveaway',
] as const;

/** Files of people are kept up to this size, in bytes. */
const KEPT_BYTES = 5 * 1024 * 1024;

/** What a message holds; null for service notices. Text is passed on as it came, uncut and uncleaned. */
export function decodeContent(message: Message): IncomingBody | null {
  if (message.text !== undefined) return { kind: 'text', text: message.text };
  if (message.rich_message !== undefined) return decodeRich(message.rich_message);
  return decodeMedia(message) ?? decodePlace(message) ?? decodeOther(message);
}

/** Is the edited part of this message its words, and not its file or the place of a live location? */
export function isEditableText(message: Message): boolean {
  return message.text !== undefined || message.rich_message !== undefined || (message.caption ?? '') !== '';
}

function decodeRich(rich: unknown): IncomingBody {
  const text = collectWords(rich);
  return text === '' ? unscreenable('other', '', null) : { kind: 'text', text };
}

function decodeMedia(message: Message): UnscreenableBody | null {
  const media = findMedia(message);
  if (media === null) return null;
  const [what, file] = media;
  // A file's name is chosen by its sender, so it is screened with the caption.
  const words = [message.caption, file?.file_name].filter((part) => part !== undefined && part !== '');
  return unscreenable(what, words.join('\n'), file?.file_id ?? null);
}

type FileLike = { readonly file_id?: string; readonly file_name?: string };

function findMedia(message: Message): [Unscreenable, FileLike | undefined] | null {
  if (message.voice !== undefined) return ['voice', message.voice];
  if (message.audio !== undefined) return ['voice', message.audio];
  if (message.photo !== undefined) return ['picture', choosePicture(message.photo)];
  // Its own file is a film of a moment.
  if (message.live_photo !== undefined) return ['picture', choosePicture(message.live_photo.photo ?? [])];
  if (message.video !== undefined) return ['video', message.video];
  if (message.video_note !== undefined) return ['video', message.video_note];
  // An animation also fills `document`, for old clients.
  if (message.animation !== undefined) return ['video', message.animation];
  if (message.document !== undefined) return ['file', message.document];
  // A sticker is somebody else's drawing: nothing in it is worth keeping.
  if (message.sticker !== undefined) return ['sticker', undefined];
  return null;
}

type PictureSize = FileLike & { readonly file_size?: number };

/** The same picture comes in several sizes, the smallest first: the largest that can be kept, else the smallest. */
function choosePicture(sizes: readonly PictureSize[]): FileLike | undefined {
  const largestFirst = [...sizes].reverse();
  return largestFirst.find((size) => (size.file_size ?? 0) <= KEPT_BYTES) ?? largestFirst.at(-1);
}

/** The place stands in the caption because whoever helps needs to read it. */
function decodePlace(message: Message): UnscreenableBody | null {
  const location = message.location ?? message.venue?.location;
  if (location === undefined) return null;
  const place = `位置：${location.latitude},${location.longitude}`;
  const names = [message.venue?.title, message.venue?.address].filter(
    (name) => name !== undefined && name !== '',
  );
  return unscreenable('location', [place, ...names].join('\n'), null);
}

function decodeOther(message: Message): UnscreenableBody | null {
  for (const key of OTHER_CONTENT) {
    const content = message[key];
    if (content === undefined) continue;
    const words = [message.caption ?? '', collectWords(content)].filter((part) => part !== '');
    return unscreenable('other', words.join('\n'), null);
  }
  return (message.caption ?? '') === '' ? null : unscreenable('other', message.caption ?? '', null);
}

function unscreenable(what: Unscreenable, caption: string, file: string | null): UnscreenableBody {
  return { kind: 'unscreenable', what, caption, file };
}
