import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeMessages } from '../../../bench/screening/messages.ts';
import { loadWeights } from '../../../src/keywords/model/load-weights.ts';
import { createRaiser, limitOf } from '../../../src/keywords/model/raiser.ts';
import { createNormaliser } from '../../../src/keywords/normalise.ts';
import { compileRules } from '../../../src/keywords/rules.ts';
import { readAuthored } from '../../../training/model/authored.ts';
import { hashOf } from '../../../training/model/card.ts';
import { readLines } from '../../../training/model/corpora.ts';
import { encode } from '../../../training/model/examples.ts';
import { findWorth as worthOf } from '../../../training/model/learn.ts';

const folder = fileURLToPath(new URL('../../../config/screening-model', import.meta.url));
const loading = await loadWeights(folder);
if (!loading.ok) throw new Error(`${loading.file} ${loading.problem}`);
const { weights } = loading;
const raise = createRaiser(weights);
const normalise = createNormaliser();

/** What the part that weighed most says, or null. */
function partOf(text: string): string | null {
  const normalised = normalise(text);
  const part = raise(normalised);
  if (part === null) return null;
  return text.slice(normalised.starts[part.start], normalised.ends[part.end - 1]);
}

describe('the weights that ship', () => {
  test('are those of the card and small', async () => {
    const bytes = await readFile(`${folder}/weights.bin`);
    expect(await readFile(`${folder}/card.md`, 'utf8')).toContain(`sha256 \`${hashOf(bytes)}\``);
    expect(bytes.length).toBeLessThanOrEqual(128_000);
  });

  test('raise no everyday message of the list', () => {
    const benign = readLines<{ text: string }>(fileURLToPath(new URL('./benign.jsonl', import.meta.url)));
    expect(benign.length).toBeGreaterThanOrEqual(50);
    expect(benign.filter(({ text }) => raise(normalise(text)) !== null)).toEqual([]);
  });

  test('raise what sounds like a crisis', () => {
    expect(partOf('每天都想死，活着真的太痛苦了')).not.toBeNull();
    expect(partOf('我想结束自己的生命，不想再活在这个世界上')).not.toBeNull();
  });
});

describe('the raiser', () => {
  const crisis = '我想结束自己的生命，不想再活在这个世界上';

  test('finds one sentence in a long harmless text, and says where', () => {
    const harmless = '今天食堂的菜很好吃。我们去图书馆看书。';
    const long = `${harmless.repeat(500)}${crisis}。${harmless.repeat(500)}`;
    const part = partOf(long);
    expect(part).not.toBeNull();
    expect(crisis).toContain(part);
  });

  test('raises nothing in a text without Chinese characters', () => {
    expect(partOf('')).toBeNull();
    expect(partOf('hello 123 :) \u200b\n')).toBeNull();
  });

  test('agrees with what training saw', () => {
    const limit = limitOf(weights);
    const texts = [crisis, '笑死我了', '好累，不想活了。明天见！', '没有我，他们会更好…真的', '今晚吃什么'];
    const verdicts = texts.map((text) => {
      const normalised = normalise(text);
      return [raise(normalised) !== null, findWorth(normalised) > limit];
    });
    for (const [raised, expected] of verdicts) expect(raised).toBe(expected);
    expect(verdicts.some(([raised]) => raised)).toBe(true);
  });

  function findWorth(normalised: ReturnType<typeof normalise>): number {
    return worthOf(weights.table, encode(normalised)) ?? Number.NEGATIVE_INFINITY;
  }

  test('takes any text, points into it, and says the same twice', () => {
    const words = fc.constantFrom(
      '我',
      '想',
      '死',
      '活',
      '不',
      '了',
      '。',
      '，',
      ' ',
      'a',
      '世界',
      '🙂',
      '\n',
      '结束生命',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (any) => {
        const normalised = normalise(any);
        const part = raise(normalised);
        expect(raise(normalised)).toEqual(part);
        expect(part !== null).toBe(findWorth(normalised) > limitOf(weights));
        if (part === null) return;
        expect(part.start).toBeGreaterThanOrEqual(0);
        expect(part.start).toBeLessThan(part.end);
        expect(part.end).toBeLessThanOrEqual(normalised.length);
      }),
    );
  });

  const walk = createNormaliser({ stage: weights.stage });
  const passes = (text: string): boolean => walk(text).worth > weights.stage.limit;

  test('its first stage lets crises of one sentence through, also behind laughter and spelled out', () => {
    const crises = [crisis, '每天都想死，活着真的太痛苦了', '好想从这个世界消失，再也不要醒来'];
    for (const text of crises) {
      expect(passes(text)).toBe(true);
      expect(passes(`哈哈哈哈哈哈哈哈哈哈哈哈哈${text}`)).toBe(true);
      expect(passes(`今天食堂的菜很好吃。我们去图书馆看书。${text}。明天一起打羽毛球吧`)).toBe(true);
      expect(passes([...text].join('。'))).toBe(true);
    }
  });

  test('its first stage stops most everyday messages and nearly no authored crisis that the model raises', () => {
    const messages = writeMessages(1_000);
    expect(messages.filter(passes).length).toBeLessThan(100);
    const crises = readAuthored().filter((line) => line.crisis && raise(normalise(line.text)) !== null);
    expect(crises.length).toBeGreaterThan(500);
    expect(crises.filter((line) => !passes(line.text)).length).toBeLessThanOrEqual(crises.length * 0.003);
  });

  test('a text that its first stage stops is not asked about', () => {
    const asked: number[] = [];
    const spy = (text: { readonly length: number }) => {
      asked.push(text.length);
      return null;
    };
    const compiled = compileRules([], { raise: Object.assign(spy, { stage: weights.stage }) });
    if (!compiled.ok) throw new Error('no rules are always good rules');
    compiled.screener.screen('今晚吃什么');
    expect(asked).toEqual([]);
    compiled.screener.screen(crisis);
    expect(asked).toEqual([crisis.length - 1]);
  });

  test('raises to concern and no further, and opens no hand-off', () => {
    const compiled = compileRules([], { raise });
    if (!compiled.ok) throw new Error('no rules are always good rules');
    const screening = compiled.screener.screen(crisis);
    expect(screening).toMatchObject({ level: 'concern', handoff: false });
    expect(compiled.screener.screen('今晚吃什么').level).toBe('none');
  });
});
