/** `npm run bench`: what the program costs, each figure beside the least that could do the same work. */

import { type Line, race } from './bench.ts';
import { BENCHES } from './benches.ts';
import { type BenchOptions, readOptions } from './options.ts';
import { missed, toJson, toTable } from './report.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

const ROUNDS = 5;
const USAGE_ERROR = 2;
const INTERRUPTED = 130;

const tell = (text: string): void => void process.stderr.write(`${text}\n`);
const print = (text: string): void => void process.stdout.write(`${text}\n`);

async function runAll({ names, json }: BenchOptions, workshop: Workshop): Promise<Line[]> {
  const lines: Line[] = [];
  for (const bench of BENCHES.filter(({ name }) => names.includes(name))) {
    tell(`${bench.name}: ${bench.summary}`);
    const raced = await race(bench.measures, ROUNDS, async (side) => {
      const values = await bench.run(side, workshop);
      const said = values.map((value, index) => `${value.toFixed(1)} ${bench.measures[index]?.unit}`);
      tell(`  ${side}: ${said.join(', ')}`);
      return values;
    });
    if (json) for (const line of raced) print(toJson(line));
    lines.push(...raced);
  }
  return lines;
}

async function main(args: readonly string[]): Promise<number> {
  const read = readOptions(
    args,
    BENCHES.map(({ name }) => name),
  );
  if (!read.ok) {
    tell(read.message);
    return USAGE_ERROR;
  }
  const opened = await openWorkshop(read.options.redis, read.options.apiMs);
  if (!opened.ok) {
    tell(opened.message);
    return USAGE_ERROR;
  }
  const { workshop } = opened;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void workshop.close().finally(() => process.exit(INTERRUPTED)));
  }
  try {
    const lines = await runAll(read.options, workshop);
    if (!read.options.json) print(`\n${toTable(lines)}`);
    const sentences = missed(lines);
    for (const sentence of sentences) tell(sentence);
    return sentences.length === 0 ? 0 : 1;
  } finally {
    await workshop.close();
  }
}

process.exit(await main(process.argv.slice(2)));
