import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ShownMessage } from '../../../src/conversation/ports/outgoing-store.ts';
import {
  type ConversationState,
  FIRST_STATE,
  offer,
  pickTyped,
} from '../../../src/conversation/student/conversation-state.ts';
import { listShown } from '../../../src/conversation/student/shown-list.ts';

const days = { text: '哪一天？', choices: [{ id: 'day.1', label: '周一' }] };
const times = { text: '几点？', choices: [{ id: 'time.1', label: '十点' }] };
const state: ConversationState = { ...FIRST_STATE, offered: offer(days, 'days') };
const message = (saying: typeof days, tag: string, dedupeKey = `turn:${tag}:0`): ShownMessage => ({
  dedupeKey,
  lane: 'conversation',
  choices: offer(saying, tag).map(({ id, label }) => ({ id, label })),
});
const words = (dedupeKey: string): ShownMessage => ({ dedupeKey, lane: 'conversation', choices: [] });
const move = { id: 'change.take.1', label: '周三 14:00' };
const held: ShownMessage = { dedupeKey: 'offer:1:told', lane: 'reminder', choices: [move] };

describe('the list that somebody without buttons sees', () => {
  it('is that of the message which arrived last, whatever was said without a list since', () => {
    expect(listShown([message(days, 'days'), held], state, false)).toEqual(message(days, 'days').choices);
    expect(listShown([held, message(days, 'days')], state, false)).toEqual([move]);
    expect(listShown([words('turn:2:0'), held, message(days, 'days')], state, false)).toEqual([move]);
  });

  it('is none where the last answer asks for words, unless a list arrived behind it', () => {
    const asked: ConversationState = { ...FIRST_STATE, flow: null, offered: [] };
    expect(listShown([words('turn:2:0'), message(days, 'days')], asked, false)).toEqual([]);
    expect(listShown([held, words('turn:2:0'), message(days, 'days')], asked, false)).toEqual([move]);
    expect(listShown([words('tell:1'), message(days, 'days')], asked, false)).toHaveLength(1);
  });

  it('is that of the crisis as long as there is one', () => {
    const asks: ShownMessage = { ...message(days, 'days'), lane: 'crisis' };
    expect(listShown([held, asks], state, true)).toEqual(asks.choices);
    expect(listShown([held], state, true)).toBeNull();
  });

  it('is not known of somebody to whom nothing was shown', () => {
    expect(listShown([], state, false)).toBeNull();
  });

  it('is always one of those that were shown, and none is newer', () => {
    const any = fc.array(
      fc.record({
        dedupeKey: fc.constantFrom('turn:1:0', 'offer:1:told', 'tell:1'),
        lane: fc.constantFrom('crisis' as const, 'conversation' as const, 'reminder' as const),
        choices: fc.array(fc.record({ id: fc.string(), label: fc.string() }), { maxLength: 3 }),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(any, fc.boolean(), (shown, inCase) => {
        const list = listShown(shown, state, inCase);
        const counted = shown.filter(({ lane }) => !inCase || lane === 'crisis');
        expect(list).toEqual(counted.find(({ choices }) => choices.length > 0)?.choices ?? null);
      }),
    );
  });
});

describe('what is typed under the list that is seen', () => {
  const seen = (saying: typeof days, tag: string) => message(saying, tag).choices;

  it('is a choice of that one, and not of one that has not arrived', () => {
    expect(pickTyped('1', state, [], seen(days, 'days'))).toMatchObject({ kind: 'local', id: 'day.1' });
    expect(pickTyped('1', state, [], [move])).toEqual({ kind: 'global', id: move.id });
    expect(pickTyped('周三 14:00', state, [], [move])).toEqual({ kind: 'global', id: move.id });
    expect(pickTyped('2', state, [], [move])).toEqual({ kind: 'no-such-number' });
    expect(pickTyped('1', state, [], [])).toEqual({ kind: 'words' });
  });

  it('is stale where the conversation has gone on; words still mean what was offered since', () => {
    expect(pickTyped('1', state, [], seen(times, 'earlier'))).toEqual({ kind: 'stale' });
    expect(pickTyped('周一', state, [], seen(days, 'earlier'))).toMatchObject({ kind: 'local', id: 'day.1' });
  });
});
