/** How an activity and a date are named by what people type or scan. */
import { minutesMs } from '../core/clock.ts';

/** Digits out of a random id: the code of an activity, four of them. */
export const activityCodeFrom = (id: string): string => String(1_000 + (numberIn(id) % 9_000));

/** For so long the same code is shown at the place; it is good until the next one ends, in minutes. */
export const CHECK_IN_CODE_MINUTES = 5;

/** Which code is shown at a moment; they are numbered through all time, so that every process shows the same. */
export const checkInTurn = (at: Date): number => Math.floor(at.getTime() / minutesMs(CHECK_IN_CODE_MINUTES));

/** When the code of this turn gives way to the next one. */
export const endOfTurn = (turn: number): Date => new Date((turn + 1) * minutesMs(CHECK_IN_CODE_MINUTES));

/** Six digits out of the keyed hash of a date and a turn. */
export const checkInCodeFrom = (hash: Buffer): string =>
  String(hash.readUIntBE(0, 6) % 1_000_000).padStart(6, '0');

const numberIn = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

export type TypedCode = { readonly kind: 'activity' | 'check-in'; readonly code: string };

/** What a Telegram link carries behind `start`: a1234, c123456. */
const LINK = /^[/／]start\s+([ac])([0-9]{4,6})$/iu;
const ACTIVITY = /^(?:活动|活動|activity)\s*[:：#]?\s*([1-9][0-9]{3,5})$/iu;
const CHECK_IN = /^(?:签到|簽到|check\s?-?in)\s*[:：#]?\s*([0-9]{6})$/iu;

/** The code that was typed or came with a link; null where the words are no such thing. */
export function readTypedCode(typed: string): TypedCode | null {
  const words = typed
    .normalize('NFKC')
    .trim()
    .replace(/[.。!！]+$/u, '');
  const link = LINK.exec(words);
  if (link !== null) {
    const [, letter = '', code = ''] = link;
    return { kind: letter.toLowerCase() === 'a' ? 'activity' : 'check-in', code };
  }
  const bare = words.replace(/^\/+/, '');
  const activity = ACTIVITY.exec(bare)?.[1];
  if (activity !== undefined) return { kind: 'activity', code: activity };
  const checkIn = CHECK_IN.exec(bare)?.[1];
  return checkIn === undefined ? null : { kind: 'check-in', code: checkIn };
}
