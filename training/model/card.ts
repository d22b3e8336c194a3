import { createHash } from 'node:crypto';
import { allowedIn10000 } from './choose-threshold.ts';
import type { Corpus, Sample, Source } from './corpora.ts';
import { corpora, origins } from './corpora.ts';
import type { Quality } from './figures.ts';
import { mustPass } from './first-stage.ts';
import type { Recipe } from './recipe.ts';
import type { Trained } from './train.ts';

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const share = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(3));
const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function describeData(samples: readonly Sample[]): string[] {
  const counts = new Map<Source, number>();
  for (const { source } of samples) counts.set(source, (counts.get(source) ?? 0) + 1);
  const given = corpora.filter((corpus: Corpus) => counts.has(corpus));
  return [
    row('lines', 'source and licence'),
    row('---:', '---'),
    ...given.map((corpus) => row(String(counts.get(corpus)), origins[corpus].licence)),
    row(String(counts.get('examples') ?? 0), 'examples of the rules in `config/keywords`'),
    row(String(counts.get('authored') ?? 0), 'invented for this project, `training/lines`'),
    row(
      String(counts.get('generated') ?? 0),
      'from the patterns of `training/lines/templates.jsonl`, by the seed',
    ),
  ];
}

function describeFigures({ rules, model, both, raises, passes, ...rest }: Trained['figures']): string[] {
  const line = (name: string, { precision, recall, f1 }: Quality) =>
    row(name, share(precision), share(recall), share(f1));
  return [
    'Every line was judged by a model that had not seen it; the rules, though, were written with these lines at hand, so',
    'that what they miss here is for the most part noise of the labels, and the gain on unseen text is larger.',
    '',
    row('PsySUICIDE, any level above none', 'precision', 'recall', 'F1'),
    row('---', '---:', '---:', '---:'),
    line('rules alone', rules),
    line('model alone, at its threshold', model),
    line('rules and model', both),
    '',
    `The rules miss ${rest.missedByRules.toFixed(0)} crises; the model finds ${rest.added.right.toFixed(1)} of them and ` +
      `adds ${rest.added.wrong.toFixed(1)} false alarms. Of the authored crises that no rule finds it finds ` +
      `${share(rest.authoredRecall)}.`,
    '',
    row('corpus', 'lines that the rules call none', 'raised by the model, in 10,000', 'pass the first stage'),
    row('---', '---:', '---:', '---:'),
    ...raises.map(({ source, asked, in10000 }) => {
      const passed = passes.bySource.find((one) => one.source === source)?.share ?? Number.NaN;
      return row(source, asked.toFixed(0), in10000.toFixed(1), share(passed));
    }),
    '',
    `Of the lines that models raise which had not seen them, ${share(passes.raised)} pass the first stage.`,
  ];
}

/** The card that ships with the weights: what they are made of, what they can do and what not. */
export function writeCard(
  { weights, figures }: Trained,
  bytes: Uint8Array,
  samples: readonly Sample[],
  recipe: Recipe,
): string {
  return `${[
    '# The linear screening model',
    '',
    'Written by `npm run screen:train`; do not edit. The model raises a message that the rules call none to `concern`, and',
    'nothing more: it opens no hand-off and lowers nothing. What high and imminent are, only rules say.',
    '',
    `- File: \`weights.bin\`, ${bytes.length} bytes, sha256 \`${hashOf(bytes)}\``,
    `- Seed ${recipe.seed}, ${recipe.folds} folds, ${recipe.repeats} repeats`,
    `- Scale ${weights.scale}, bias ${weights.bias}, threshold ${weights.threshold}; limit of the first stage ${weights.stage.limit}`,
    '',
    '## Recipe',
    '',
    'Hashed n-grams of Chinese characters of the normalised text (one, two, three in a row, two with only little words between),',
    'each counted once; a linear support vector machine with squared hinge loss (dual coordinate descent), weights rounded to',
    'int8. It learns from whole texts and judges the gravest sentence. The threshold is the least at which, by cross-validation, at most',
    `${allowedIn10000} in 10,000 everyday messages are raised. Lines that the rules already raise count only as crises.`,
    '',
    'Most messages are never asked about. A first stage weighs single characters, one whole number from -63 to 63 each, and only',
    'a text with a sentence above its limit goes on to the model. It is learnt in the same way from what the model raises and',
    `what not. Its limit is the highest that ${share(mustPass)} of the lines that a model raises without having seen them pass in a`,
    'first stage that had not seen them either; so must as many of all lines, and of the authored ones, that the shipped one',
    'raises.',
    '',
    '## Data',
    '',
    ...describeData(samples),
    '',
    'The public corpora are not part of this repository. Counselling talk has no labels: what the rules call none counts',
    'as none there.',
    '',
    '## Figures',
    '',
    ...describeFigures(figures),
    '',
    '## Limits',
    '',
    '- It weighs words, not meaning: a quiet farewell in ordinary words is missed, sorrow in grave words is raised.',
    '- It knows written Mandarin. Latin letters, digits and emoji are invisible to it; Cantonese only as harmless talk.',
    '- The crises among its data are counselling sentences and invented ones; no student of a centre has written any.',
    '- Everyday messages are those of 2010 to 2015; newer slang is known only from invented lines.',
  ].join('\n')}\n`;
}
