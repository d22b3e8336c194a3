import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { fileBytes, formatWeights } from '../../../src/keywords/model/weights.ts';
import { createNormaliser } from '../../../src/keywords/normalise.ts';
import { generateLines, readAuthored } from '../../../training/model/authored.ts';
import { hashOf } from '../../../training/model/card.ts';
import { readLines } from '../../../training/model/corpora.ts';
import { expandPattern } from '../../../training/model/expand.ts';
import { train } from '../../../training/model/train.ts';

/** A small run on the lines that are in the repository. */
function trainOnce(seed: number) {
  const samples = [...readAuthored(), ...generateLines(seed)];
  return train(samples, { seed, folds: 2, repeats: 1 }, createNormaliser(), () => 'none');
}

describe('training', () => {
  test('the same seed gives the same bytes, another seed others', () => {
    const [first, second, other] = [trainOnce(1), trainOnce(1), trainOnce(2)].map(({ weights }) =>
      formatWeights(weights),
    );
    expect(first?.length).toBe(fileBytes);
    expect(hashOf(first ?? new Uint8Array())).toBe(hashOf(second ?? new Uint8Array()));
    expect(hashOf(other ?? new Uint8Array())).not.toBe(hashOf(first ?? new Uint8Array()));
  });

  test('it learns: most authored crises that it never saw are told from harmless lines', () => {
    expect(trainOnce(3).figures.authoredRecall).toBeGreaterThan(0.6);
  });
});

/** Every text of the sets that measure. */
async function readMeasured(): Promise<Set<string>> {
  const folder = new URL('../', import.meta.url);
  const names = await readdir(folder, { recursive: true });
  const sets = names.filter((name) => name.endsWith('.jsonl')).map((name) => new URL(name, folder));
  return new Set(
    sets.flatMap((set) => readLines<{ text: string }>(fileURLToPath(set)).map(({ text }) => text)),
  );
}

describe('lines', () => {
  test('are none by which screening is measured', async () => {
    const measured = await readMeasured();
    expect(measured.size).toBeGreaterThan(3_000);
    expect(readAuthored().filter(({ text }) => measured.has(text))).toEqual([]);
  });

  test('are many, each once, and of both kinds', () => {
    const authored = readAuthored();
    expect(new Set(authored.map(({ text }) => text)).size).toBe(authored.length);
    const all = [...authored, ...generateLines(4)];
    expect(all.filter(({ crisis }) => crisis).length).toBeGreaterThan(1_200);
    expect(all.filter(({ crisis }) => !crisis).length).toBeGreaterThan(1_500);
    expect(all.filter(({ text }) => /[{}|<>]|undefined/.test(text))).toEqual([]);
  });

  test('patterns unfold choices and slots, one within the other', () => {
    const last = () => 0.99;
    expect(expandPattern('我{想|要}去<place>', { place: ['家', '{南|北}京'] }, () => 0)).toBe('我想去家');
    expect(expandPattern('我{想|要{吃|喝}}<place>', { place: ['家', '{南|北}京'] }, last)).toBe('我要喝北京');
    expect(() => expandPattern('我{想', {}, last)).toThrow('never closed');
    expect(() => expandPattern('<who>', {}, last)).toThrow('unknown slot');
  });
});
