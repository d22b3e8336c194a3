/** How an activity and a date are named by what people type or scan. */

/** Digits out of a random id: the code of an activity, four of them. */
export const activityCodeFrom = (id: string): string => String(1_000 + (numberIn(id) % 9_000));

/** Six digits that are shown at the place on one day. */
export const checkInCodeFrom = (id: string): string => String(numberIn(id) % 1_000_000).padStart(6, '0');

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
