import { parseArgs } from 'node:util';
import type { QueueStore } from './place.ts';
import type { Scenario, Size } from './scenario.ts';

export type ChaosOptions = {
  readonly names: readonly string[];
  /** `turns`: each scenario on one of them, the next on the other. */
  readonly queues: QueueStore | 'both' | 'turns';
  readonly size: Size;
  readonly json: boolean;
};

const QUEUES = ['postgres', 'redis', 'both'] as const;
/** One scenario on one store. */
export type Job = { readonly scenario: Scenario; readonly queue: QueueStore };

/** What was asked for, or a sentence that says why it cannot be. */
export function readOptions(
  args: readonly string[],
  known: readonly string[],
): { ok: true; options: ChaosOptions } | { ok: false; message: string } {
  const allowed = {
    short: { type: 'boolean' },
    json: { type: 'boolean' },
    only: { type: 'string', multiple: true },
    queue: { type: 'string' },
  } as const;
  const parse = () => parseArgs({ args: [...args], options: allowed });
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse();
  } catch (error) {
    return { ok: false, message: `chaos: ${error instanceof Error ? error.message : String(error)}` };
  }
  const { short = false, json = false, only = [], queue } = parsed.values;
  const unknown = only.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    return {
      ok: false,
      message: `chaos: --only: found ${JSON.stringify(unknown)}, expected one of ${known.join(', ')}`,
    };
  }
  const asked = QUEUES.find((name) => name === queue);
  if (queue !== undefined && asked === undefined) {
    return {
      ok: false,
      message: `chaos: --queue: found ${JSON.stringify(queue)}, expected one of ${QUEUES.join(', ')}`,
    };
  }
  const names = known.filter((name) => only.length === 0 || only.includes(name));
  const queues = asked ?? (short ? 'turns' : 'both');
  return { ok: true, options: { names, queues, size: short ? 'short' : 'long', json } };
}

/** In the order in which they are begun. */
export const listJobs = (
  { names, queues }: Pick<ChaosOptions, 'names' | 'queues'>,
  scenarios: readonly Scenario[],
): Job[] =>
  scenarios
    .filter(({ name }) => names.includes(name))
    .flatMap((scenario, index) => chooseQueues(queues, index).map((queue) => ({ scenario, queue })));

function chooseQueues(queues: ChaosOptions['queues'], index: number): readonly QueueStore[] {
  if (queues === 'both') return ['postgres', 'redis'];
  if (queues === 'turns') return [index % 2 === 0 ? 'postgres' : 'redis'];
  return [queues];
}
