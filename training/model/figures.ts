import type { Source } from './corpora.ts';
import type { Judged } from './cross-validate.ts';

/** Share of crises among the raised, share of crises that are raised, and their harmonic mean. */
export type Quality = { readonly precision: number; readonly recall: number; readonly f1: number };

export function toQuality(hits: number, falseAlarms: number, missed: number): Quality {
  return {
    precision: hits / (hits + falseAlarms),
    recall: hits / (hits + missed),
    f1: (2 * hits) / (2 * hits + falseAlarms + missed),
  };
}

function measure(judged: readonly Judged[], isRaised: (one: Judged) => boolean): Quality {
  const crises = judged.filter(({ example }) => example.sample.crisis);
  const hits = crises.filter(isRaised).length;
  const raised = judged.filter(isRaised).length;
  return toQuality(hits, raised - hits, crises.length - hits);
}

export type Raises = { readonly source: Source; readonly asked: number; readonly in10000: number };

export type Figures = {
  readonly rules: Quality;
  readonly model: Quality;
  readonly both: Quality;
  /** Crises of PsySUICIDE that the rules miss, and what the model adds: right and wrong, in lines. */
  readonly missedByRules: number;
  readonly added: { readonly right: number; readonly wrong: number };
  readonly raises: readonly Raises[];
  /** Recall on crises of the authored lines that no rule finds. */
  readonly authoredRecall: number;
};

/** Figures of models that never saw the line; `repeats` says how often each line was judged. */
export function toFigures(judged: readonly Judged[], threshold: number, repeats: number): Figures {
  const byModel = ({ worth }: Judged) => worth > threshold;
  const byRules = ({ example }: Judged) => example.level !== 'none';
  const psysuicide = judged.filter(({ example }) => example.sample.source === 'psysuicide');
  const asked = judged.filter((one) => !byRules(one));
  const missed = asked.filter(
    ({ example }) => example.sample.source === 'psysuicide' && example.sample.crisis,
  );
  const added = asked.filter((one) => one.example.sample.source === 'psysuicide' && byModel(one));
  const right = added.filter(({ example }) => example.sample.crisis).length;
  const sources: readonly Source[] = ['sms', 'cantonese', 'comments', 'counselling'];
  const raises = sources.map((source) => {
    const own = asked.filter(({ example }) => example.sample.source === source);
    return {
      source,
      asked: own.length / repeats,
      in10000: (own.filter(byModel).length / own.length) * 10_000,
    };
  });
  const authored = asked.filter(({ example }) => example.sample.source === 'authored' && example.crisis);
  return {
    rules: measure(psysuicide, byRules),
    model: measure(psysuicide, byModel),
    both: measure(psysuicide, (one) => byRules(one) || byModel(one)),
    missedByRules: missed.length / repeats,
    added: { right: right / repeats, wrong: (added.length - right) / repeats },
    raises,
    authoredRecall: authored.filter(byModel).length / authored.length,
  };
}
