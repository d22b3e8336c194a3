/** `npm run screen:train`: from lines to config/screening-model. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { weightsFile } from '../../src/keywords/model/load-weights.ts';
import { formatWeights } from '../../src/keywords/model/weights.ts';
import { createNormaliser } from '../../src/keywords/normalise.ts';
import { openScreener } from '../open-screener.ts';
import { generateLines, readAuthored } from './authored.ts';
import { writeCard } from './card.ts';
import { corpora, origins, readCorpus } from './corpora.ts';
import { readOptions, usage } from './options.ts';
import { readRuleExamples } from './rule-examples.ts';
import { train } from './train.ts';

const tell = (text: string): void => void process.stderr.write(`${text}\n`);

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    tell(usage);
    return 2;
  }
  const recipe = { seed: options.seed, folds: 5, repeats: 3 };
  const samples = corpora.flatMap((corpus) => {
    const lines = readCorpus(options.data, corpus);
    tell(`${origins[corpus].file}: ${lines.length} lines`);
    return lines;
  });
  if (!samples.some(({ source }) => source === 'sms')) {
    tell(`${options.data} holds no everyday messages, without which no threshold can be chosen.`);
    return 1;
  }
  const { files, screener } = await openScreener('rules');
  samples.push(...readRuleExamples(files), ...readAuthored(), ...generateLines(options.seed));
  const trained = train(samples, recipe, createNormaliser(), (text) => screener.screen(text).level);
  const bytes = formatWeights(trained.weights);
  mkdirSync(options.out, { recursive: true });
  writeFileSync(join(options.out, weightsFile), bytes);
  const card = writeCard(trained, bytes, samples, recipe);
  writeFileSync(join(options.out, 'card.md'), card);
  tell(card);
  return 0;
}

process.exit(await main());
