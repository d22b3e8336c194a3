import { describe, expect, it } from 'vitest';
import {
  type ConversationState,
  FIRST_STATE,
  isGlobalChoice,
  listedOnly,
  type OfferedChoice,
  offer,
  type Picked,
  pickTapped,
  pickTyped,
  readState,
  stillBeside,
  withoutAnswered,
} from '../../../src/conversation/student/conversation-state.ts';
import type { Choice } from '../../../src/core/message.ts';

const saying = {
  text: '哪一天？',
  choices: [
    { id: 'day.1', label: '周一（今天）' },
    { id: 'day.2', label: '周二' },
    { id: 'menu.help', label: '帮助' },
  ],
};
const offered = offer(saying, 'tag');
const state: ConversationState = { ...FIRST_STATE, offered, lastTapped: 'f.old.0' };
const always: readonly Choice[] = [
  { id: 'menu.book', label: '预约' },
  { id: 'menu.urgent', label: '紧急求助' },
];

describe('choices that are offered', () => {
  it('get ids of their own message, but for those that hold everywhere', () => {
    expect(offered).toEqual([
      { id: 'f.tag.0', label: '周一（今天）', local: 'day.1' },
      { id: 'f.tag.1', label: '周二', local: 'day.2' },
      { id: 'menu.help', label: '帮助', local: 'menu.help' },
    ]);
    expect(offer(saying, 'other').map((choice) => choice.id)).not.toContain('f.tag.0');
    expect(isGlobalChoice('f.menu.0')).toBe(false);
  });
});

describe('a tap', () => {
  it('means what was offered last under this id', () => {
    expect(pickTapped('f.tag.1', state)).toEqual({ kind: 'local', id: 'day.2', tapped: 'f.tag.1' });
  });

  it('is stale when its message is not the last, doubled when it was just carried out', () => {
    expect(pickTapped('f.earlier.1', state)).toEqual({ kind: 'stale' });
    expect(pickTapped('f.old.0', state)).toEqual({ kind: 'doubled' });
    expect(pickTapped('constructor', FIRST_STATE)).toEqual({ kind: 'stale' });
    expect(pickTapped('', FIRST_STATE)).toEqual({ kind: 'stale' });
  });

  it('holds for ever where it is global, also without any state', () => {
    for (const id of ['menu.urgent', 'notice.accept', 'concern.person', 'resume.continue', 'optin'])
      expect(pickTapped(id, FIRST_STATE)).toEqual({ kind: 'global', id });
  });
});

describe('typed words', () => {
  it.each(['2', '２', '二', '2.', '2、', '（2）', ' 2 ', '②', '周二', '周二。'])(
    'mean the choice by number or label: %s',
    (text) => {
      expect(pickTyped(text, state, always)).toEqual({ kind: 'local', id: 'day.2', tapped: 'f.tag.1' });
    },
  );

  it.each(['取消', '来不了', '/cancel', '取消。'])('mean what cancels, where one thing does: %s', (text) => {
    const told = (...ids: string[]): ConversationState => ({
      ...FIRST_STATE,
      offered: offer({ text: '', choices: ids.map((id) => ({ id, label: id })) }, 't'),
    });
    const id = 'remind.no.7';
    expect(pickTyped(text, told('remind.yes.7', id), always)).toEqual({ kind: 'global', id });
    expect(pickTyped(text, told('change.keep.7', 'change.cancel.7'), always)).toMatchObject({
      id: 'change.cancel.7',
    });
    expect(pickTyped(text, told('cancel-yes', 'back'), always)).toMatchObject({
      kind: 'local',
      id: 'cancel-yes',
    });
    expect(pickTyped(text, told(id, 'remind.no.8'), always)).toEqual({
      kind: 'global',
      id: 'menu.appointments',
    });
    expect(pickTyped(text, told('leave', 'menu.help'), always)).toEqual({ kind: 'words' });
    // The list in front of them comes before what stands beside it.
    const beside = { id, label: id, local: id, unnumbered: true } as const;
    const both = { ...FIRST_STATE, offered: [...told('cancel-yes').offered, beside] };
    expect(pickTyped(text, both, always)).toMatchObject({ id: 'cancel-yes' });
    // In a hand-off it is said to a person.
    const alone = { ...FIRST_STATE, offered: [beside] };
    expect(pickTyped(text, alone, always)).toMatchObject({ id });
    expect(pickTyped(text, alone, always, null, true)).toEqual({ kind: 'words' });
    expect(pickTyped(text, told('cancel:7', 'back'), always)).toMatchObject({
      kind: 'local',
      id: 'cancel:7',
    });
  });

  it('no longer mean what was answered beside what is running, but one may change their mind', () => {
    const beside = (id: string) => ({ id, label: id, local: id, unnumbered: true }) as const;
    const reminded = ['remind.yes.7', 'remind.no.7', 'remind.move.7', 'change.keep.8', 'change.cancel.8'].map(
      beside,
    );
    const answering = (id: string) =>
      withoutAnswered({ ...FIRST_STATE, offered: reminded }, { kind: 'global', id });
    const came = answering('remind.yes.7');
    expect(came.offered.map(({ id }) => id)).toEqual(['remind.no.7', 'change.keep.8', 'change.cancel.8']);
    expect(pickTyped('remind.no.7', came, always)).toEqual({ kind: 'global', id: 'remind.no.7' });
    const kept = answering('change.keep.8');
    expect(kept.offered.map(({ id }) => id)).toEqual(['remind.yes.7', 'remind.no.7', 'remind.move.7']);
    const both = withoutAnswered(kept, { kind: 'global', id: 'remind.yes.7' });
    expect(pickTyped('来不了', both, always)).toEqual({ kind: 'global', id: 'remind.no.7' });
    expect(pickTyped('来不了', both, always, null, true)).toEqual({ kind: 'words' });
    for (const text of ['取消', 'I can’t']) expect(pickTyped(text, both, always)).toEqual({ kind: 'words' });
    expect(pickTyped('来不了', came, always)).toEqual({ kind: 'global', id: 'change.cancel.8' });
    expect(answering('menu.help').offered).toBe(reminded);
  });

  it('mean a global choice where one was offered under that number', () => {
    expect(pickTyped('3', state, always)).toEqual({ kind: 'global', id: 'menu.help' });
  });

  it.each(['4', '0', '十', '９９'])('are a number that nothing was offered under: %s', (text) => {
    expect(pickTyped(text, state, always)).toEqual({ kind: 'no-such-number' });
  });

  it.each(['预约', '/预约', '／预约', ' 预约！', '预约。'])('mean what always holds: %s', (text) => {
    expect(pickTyped(text, state, always)).toEqual({ kind: 'global', id: 'menu.book' });
  });

  it.each(['周三', '我想预约', '2024', '2 号', '', '。', '我二'])('are just words: %s', (text) => {
    expect(pickTyped(text, state, always)).toEqual({ kind: 'words' });
  });

  it('are just words when they are a number and nothing was offered', () => {
    expect(pickTyped('2', FIRST_STATE, always)).toEqual({ kind: 'words' });
  });

  it('prefer what was offered last to what always holds', () => {
    const own = { ...FIRST_STATE, offered: offer({ text: '', choices: [{ id: 'x', label: '预约' }] }, 't') };
    expect(pickTyped('预约', own, always)).toMatchObject({ kind: 'local', id: 'x' });
  });
});

