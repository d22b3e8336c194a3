import type { payloads } from 'wechaty-puppet';
import type { IncomingBody, Unscreenable } from '../../core/channel.ts';

/** Kinds of message (wechaty-puppet 1.21, `MessageType`); only its types may be imported here. */
export const MESSAGE = {
  unknown: 0,
  attachment: 1,
  audio: 2,
  emoticon: 5,
  image: 6,
  text: 7,
  location: 8,
  miniProgram: 9,
  recalled: 13,
  url: 14,
  video: 15,
} as const;

/** `ContactType.Official`. */
const OFFICIAL = 2;

/** Accounts of WeChat itself, as its web client lists them among the special ones. */
const SYSTEM_ACCOUNTS = new Set([
  'weixin',
  'filehelper',
  'fmessage',
  'tmessage',
  'qmessage',
  'qqmail',
  'qqsync',
  'qqfriend',
  'medianote',
  'floatbottle',
  'newsapp',
  'feedsapp',
  'blogapp',
  'facebookapp',
  'masssendapp',
  'meishiapp',
  'voipapp',
  'voicevoipapp',
  'voiceinputapp',
  'cardpackage',
  'linkedinplugin',
  'officialaccounts',
  'brandsessionholder',
  'weixinreminder',
  'weixinguanhaozhushou',
  'mphelper',
  'notifymessage',
  'notification_messages',
  'helper_entry',
  'pc_share',
]);

/** What is fetched by {@link Channel.fetchFile}, and the kind under which somebody is told of it. */
const FILES = new Map<number, Unscreenable>([
  [MESSAGE.attachment, 'file'],
  [MESSAGE.audio, 'voice'],
  [MESSAGE.emoticon, 'sticker'],
  [MESSAGE.image, 'picture'],
  [MESSAGE.video, 'video'],
]);

/** Said in private by somebody who is not the bot itself nor an account of WeChat, as far as ids tell. */
export function isFromPerson(payload: payloads.Message, self: string | null): boolean {
  const from = readSender(payload);
  if (from === '' || from === self || (payload.roomId ?? '') !== '') return false;
  return !SYSTEM_ACCOUNTS.has(from) && !from.startsWith('gh_');
}

/** `fromId` is what older puppets fill. */
export const readSender = (payload: payloads.Message): string => payload.talkerId || payload.fromId || '';

export const isOfficial = (contact: payloads.Contact): boolean => contact.type === OFFICIAL;

/**
 * What a message holds. `title` is what a shared link or place says of itself. A voice message stays a recording also
 * when the puppet has written it down: nobody has checked what it understood.
 */
export function decodeBody(payload: payloads.Message, title: string): IncomingBody {
  const text = payload.text ?? '';
  if (payload.type === MESSAGE.text) return { kind: 'text', text };
  // Its text is the id of the message that was taken back, as `Message.toRecalled` of wechaty 1.20 reads it.
  if (payload.type === MESSAGE.recalled) return { kind: 'recalled', message: text.trim() || null };
  const what = FILES.get(payload.type);
  if (what !== undefined) {
    // A file's name is chosen by its sender, so it is screened; that of a picture is made up by the app.
    const caption = what === 'file' ? (payload.filename ?? '') : '';
    return { kind: 'unscreenable', what, caption, file: payload.id };
  }
  if (payload.type === MESSAGE.location) return unscreenable('location', title);
  return unscreenable('other', payload.type === MESSAGE.unknown ? readUnknown(text) : title);
}

/** A message of a kind that the puppet does not know carries words or the app's own markup. */
const readUnknown = (text: string): string => (/^\s*</.test(text) ? '' : text);

const unscreenable = (what: Unscreenable, caption: string): IncomingBody => ({
  kind: 'unscreenable',
  what,
  caption,
  file: null,
});
