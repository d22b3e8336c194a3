import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One line of text and whether it is a crisis; `labels` are those of PsySUICIDE where there are any. */
export type Sample = {
  readonly text: string;
  readonly crisis: boolean;
  readonly source: Source;
  readonly labels: readonly string[];
};

export const corpora = ['psysuicide', 'sms', 'cantonese', 'comments', 'counselling'] as const;
export type Corpus = (typeof corpora)[number];
export type Source = Corpus | 'examples' | 'authored' | 'generated';

type Origin = { readonly file: string; readonly licence: string };

/** The public corpora of the folder given by `--data`, with what their authors ask for. */
export const origins: Readonly<Record<Corpus, Origin>> = {
  psysuicide: {
    file: 'psysuicide-valid.jsonl',
    licence: 'PsySUICIDE, validation part; MIT; qiuhuachuan/PsyGUARD (Qiu and others, EMNLP 2024)',
  },
  sms: {
    file: 'benign-sms.jsonl',
    licence:
      'NUS SMS Corpus, Chinese part; Tao Chen and Min-Yen Kan (2013), Creating a live, public short message service ' +
      'corpus, Language Resources and Evaluation 47(2)',
  },
  cantonese: {
    file: 'benign-cantonese.jsonl',
    licence: 'Hong Kong Cantonese Corpus (HKCanCor); CC BY 4.0; K. K. Luke and May L. Y. Wong (2015)',
  },
  comments: {
    file: 'rude-but-not-crisis.jsonl',
    licence: 'COLDataset; Apache-2.0; thu-coai (Deng and others, EMNLP 2022)',
  },
  counselling: {
    file: 'counselling.jsonl',
    licence: 'SMILE, CC0; CPsyCoun, CC BY 4.0 (Zhang and others, ACL Findings 2024)',
  },
};

type Line = { readonly text: string; readonly crisis?: boolean; readonly labels?: readonly string[] };

export function readLines<Shape>(path: string): Shape[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Shape);
}

/** The lines of one corpus, or none where the folder does not hold it. */
export function readCorpus(folder: string, corpus: Corpus): Sample[] {
  const path = join(folder, origins[corpus].file);
  if (!existsSync(path)) return [];
  return readLines<Line>(path).map(({ text, crisis = false, labels = [] }) => ({
    text,
    crisis,
    source: corpus,
    labels,
  }));
}
