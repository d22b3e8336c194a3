import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { higherLevel, type Level, rankLevel } from '../../src/keywords/screening.ts';
import { explainMatch, needsNoWindow, screenInWindow } from '../../src/keywords/window.ts';
import type { Said } from '../../src/keywords/window-pieces.ts';
import { converse, type Heard } from './converse.ts';
import { loadDefaultRules, readLines } from './default-screener.ts';

const { screener } = await loadDefaultRules();

type Conversation = {
  readonly says: readonly string[];
  readonly level: Level;
  readonly pauseSeconds?: number;
};

const readConversations = async (): Promise<Conversation[]> => {
  const text = await readFile(new URL('./lines/several-messages.jsonl', import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Conversation);
};

const gravest = (heard: readonly Heard[]): Level =>
  heard.map(({ screening }) => screening.level).reduce(higherLevel, 'none');

const last = (heard: readonly Heard[]): Heard => {
  const one = heard.at(-1);
  if (one === undefined) throw new Error('nothing was said');
  return one;
};

/** What is marked, in the words of the messages. */
const marked = (heard: readonly Heard[]): string[] => {
  const newest = last(heard);
  const textOf = new Map(heard.map(({ id, text }) => [id, text]));
  return [...newest.earlier, { id: newest.id, matches: newest.screening.matches }].flatMap(
    ({ id, matches }) => matches.map(({ start, end }) => (textOf.get(id) ?? '').slice(start, end)),
  );
};

/** The same numbers on every run. */
function createDice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return Math.floor((state / 0x8000_0000) * below);
  };
}

function splitAt(text: string, parts: number, dice: (below: number) => number): string[] {
  const characters = Array.from(text);
  const cuts = new Set<number>();
  while (cuts.size < Math.min(parts, characters.length) - 1) cuts.add(1 + dice(characters.length - 1));
  const edges = [0, ...[...cuts].sort((a, b) => a - b), characters.length];
  return edges.slice(1).map((end, index) => characters.slice(edges[index], end).join(''));
}

describe('invented conversations', () => {
  test('come to what they say together', async () => {
    const conversations = await readConversations();
    expect(conversations.length).toBeGreaterThanOrEqual(80);
    const wrong = conversations
      .map((one) => ({ ...one, found: gravest(converse(screener, one.says, one.pauseSeconds)) }))
      .filter(({ level, found }) => level !== found);
    expect(wrong).toEqual([]);
  });

  test('hold none that one of its messages gives away, where something dangerous is spelled out', async () => {
    const spelledOut = (await readConversations()).filter(({ level }) => rankLevel(level) >= 2);
    const byOne = spelledOut.filter(({ says, level }) =>
      says.some((text) => rankLevel(screener.screen(text).level) >= rankLevel(level)),
    );
    expect(spelledOut.length).toBeGreaterThanOrEqual(50);
    expect(byOne).toEqual([]);
  });
});

describe.each(['imminent', 'high', 'third-person', 'evasions'])('lines of %s', (name) => {
  test('are found when they come in two to six messages within a minute', async () => {
    const dice = createDice(7);
    let tried = 0;
    const missed: string[] = [];
    for (const line of await readLines(name)) {
      for (let parts = 2; parts <= 6; parts += 1) {
        const says = splitAt(line, parts, dice);
        tried += 1;
        if (rankLevel(gravest(converse(screener, says, 60 / parts))) < 2) missed.push(says.join(' / '));
      }
    }
    expect(tried).toBeGreaterThanOrEqual(100);
    expect(missed.length / tried, missed.join('\n')).toBeLessThanOrEqual(0.05);
  });
});

describe('harmless lines', () => {
  const SEEDS = 12;

  test('one after another, although all of them sound dangerous, hardly ever call somebody', async () => {
    const lines = await readLines('none');
    const called: string[] = [];
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const dice = createDice(seed);
      const says = Array.from({ length: 300 }, () => lines[dice(lines.length)] ?? '');
      for (const [index, { screening }] of converse(screener, says).entries())
        if (screening.handoff) called.push(says.slice(Math.max(0, index - 3), index + 1).join(' / '));
    }
    // Nobody says thirty near-misses in a row: 小说里的男主最后自杀了 and 永别了 高数 are made to sound alike.
    // One dice of 600 lines gives anything from .015 to .035; twelve of them .0235.
    expect(called.length / (SEEDS * 300), called.join('\n')).toBeLessThanOrEqual(0.03);
  });
});

