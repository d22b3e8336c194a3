import { parseArgs } from 'node:util';

export type BenchOptions = {
  /** Those to run, in the order of the list. */
  readonly names: readonly string[];
  readonly json: boolean;
  /** The queue of both sides on a Redis instead of on PostgreSQL. */
  readonly redis: boolean;
  /** What a call of the fake Bot API takes, in ms. */
  readonly apiMs: number;
};

/** A server on the same continent, in ms. */
const API_MS = 20;
const LONGEST_API_MS = 1_000;

/** What was asked for, or a sentence that says why it cannot be. */
export function readOptions(
  args: readonly string[],
  known: readonly string[],
): { ok: true; options: BenchOptions } | { ok: false; message: string } {
  const allowed = {
    json: { type: 'boolean' },
    redis: { type: 'boolean' },
    'api-ms': { type: 'string' },
  } as const;
  let parsed: ReturnType<typeof parse>;
  const parse = () => parseArgs({ args: [...args], options: allowed, allowPositionals: true });
  try {
    parsed = parse();
  } catch (error) {
    return { ok: false, message: `bench: ${error instanceof Error ? error.message : String(error)}` };
  }
  const { values, positionals } = parsed;
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    return {
      ok: false,
      message: `bench: found ${JSON.stringify(unknown)}, expected one of ${known.join(', ')}`,
    };
  }
  const apiMs = Number(values['api-ms'] ?? API_MS);
  if (!Number.isInteger(apiMs) || apiMs < 0 || apiMs > LONGEST_API_MS) {
    return { ok: false, message: `bench: --api-ms: expected a whole number from 0 to ${LONGEST_API_MS}` };
  }
  const names = known.filter((name) => positionals.length === 0 || positionals.includes(name));
  return { ok: true, options: { names, json: values.json ?? false, redis: values.redis ?? false, apiMs } };
}
