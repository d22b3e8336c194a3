import type { Screener } from '../../src/keywords/rules.ts';
import { type Level, levels } from '../../src/keywords/screening.ts';
import type { Corpus, Sample } from '../model/corpora.ts';
import { corpora, origins, readCorpus } from '../model/corpora.ts';
import { type Quality, toQuality } from '../model/figures.ts';

export type LabelFigures = { readonly label: string; readonly lines: number; readonly recall: number };

export type CorpusFigures = {
  readonly corpus: Corpus;
  readonly lines: number;
  /** Lines of each level. */
  readonly counts: Readonly<Record<Level, number>>;
  readonly in10000: Readonly<Record<Level, number>>;
  /** Any level above none against the corpus's own labels; null where it has none. */
  readonly quality: Quality | null;
  /** Recall at any level above none; for the label of no crisis, the share of false alarms. */
  readonly labels: readonly LabelFigures[];
};

function countLevels(found: readonly Level[]): Record<Level, number> {
  const counts: Record<Level, number> = { none: 0, concern: 0, high: 0, imminent: 0 };
  for (const level of found) counts[level] += 1;
  return counts;
}

function in10000(counts: Readonly<Record<Level, number>>, lines: number): Record<Level, number> {
  const rates: Record<Level, number> = { none: 0, concern: 0, high: 0, imminent: 0 };
  for (const level of levels) rates[level] = (counts[level] / lines) * 10_000;
  return rates;
}

function measureQuality(samples: readonly Sample[], found: readonly Level[]): Quality | null {
  if (!samples.some(({ crisis }) => crisis)) return null;
  let hits = 0;
  let falseAlarms = 0;
  let missed = 0;
  for (const [at, { crisis }] of samples.entries()) {
    const isFound = found[at] !== 'none';
    if (isFound && crisis) hits += 1;
    else if (isFound) falseAlarms += 1;
    else if (crisis) missed += 1;
  }
  return toQuality(hits, falseAlarms, missed);
}

function measureLabels(samples: readonly Sample[], found: readonly Level[]): LabelFigures[] {
  const names = [...new Set(samples.flatMap(({ labels }) => labels))].sort();
  return names.map((label) => {
    const own = samples.flatMap(({ labels }, at) => (labels.includes(label) ? [found[at] ?? 'none'] : []));
    return { label, lines: own.length, recall: own.filter((level) => level !== 'none').length / own.length };
  });
}

/** Figures for each corpus that the folder holds. */
export function measureCorpora(folder: string, screener: Screener): CorpusFigures[] {
  return corpora.flatMap((corpus) => {
    const samples = readCorpus(folder, corpus);
    if (samples.length === 0) return [];
    const found = samples.map(({ text }) => screener.screen(text).level);
    const counts = countLevels(found);
    return [
      {
        corpus,
        lines: samples.length,
        counts,
        in10000: in10000(counts, samples.length),
        quality: measureQuality(samples, found),
        labels: measureLabels(samples, found),
      },
    ];
  });
}

export const corpusFiles: readonly string[] = corpora.map((corpus) => origins[corpus].file);
