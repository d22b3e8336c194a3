import type { QueueStore, Yard } from './place.ts';
import { complaints, type Line, type Outcome, type Scenario, type Size } from './scenario.ts';

/** Nothing runs longer, whatever hangs, in ms. */
const CEILING_MS = { short: 300_000, long: 7_200_000 } as const;

/** One scenario on one store of the queue. What breaks it is a fault like any other: a run that ended early saw nothing. */
export async function runScenario(
  yard: Yard,
  scenario: Scenario,
  queue: QueueStore,
  size: Size,
  tell: (text: string) => void,
): Promise<Line> {
  const name = `${scenario.name}/${queue}`;
  tell(`${name}: ${scenario.summary}`);
  const startedAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done in ${CEILING_MS[size]} ms`)), CEILING_MS[size]);
  });
  const outcome = await yard
    .runAt(
      queue,
      (text) => tell(`${name}: ${text}`),
      (place) => Promise.race([scenario.run(place, size), late]),
    )
    .catch(broken)
    .finally(() => clearTimeout(timer));
  const line = { ...outcome, scenario: name, seconds: (performance.now() - startedAt) / 1_000 };
  const wrong = complaints(line);
  tell(`${name}: ${wrong.length === 0 ? 'holds' : 'FAILED'} after ${Math.round(line.seconds)} s`);
  for (const sentence of wrong) tell(sentence);
  return line;
}

function broken(error: unknown): Outcome {
  const what = error instanceof Error ? error.message : String(error);
  return { sent: 0, kills: 0, verdict: { faults: [{ kind: 'broken', what }], repeats: 0 }, figures: [] };
}
