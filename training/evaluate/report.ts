import { levels } from '../../src/keywords/screening.ts';
import type { CorpusFigures } from './measure-corpora.ts';
import type { DisguiseFigures } from './measure-disguises.ts';
import type { OwnFigures } from './measure-own.ts';

export type Report = {
  /** `rules` leaves the linear model out. */
  readonly parts: 'all' | 'rules';
  readonly corpora: readonly CorpusFigures[];
  readonly disguises: readonly DisguiseFigures[];
  readonly own: readonly OwnFigures[];
};

type Cell = string | number | null;

const share = (value: number | null): string => (value === null ? '' : value.toFixed(3));

/** A table of Markdown; the first column is text, the others are figures. */
function table(head: readonly string[], rows: ReadonlyArray<readonly Cell[]>): string {
  const write = (cells: readonly Cell[]) => `| ${cells.map((cell) => cell ?? '').join(' | ')} |`;
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map(write).join('\n');
}

function toSections({ corpora, disguises, own }: Report): string[] {
  const graded = corpora.flatMap(({ corpus, quality }) => (quality === null ? [] : [{ corpus, quality }]));
  const labels = corpora.flatMap((figures) => figures.labels);
  const sections: string[] = [];
  if (graded.length > 0) {
    sections.push(
      'Any level above none, against the labels of the corpus',
      table(
        ['corpus', 'precision', 'recall', 'F1'],
        graded.map(({ corpus, quality }) => [
          corpus,
          share(quality.precision),
          share(quality.recall),
          share(quality.f1),
        ]),
      ),
      'Share above none by label',
      table(
        ['label', 'lines', 'share'],
        labels.map(({ label, lines, recall }) => [label, lines, share(recall)]),
      ),
    );
  }
  if (corpora.length > 0) {
    sections.push(
      'Lines of each level, and in 10,000',
      table(
        ['corpus', 'lines', ...levels, ...levels.slice(1).map((level) => `${level} in 10,000`)],
        corpora.map(({ corpus, lines, counts, in10000 }) => [
          corpus,
          lines,
          ...levels.map((level) => counts[level]),
          ...levels.slice(1).map((level) => in10000[level].toFixed(1)),
        ]),
      ),
    );
  }
  sections.push(
    'Share above none by kind of disguise',
    table(
      ['kind', 'lines', 'disguised', 'in clear'],
      disguises.map(({ kind, lines, recall, clear }) => [kind, lines, share(recall), share(clear)]),
    ),
    'Own sets: at the right level; above none where they must be; above none where they must not',
    table(
      ['set', 'lines', 'right', 'recall', 'false alarms'],
      own.map(({ set, lines, right, recall, falseAlarms }) => [
        set,
        lines,
        share(right),
        share(recall),
        share(falseAlarms),
      ]),
    ),
  );
  return sections;
}

export function toText(report: Report): string {
  const what =
    report.parts === 'all'
      ? 'Rules and model. The model has learnt from the corpora: config/screening-model/card.md has the figures of models\nthat had not seen the line.'
      : 'Rules alone';
  return `${[what, ...toSections(report)].join('\n\n')}\n`;
}
