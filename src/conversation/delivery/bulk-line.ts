import type { Pacer } from './pacer.ts';

/** A call that brought nobody for so long was lost with its queue, in ms. */
const LOST_MS = 1_000;

type Line = { readonly waiting: Set<string>; called: { readonly id: string; readonly until: number } | null };

/**
 * Rows of one bot that are in no hurry wait in a line and are called one after the other. If each had an alarm of its
 * own, hundreds would ring at once, again and again, and a crisis would wait behind them in the queue. Kept in memory:
 * whoever is forgotten is found by the sweep. Times are of a clock that only goes forward, in ms.
 */
const lines = new WeakMap<Pacer, Line>();

function lineOf(pacer: Pacer): Line {
  const known = lines.get(pacer);
  if (known !== undefined) return known;
  const line: Line = { waiting: new Set(), called: null };
  lines.set(pacer, line);
  return line;
}

/** Whether this row is the one to be woken; the others are called after it. */
export function waitInLine(pacer: Pacer, id: string, waitMs: number, at: number): boolean {
  const line = lineOf(pacer);
  line.waiting.add(id);
  if (line.called !== null && line.called.id !== id && line.called.until > at) return false;
  line.called = { id, until: at + waitMs + LOST_MS };
  return true;
}

/** This row has its turn: the next one to be woken in `waitMs`, or null. */
export function callNextInLine(pacer: Pacer, id: string, waitMs: number, at: number): string | null {
  const line = lineOf(pacer);
  line.waiting.delete(id);
  if (line.called !== null && line.called.id !== id && line.called.until > at) return null;
  const [next] = line.waiting;
  line.called = next === undefined ? null : { id: next, until: at + waitMs + LOST_MS };
  return next ?? null;
}
