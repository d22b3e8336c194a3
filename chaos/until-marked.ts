import { setTimeout as pause } from 'node:timers/promises';
import type { Centre } from './centre.ts';

const LOOKED_AT = 60;
const CEILING_MS = 15_000;

/**
 * Waits until everything that arrived before the held message is written down, so that the kill finds exactly one
 * message of which nobody knows what became of it.
 */
export async function untilMarked({ sql, gate }: Centre): Promise<void> {
  const end = performance.now() + CEILING_MS;
  // What was on its way when the message was struck arrives after it.
  while (gate.underWay() > 0 && performance.now() < end) await pause(1);
  const ids = gate.latest(LOOKED_AT);
  while ((await missing()).length > 0 && performance.now() < end) await pause(10);

  /** A first try that was cut otherwise than by a strike never stands in a row: it is let go by the ceiling. */
  async function missing(): Promise<string[]> {
    const rows = await sql<{ id: string }>(
      `select external_id as id from xinqiao.outgoing where external_id = any($1)`,
      [ids],
    );
    const known = new Set(rows.map(({ id }) => id));
    return ids.filter((id) => !known.has(id));
  }
}
