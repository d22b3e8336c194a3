/** `npm run screen:eval`: how good screening is, on public corpora where they are given and on the project's own sets. */

import { parseArgs } from 'node:util';
import { readCorpus } from '../model/corpora.ts';
import { openScreener } from '../open-screener.ts';
import { writeFloors } from './floors.ts';
import { corpusFiles, measureCorpora } from './measure-corpora.ts';
import { measureDisguises } from './measure-disguises.ts';
import { listMisjudged, measureOwn } from './measure-own.ts';
import { readOwnSets } from './own-sets.ts';
import { toText } from './report.ts';
import { writeDocs } from './write-docs.ts';

const usage = `npm run screen:eval -- [--data DIR] [--rules] [--misjudged] [--write-floors] [--write-docs] [--json]

--data DIR       a folder of public corpora: ${corpusFiles.join(', ')}
--rules          without the linear model
--misjudged      also the own lines that are judged wrongly
--write-floors   takes the own figures as floors for tests/keywords/evaluation
--write-docs     puts the figures into docs/screening.md
--json           figures for machines`;

function readOptions() {
  try {
    return parseArgs({
      options: {
        data: { type: 'string' },
        rules: { type: 'boolean', default: false },
        misjudged: { type: 'boolean', default: false },
        'write-floors': { type: 'boolean', default: false },
        'write-docs': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch {
    return null;
  }
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === null) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const parts = options.rules ? 'rules' : 'all';
  const { screener } = await openScreener(parts);
  const sets = readOwnSets();
  const crises = [
    ...(options.data === undefined ? [] : readCorpus(options.data, 'psysuicide')).filter(
      ({ crisis }) => crisis,
    ),
    ...sets.filter(({ name }) => name === 'high' || name === 'imminent').flatMap(({ lines }) => lines),
  ].map(({ text }) => text);
  const report = {
    parts,
    corpora: options.data === undefined ? [] : measureCorpora(options.data, screener),
    disguises: measureDisguises(crises, screener),
    own: measureOwn(sets, screener),
  } as const;
  if (options['write-docs']) writeDocs(toText(report));
  if (options['write-floors']) writeFloors(report.own);
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : toText(report));
  if (options.misjudged) {
    for (const { set, found, line } of listMisjudged(sets, screener)) {
      process.stdout.write(
        `${JSON.stringify({ set, found, min: line.min, max: line.max, text: line.text })}\n`,
      );
    }
  }
  return 0;
}

process.exit(await main());
