import type { Job } from './options.ts';
import type { Yard } from './place.ts';
import { runScenario } from './run-scenario.ts';
import type { Line, Size } from './scenario.ts';

/** Short ones wait for timers most of the time and share the machine; long ones have it to themselves. */
const AT_ONCE: Readonly<Record<Size, number>> = { short: 5, long: 1 };

/** Answers a line for each job, in their order. */
export async function runAll(
  jobs: readonly Job[],
  size: Size,
  yard: Yard,
  tell: (text: string) => void,
  onLine: (line: Line) => void,
  atOnce: number = AT_ONCE[size],
): Promise<Line[]> {
  const lines: Line[] = [];
  const waiting = [...jobs.entries()];
  const hand = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, { scenario, queue }] = next;
      const line = await runScenario(yard, scenario, queue, size, tell);
      lines[index] = line;
      onLine(line);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, hand));
  return lines;
}
