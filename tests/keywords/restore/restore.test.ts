import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Normalised } from '../../../src/keywords/normalise.ts';
import { checkEvasions } from '../../../src/keywords/restore/check-evasions.ts';
import { compileEvasions } from '../../../src/keywords/restore/compile-evasions.ts';
import { readEvasions } from '../../../src/keywords/restore/evasion-file.ts';
import { loadBothScreeners } from './restoring-screener.ts';

const { evasions, restoring, plain } = await loadBothScreeners();
const { normalise, restore, read } = evasions;

/** What each character of a view stands for in the text as it was written. */
function placesOf(text: string, view: Normalised): Array<readonly [string, string]> {
  return Array.from(view.units.subarray(0, view.length), (unit, at) => [
    String.fromCharCode(unit),
    text.slice(view.starts[at], view.ends[at]),
  ]);
}

describe('config/evasions.yaml', () => {
  test('does what its examples say', () => {
    expect(checkEvasions(evasions.evasions, restore)).toEqual([]);
  });

  test('gives every group examples of both sorts', () => {
    const { groups } = evasions.evasions;
    expect(new Set(groups.map(({ id }) => id)).size).toBe(groups.length);
    for (const { examples } of groups) {
      expect(Object.keys(examples.restored).length).toBeGreaterThan(0);
      expect(examples.kept.length).toBeGreaterThan(0);
    }
  });

  test('a mistake comes back with file and key', () => {
    const file = { before: '我', after: '了', wanting: '想', groups: [] };
    const group = {
      id: 'a',
      words: ['自杀'],
      why: 'x',
      source: 'x',
      examples: { restored: { 自沙: '自杀' } },
    };
    expect(readEvasions('evasions.yaml', { ...file, groups: [{ ...group, sounds: 'most' }] })).toMatchObject({
      ok: false,
      problems: [{ file: 'evasions.yaml', key: 'groups.0.sounds' }],
    });
    for (const words of [['杀'], ['{自杀'], ['自…杀'], ['自x']]) {
      const reading = readEvasions('evasions.yaml', { ...file, groups: [{ ...group, words }] });
      if (!reading.ok) throw new Error('the shape is right');
      expect(compileEvasions('evasions.yaml', reading.evasions)).toMatchObject({
        ok: false,
        problems: [{ file: 'evasions.yaml', key: 'groups.0.words' }],
      });
    }
  });
});

describe('a restored view', () => {
  test('points at what was written, character by character', () => {
    const text = '唉，我*xiǎng·s i*了！';
    const view = restore(normalise(text));
    if (view === null) throw new Error('nothing restored');
    expect(placesOf(text, view)).toEqual([
      ['唉', '唉'],
      ['我', '我'],
      ['想', 'xiǎng'],
      ['死', 's i'],
      ['了', '了'],
    ]);
  });

  test('has two characters at one English word', () => {
    const text = '我想suicide了';
    const view = restore(normalise(text));
    if (view === null) throw new Error('nothing restored');
    expect(placesOf(text, view)).toEqual([
      ['我', '我'],
      ['想', '想'],
      ['自', 'suicide'],
      ['杀', 'suicide'],
      ['了', '了'],
    ]);
  });

  test('keeps gaps and sentences', () => {
    const view = restore(normalise('今天好累。我 想 4 了'));
    if (view === null) throw new Error('nothing restored');
    expect(String.fromCharCode(...view.units.subarray(0, view.length))).toBe('今天好累我想死了');
    expect([...view.gaps.subarray(0, view.length)]).toEqual([0, 0, 0, 0, 3, 1, 1, 1]);
    expect([...view.sentences.subarray(0, view.length)]).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  });

  test('is null where the word is written plainly', () => {
    for (const text of ['我想死', '不想活了', '想自 杀', '我想跳楼', '', '今天天气很好', 'hello world']) {
      expect(read(text)).toBeNull();
    }
  });

  test('is null where letters only run together with something else', () => {
    for (const text of ['wangzisha', 'zishaji', 'xiangsi98', '2003zisha', 'abxiangsi'])
      expect(read(text)).toBeNull();
  });

  test('tells the rules whose it is', () => {
    expect(read('wo shiyou xiang zisha')).toBe('我室友想自杀');
    expect(restoring.screen('我室友xiang zisha').categories).toContain('third-person');
    expect(read('xiangsi ni le')).toBe('想死你了');
  });

  test('gives matches that lie where the disguise stands', () => {
    const text = '最近真的tiao楼的念头';
    const { matches } = restoring.screen(text);
    expect(matches.map(({ start, end }) => text.slice(start, end))).toContain('tiao楼的念头');
  });
});

const pieces = fc.constantFrom(
  ' ',
  '\u200b',
  '\ud800',
  ...'我 想 死 不 活 了 自 杀 沙 似 4 8 s i xiang zisha si bu huo le suicide die 木 米 女 足 兆 歹 匕 x 割 碗 wan'.split(
    ' ',
  ),
  ...'* 。 ， 😭 ３ 哈哈 的 z1sha 亖 xiang3 跳 漏 lou 遗 shu'.split(' '),
);

describe('for any text', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
  );

  test('places lie in the text and never go back', () => {
    let restored = 0;
    fc.assert(
      fc.property(anyText, (text) => {
        const view = restore(normalise(text));
        if (view === null) return;
        restored += 1;
        let start = 0;
        let sentence = 0;
        for (let at = 0; at < view.length; at += 1) {
          const from = view.starts[at] ?? -1;
          const to = view.ends[at] ?? -1;
          expect(from).toBeGreaterThanOrEqual(start);
          expect(to).toBeGreaterThan(from);
          expect(to).toBeLessThanOrEqual(text.length);
          expect(view.sentences[at] ?? -1).toBeGreaterThanOrEqual(sentence);
          start = from;
          sentence = view.sentences[at] ?? 0;
        }
      }),
      { numRuns: 5000 },
    );
    expect(restored).toBeGreaterThan(100);
  });

  test('the same text gives the same view, whatever was read between', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, other) => {
        const first = read(text);
        read(other);
        expect(read(text)).toBe(first);
      }),
      { numRuns: 2000 },
    );
  });

  test('a second view only adds: it never lowers a level', () => {
    const ranks = ['none', 'concern', 'high', 'imminent'];
    fc.assert(
      fc.property(anyText, (text) => {
        const without = ranks.indexOf(plain.screen(text).level);
        expect(ranks.indexOf(restoring.screen(text).level)).toBeGreaterThanOrEqual(without);
      }),
      { numRuns: 1000 },
    );
  });

  test('a long text is read whole', () => {
    for (const padding of ['今天食堂的饭很好吃。', 'abc ', '想4个', 'xiangsi98 ', '木米女']) {
      expect(read(`${padding.repeat(20_000)}。我想zisha`)?.endsWith('我想自杀')).toBe(true);
    }
  });
});
