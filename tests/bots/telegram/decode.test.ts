import { describe, expect, it } from 'vitest';
import { decodeUpdate } from '../../../src/bots/telegram/decode.ts';

type RawUpdate = Parameters<typeof decodeUpdate>[0];

const chat = { id: 7_001, type: 'private', first_name: '小明<b>' };
const person = { id: 7_001, is_bot: false, first_name: '小明<b>' };

function decode(content: Record<string, unknown>) {
  return decodeUpdate({ update_id: 12, ...content } as unknown as RawUpdate, '700100');
}

function decodeMessage(content: Record<string, unknown>) {
  return decode({ message: { message_id: 1, date: 0, chat, from: person, ...content } })?.body;
}

const media = (what: string, file: string | null, caption = '') => ({
  kind: 'unscreenable',
  what,
  caption,
  file,
});

describe('decoding an update', () => {
  it('names bot, update and person by their ids and keeps no nickname', () => {
    const incoming = decode({ message: { message_id: 1, date: 0, chat, from: person, text: '你好' } });
    expect(incoming).toEqual({
      channel: 'telegram',
      bot: '700100',
      updateKey: '12',
      message: '1',
      from: '7001',
      body: { kind: 'text', text: '你好' },
    });
  });

  it.each(['/start 5-25_abc', 'a\u0000b', '\ud83d', ' 空格 ', '\u202e反'])(
    'leaves text as it came: %j',
    (text) => {
      expect(decodeMessage({ text })).toEqual({ kind: 'text', text });
    },
  );

  it.each([
    ['voice', { voice: { file_id: 'v' } }, media('voice', 'v')],
    [
      'audio with a name',
      { audio: { file_id: 'a', file_name: '给妈妈的话.mp3' } },
      media('voice', 'a', '给妈妈的话.mp3'),
    ],
    [
      'largest photo',
      { photo: [{ file_id: 's' }, { file_id: 'l' }], caption: '不想活了' },
      media('picture', 'l', '不想活了'),
    ],
    [
      'largest photo of at most 5 MiB',
      {
        photo: [
          { file_id: 's', file_size: 9_000 },
          { file_id: 'm', file_size: 5_242_880 },
          { file_id: 'l', file_size: 5_242_881 },
        ],
      },
      media('picture', 'm'),
    ],
    [
      'smallest photo where all are too large',
      {
        photo: [
          { file_id: 's', file_size: 6_000_000 },
          { file_id: 'l', file_size: 9_000_000 },
        ],
      },
      media('picture', 's'),
    ],
    [
      'picture of a live photo',
      { live_photo: { file_id: 'film', photo: [{ file_id: 's' }, { file_id: 'l' }] } },
      media('picture', 'l'),
    ],
    ['live photo without its picture', { live_photo: { file_id: 'film' } }, media('picture', null)],
    ['video', { video: { file_id: 'v' } }, media('video', 'v')],
    ['video note', { video_note: { file_id: 'n' } }, media('video', 'n')],
    ['animation', { animation: { file_id: 'g' }, document: { file_id: 'd' } }, media('video', 'g')],
    [
      'document',
      { document: { file_id: 'd', file_name: '遗书.docx' }, caption: '看' },
      media('file', 'd', '看\n遗书.docx'),
    ],
    ['sticker', { sticker: { file_id: 's', emoji: '😀' } }, media('sticker', null)],
    [
      'location',
      { location: { latitude: 31.8, longitude: 117.2 } },
      media('location', null, '位置：31.8,117.2'),
    ],
    [
      'venue',
      { venue: { location: { latitude: 1, longitude: 2 }, title: '图书馆', address: '楼顶' } },
      media('location', null, '位置：1,2\n图书馆\n楼顶'),
    ],
    ['contact', { contact: { phone_number: '1', first_name: '小红' } }, media('other', null)],
    ['dice', { dice: { emoji: '🎲', value: 3 } }, media('other', null)],
    [
      'poll',
      {
        poll: {
          id: 'p',
          question: '活着',
          options: [{ text: '有意思' }, { text: '没意思' }],
          type: 'regular',
        },
      },
      media('other', null, '活着\n有意思\n没意思'),
    ],
  ])('keeps what cannot be screened: %s', (_what, content, body) => {
    expect(decodeMessage(content)).toEqual(body);
  });

  it('joins a rich message without gaps inside a line, so that formatting hides no word', () => {
    const line = {
      type: 'paragraph',
      text: ['我想', { type: 'bold', text: '自' }, { type: 'italic', text: ['杀'] }],
    };
    const rich_message = { blocks: [line, { type: 'paragraph', text: '真的' }] };
    expect(decodeMessage({ rich_message })).toEqual({ kind: 'text', text: '我想自杀\n真的' });
  });

  it('reads edits of text and of captions as edits', () => {
    const edited = (content: object) =>
      decode({ edited_message: { message_id: 1, date: 0, chat, ...content } })?.body;
    expect(edited({ text: '改了' })).toEqual({ kind: 'edit', text: '改了' });
    expect(edited({ photo: [{ file_id: 'p' }], caption: '改了' })).toEqual({ kind: 'edit', text: '改了' });
    expect(edited({ location: { latitude: 1, longitude: 2 } })).toEqual(media('location', null, '位置：1,2'));
  });

  it('reads a tap with a message, with one that is gone, and without', () => {
    const tap = (content: object) =>
      decode({ callback_query: { id: 'q', from: person, data: 'menu:book', ...content } });
    const choice = { kind: 'choice', id: 'menu:book' };
    expect(tap({ message: { message_id: 3, chat, date: 1 } })).toMatchObject({ from: '7001', body: choice });
    expect(tap({ message: { chat, date: 0 } })).toMatchObject({ from: '7001', body: choice });
    expect(tap({})).toMatchObject({ from: '7001', body: choice });
    expect(tap({ inline_message_id: 'x' })).toMatchObject({ from: '7001', body: choice });
    expect(tap({ data: undefined })).toBeNull();
  });

  it('reads blocking and coming back', () => {
    const change = (status: string) =>
      decode({ my_chat_member: { chat, from: person, new_chat_member: { status } } })?.body;
    expect(change('kicked')).toEqual({ kind: 'reachable', reachable: false });
    expect(change('member')).toEqual({ kind: 'reachable', reachable: true });
    expect(change('restricted')).toBeUndefined();
  });

  it.each([
    ['a group', { message: { chat: { id: -5, type: 'supergroup' }, text: '大家好' } }],
    ['an edit in a group', { edited_message: { chat: { id: -5, type: 'group' }, text: '大家好' } }],
    [
      'a tap in a group',
      { callback_query: { id: 'q', from: person, data: 'x', message: { chat: { id: -5, type: 'group' } } } },
    ],
    ['a channel', { channel_post: { chat: { id: -6, type: 'channel' }, text: '公告' } }],
    ['an unknown kind', { something_of_2030: { text: 'x' } }],
    ['a pinned message', { message: { chat, pinned_message: { text: 'x' } } }],
    ['a message without a chat', { message: { text: 'x' } }],
    ['nothing at all', {}],
  ])('ignores %s', (_what, content) => {
    expect(decode(content)).toBeNull();
  });
});
