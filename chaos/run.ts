/** `npm run chaos`: what is killed, cut, wiped and flooded, and what is left of everybody's words afterwards. */
import { spawnSync } from 'node:child_process';
import { listJobs, readOptions } from './options.ts';
import { openYard } from './place.ts';
import { toJson, toTable } from './report.ts';
import { runAll } from './run-all.ts';
import { complaints } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';

const USAGE_ERROR = 2;
const INTERRUPTED = 130;

const tell = (text: string): void => void process.stderr.write(`${text}\n`);
const print = (text: string): void => void process.stdout.write(`${text}\n`);

async function main(args: readonly string[]): Promise<number> {
  const read = readOptions(
    args,
    SCENARIOS.map(({ name }) => name),
  );
  if (!read.ok) {
    tell(read.message);
    return USAGE_ERROR;
  }
  const { options } = read;
  if (options.queues !== 'postgres' && spawnSync('redis-server', ['--version']).status !== 0) {
    tell('chaos: there is no redis-server here; use --queue postgres');
    return USAGE_ERROR;
  }
  const yard = openYard();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void yard.close().finally(() => process.exit(INTERRUPTED)));
  }
  try {
    const lines = await runAll(listJobs(options, SCENARIOS), options.size, yard, tell, (line) => {
      if (options.json) print(toJson(line));
    });
    if (!options.json) print(`\n${toTable(lines)}`);
    return lines.every((line) => complaints(line).length === 0) ? 0 : 1;
  } finally {
    await yard.close();
  }
}

process.exit(await main(process.argv.slice(2)));
