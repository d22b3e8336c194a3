import { plainWord } from '../../core/choices.ts';
import type { HoldKind } from '../../handoff/case.ts';

/** Words by which an owner says where they are; they need no slash, and are not passed to the student. */
export const HOLD_WORDS: Readonly<Record<string, HoldKind>> = {
  通话中: 'on-phone',
  'on the phone': 'on-phone',
  在路上: 'on-the-way',
  'on the way': 'on-the-way',
};
/** Words that record that somebody is with the student. */
export const ARRIVAL_WORDS = ['有人到场', 'somebody is there'] as const;

/** `number` null: the only case, or which one is asked. */
export type WatchCommand =
  | { readonly kind: 'hold'; readonly hold: HoldKind; readonly number: number | null }
  | { readonly kind: 'arrived'; readonly number: number | null };

/** 通话中, /通话中, #1001 通话中, 通话中 #1001 and 通话中 1001 alike. */
const SHAPE = /^(?:#\s*([0-9]{1,9})\s*)?([^#0-9]+?)\s*(?:#?\s*([0-9]{1,9}))?$/u;

/** What an owner says about where they are or who is there; null for anything else. Pure. */
export function readWatchCommand(typed: string): WatchCommand | null {
  const found = SHAPE.exec(plainWord(typed));
  if (found === null) return null;
  const [, before, word = '', behind] = found;
  const digits = before ?? behind;
  const number = digits === undefined ? null : Number(digits);
  const hold = Object.hasOwn(HOLD_WORDS, word) ? HOLD_WORDS[word] : undefined;
  if (hold !== undefined) return { kind: 'hold', hold, number };
  return ARRIVAL_WORDS.some((known) => known === word) ? { kind: 'arrived', number } : null;
}
