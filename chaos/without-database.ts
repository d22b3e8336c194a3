/** What people get while the program reaches no database. */

import type { Centre } from './centre.ts';
import { until } from './until.ts';

/** Whoever is called directly: `EMERGENCY_TELEGRAM_CHATS`. */
export const EMERGENCY = 8_120_000_000_001;
export const TOLD_BAR_MS = 10_000;
const CEILING_MS = 60_000;

/** Waits until each of these chats has a first message; answers when the students' came. */
export async function untilTold(
  { telegram, gate }: Centre,
  students: readonly number[],
  others: readonly number[] = [],
): Promise<number[]> {
  const toldAt = (chat: number): number | undefined =>
    gate.arrivedAt(telegram.sentTo(chat)[0]?.messageId.toString() ?? '');
  await until(
    'an answer for each of them',
    () => [...students, ...others].every((chat) => toldAt(chat) !== undefined),
    CEILING_MS,
  );
  return students.map((chat) => toldAt(chat) ?? Number.NaN);
}
