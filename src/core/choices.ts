import type { Choice } from './message.ts';

const CHINESE_DIGITS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** What a typed answer means, without case, width, spaces, closing punctuation or a leading slash. */
export function plainWord(typed: string): string {
  return typed
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/^\/+/, '')
    .replace(/[.。、,，!！?？)）]+$/u, '')
    .replace(/^[(（]/u, '')
    .trim();
}

/** The number that was typed (1, １, 一, “1.”), or null. */
export function typedNumber(typed: string): number | null {
  const word = plainWord(typed);
  if (/^[0-9]{1,3}$/.test(word)) return Number(word);
  const digit = CHINESE_DIGITS.indexOf(word);
  return digit > 0 ? digit : null;
}

/** The choice that a typed text names, by its number in the list or by its label; null if it names none. */
export function pickChoice(typed: string, choices: readonly Choice[]): Choice | null {
  const number = typedNumber(typed);
  if (number !== null) return choices[number - 1] ?? null;
  const word = plainWord(typed);
  if (word === '') return null;
  return choices.find((choice) => plainWord(choice.label) === word) ?? null;
}