describe('a match over several messages', () => {
  test('is marked where it lies, in each of them', () => {
    const heard = converse(screener, ['唉，我', '真的不想', '活了。']);
    expect(last(heard).screening).toMatchObject({ level: 'high', handoff: true });
    expect(new Set(marked(heard).map((words) => words.replace('真的', '')))).toEqual(
      new Set(['不想', '活了']),
    );
    expect(last(heard).earlier.map(({ id }) => id)).toEqual(['m1']);
  });

  test('is marked within the edge of a long message', () => {
    const long = `${'今天上了一天课，回来什么都不想做。'.repeat(20)}我想自`;
    const heard = converse(screener, [long, `杀。${'室友在打游戏。'.repeat(50)}`]);
    expect(last(heard).screening.level).toBe('high');
    expect(marked(heard)).toEqual(expect.arrayContaining(['想自', '杀']));
  });

  test('calls once: what is said after it is judged for itself', () => {
    const heard = converse(screener, [
      '我',
      '不想',
      '活了',
      '嗯',
      '谢谢老师',
      '好的',
      '我先去吃饭了',
      '在吗',
    ]);
    expect(heard.map(({ screening }) => screening.level)).toEqual([
      ...['none', 'none', 'high'],
      ...['none', 'none', 'none', 'none', 'none'],
    ]);
  });

  test('that is spelled out anew calls anew', () => {
    const heard = converse(screener, ['我', '不想', '活了', '我', '不想', '活了']);
    expect(heard.map(({ screening }) => screening.handoff)).toEqual([false, false, true, false, false, true]);
  });

  test('may be graver than what called before', () => {
    const heard = converse(screener, ['我不想活了', '药已经', '吞下去了']);
    expect(heard.map(({ screening }) => screening.level)).toEqual(['high', 'none', 'imminent']);
  });

  test('never makes less of the newest message', () => {
    const before = ['不', '没有', '电影里他', '我从来没有', '以前', '笑死', '他说'];
    for (const text of ['我想死', '药已经吞下去了', '我不想活了'])
      for (const one of before) {
        const { screening, alone } = last(converse(screener, [one, text]));
        expect(rankLevel(screening.level)).toBeGreaterThanOrEqual(rankLevel(alone));
      }
  });
});

describe('the window', () => {
  test('joins over four minutes, not over six, and nothing that began sixteen minutes ago', () => {
    expect(last(converse(screener, ['我', '不想', '活了'], 240)).screening.level).toBe('high');
    expect(last(converse(screener, ['我', '不想', '活了'], 360)).screening.level).toBe('none');
    const slow = ['想', '嗯', '嗯', '嗯', '死'];
    expect(last(converse(screener, slow, 200)).screening.level).toBe('high');
    expect(last(converse(screener, slow, 290)).screening.level).toBe('none');
  });

  test('needs nothing that was said before it', () => {
    expect(needsNoWindow('none', 5 * 60_000)).toBe(false);
    expect(needsNoWindow('none', 5 * 60_000 + 1)).toBe(true);
    expect(needsNoWindow('concern', 30 * 60_000)).toBe(false);
    expect(needsNoWindow('concern', 30 * 60_000 + 1)).toBe(true);
    expect(needsNoWindow('high', 0)).toBe(false);
    expect(needsNoWindow('imminent', 0)).toBe(true);
  });

  test('takes only the last of many messages, and long ones by their edges', () => {
    const at = new Date('2026-11-23T02:00:00Z');
    let characters = 0;
    const counting = {
      ...screener,
      screen(text: string) {
        characters += text.length;
        return screener.screen(text);
      },
    };
    const cost = (earlier: readonly Said[], text: string): number => {
      characters = 0;
      screenInWindow(counting, earlier, { text, at }, screener.screen(text));
      return characters;
    };
    const saying = (text: string, times: number): Said[] =>
      Array.from({ length: times }, (_, index) => ({
        id: `m${index}`,
        text,
        at,
        level: 'none',
        matches: [],
      }));
    const few = cost(saying('今天好', 20), '好的呀');
    expect(cost(saying('今天好', 2_000), '好的呀')).toBe(few);
    expect(few).toBeLessThan(2_000);
    expect(cost(saying('今天天气不错'.repeat(2_000), 20), '我们去打球吧'.repeat(2_000))).toBeLessThan(400);
  });
});

describe('several concerns', () => {
  const says = ['活着没意思', '昨天看到小刀就想起自残', '要是我从未出生就好了'];

  test('are a reason that a person can read, with what was said', () => {
    const heard = converse(screener, says, 240);
    const { screening, earlier } = last(heard);
    expect(screening.level).toBe('high');
    expect(screening.matches.map(({ rule }) => rule)).toContain('several-concerns');
    expect(earlier.map(({ id }) => id)).toEqual(['m0', 'm1']);
    expect(explainMatch(screener, 'several-concerns')).toMatchObject({ level: 'high' });
    expect(explainMatch(screener, 'several-concerns')?.why).toMatch(/三件不同的事/);
    expect(explainMatch(screener, 'wants-to-die')).toMatchObject({ level: 'high' });
  });

  test('call once; after that it takes three new ones', () => {
    const heard = converse(screener, [...says, '生无可恋'], 120);
    expect(heard.map(({ screening }) => screening.level)).toEqual(['concern', 'concern', 'high', 'concern']);
  });
});
