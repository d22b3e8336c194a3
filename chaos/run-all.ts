import { availableParallelism, loadavg } from 'node:os';
import type { Job } from './options.ts';
import type { Yard } from './place.ts';
import { runScenario } from './run-scenario.ts';
import type { Line, Size } from './scenario.ts';

/** They wait for timers most of the time and share the machine: six keep two quiet cores busy. */
const AT_ONCE: Readonly<Record<Size, number>> = { short: 6, long: 3 };
/** Where others use the cores already, so few that none waits for the cores alone. */
const AT_ONCE_BESIDE_OTHERS: Readonly<Record<Size, number>> = { short: 4, long: 2 };

const chooseAtOnce = (size: Size): number =>
  ((loadavg()[0] ?? 0) < availableParallelism() / 2 ? AT_ONCE : AT_ONCE_BESIDE_OTHERS)[size];

/** Answers a line for each job, in their order. */
export async function runAll(
  jobs: readonly Job[],
  size: Size,
  yard: Yard,
  tell: (text: string) => void,
  onLine: (line: Line) => void,
  atOnce: number = chooseAtOnce(size),
): Promise<Line[]> {
  const lines: Line[] = [];
  const run = async (waiting: [number, Job][], hands: number): Promise<void> => {
    const hand = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [index, { scenario, queue }] = next;
        const line = await runScenario(yard, scenario, queue, size, tell);
        lines[index] = line;
        onLine(line);
      }
    };
    await Promise.all(Array.from({ length: hands }, hand));
  };
  const isAlone = ([, { scenario }]: [number, Job]): boolean => size === 'long' && scenario.alone === true;
  const all = [...jobs.entries()];
  await run(
    all.filter((job) => !isAlone(job)),
    atOnce,
  );
  await run(all.filter(isAlone), 1);
  return lines;
}
