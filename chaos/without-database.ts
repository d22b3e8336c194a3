/** What people get while the program reaches no database. */

import type { Centre } from './centre.ts';
import { until } from './until.ts';

/** Whoever is called directly: `EMERGENCY_TELEGRAM_CHATS`. */
export const EMERGENCY = 8_120_000_000_001;
export const TOLD_BAR_MS = 10_000;
const CEILING_MS = 60_000;

/** That it is over is told in the same place. */
const DIRECT_CALL = /^【直接呼叫/;

const callsOf = ({ telegram }: Pick<Centre, 'telegram'>) =>
  telegram.sentTo(EMERGENCY).filter(({ text }) => DIRECT_CALL.test(text));

/** So many direct calls there were until now: only what comes after them is one for what happens next. */
export const countCalls = (centre: Centre): number => callsOf(centre).length;

/**
 * Waits until each of these students has a first message, and whoever is called directly a further one.
 * @param callsBefore as {@link countCalls} had it; null where nobody need be called
 * @returns when each of these messages came, the students' ones first
 */
export async function untilTold(
  { telegram, gate }: Centre,
  students: readonly number[],
  callsBefore: number | null,
): Promise<{ readonly told: number[]; readonly called: number[] }> {
  const arrivalOf = (message: { readonly messageId: number } | undefined): number | undefined =>
    gate.arrivedAt(message?.messageId.toString() ?? '');
  const told = (): (number | undefined)[] => students.map((chat) => arrivalOf(telegram.sentTo(chat)[0]));
  const called = (): (number | undefined)[] =>
    callsBefore === null ? [] : [arrivalOf(callsOf({ telegram })[callsBefore])];
  await until(
    'an answer for each of them',
    () => [...told(), ...called()].every((at) => at !== undefined),
    CEILING_MS,
  );
  return { told: told().filter((at) => at !== undefined), called: called().filter((at) => at !== undefined) };
}
