import { addMs } from '../../core/clock.ts';

/** A page that has waited for so long, in ms, was held back: any other leaves at once. */
const HELD_BACK_MS = 5_000;

export const heldBackBefore = (now: Date): Date => addMs(now, -HELD_BACK_MS);

export const pageKey = (staffAddressId: string, key: string): string => `page:${staffAddressId}:${key}`;

/** When the pages in a message were told, by its key; null where nobody has written that down. */
export function toldAtOf(dedupeKey: string): Date | null {
  const told = /^page:[0-9a-f-]{36}:(\d+)$/.exec(dedupeKey)?.[1];
  return told === undefined ? null : new Date(Number(told));
}