describe('a stored state', () => {
  it('comes back as it was, and the first one is there before any word', () => {
    expect(readState(null)).toEqual(FIRST_STATE);
    expect(readState(JSON.stringify(state))).toEqual(state);
  });

  it('gets what an earlier version of the program did not store', () => {
    expect(readState('{"noticeShown":true}')).toEqual({ ...FIRST_STATE, noticeShown: true });
  });

  it('keeps what a counsellor has not yet said beside what they do as a student', () => {
    expect(readState('{"pending":"你好"}')).toEqual({ ...FIRST_STATE, pending: '你好' });
    expect(readState(JSON.stringify({ ...state, pending: '你好' }))).toEqual({ ...state, pending: '你好' });
  });

  it('forgets a flow that there is no longer, also one put aside', () => {
    const gone = { flow: 'gone', version: 1, state: {} };
    const stored = JSON.stringify({ ...state, flow: gone, aside: { ...gone, flow: '__proto__' } });
    expect(readState(stored)).toEqual({ ...state, flow: null, aside: null });
  });
});

describe('what nobody asked for, said beside a list of numbers', () => {
  const listed = { id: 'ask.yes', label: '有人', local: 'ask.yes' };
  const beside = { id: 'series.yes.1', label: '接受', local: 'series.yes.1', unnumbered: true } as const;
  const typed = (text: string, offered: readonly OfferedChoice[]) =>
    pickTyped(text, { ...FIRST_STATE, offered }, []);

  it('leaves the numbers to the list, and is typed by its words', () => {
    expect(typed('1', [listed, beside])).toEqual({ kind: 'global', id: 'ask.yes' });
    expect(typed('2', [listed, beside])).toEqual({ kind: 'no-such-number' });
    expect(typed('接受', [listed, beside])).toEqual({ kind: 'global', id: 'series.yes.1' });
  });

  it('goes on to be typed by its words when something else is asked', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ ...beside, id: `series.yes.${index}` }));
    expect(stillBeside([listed, beside])).toEqual([beside]);
    expect(stillBeside(many)).toEqual(many.slice(-12));
  });

  it('means words again once it was answered, and when a hand-off begins', () => {
    const offered = [listed, beside, { ...beside, id: 'series.no.1' }];
    const left = (picked: Picked) => withoutAnswered({ ...FIRST_STATE, offered }, picked).offered;
    expect(left({ kind: 'global', id: 'series.yes.1' })).toEqual([listed, offered[2]]);
    expect(left({ kind: 'global', id: 'ask.yes' })).toEqual(offered);
    expect(listedOnly(offered)).toEqual([listed]);
  });

  it('takes no number where nothing else was offered', () => {
    expect(typed('1', [beside])).toEqual({ kind: 'words' });
  });
});
