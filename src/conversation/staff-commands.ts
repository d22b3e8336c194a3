import { plainWord } from '../core/choices.ts';

export type StaffCommand =
  | { readonly kind: 'take'; readonly number: number | null }
  | { readonly kind: 'close' | 'student' | 'staff' | 'help' | 'unknown' }
  /** Words for a student; `number` is the case they name with #1001 at their beginning. */
  | { readonly kind: 'words'; readonly number: number | null; readonly text: string };

const WORDS: Readonly<Record<string, 'close' | 'student' | 'staff' | 'help'>> = {
  结案: 'close',
  close: 'close',
  学生: 'student',
  student: 'student',
  值班: 'staff',
  staff: 'staff',
  帮助: 'help',
  help: 'help',
  start: 'help',
};

/** What a staff member typed. Commands begin with a slash; 接 needs none, since it must be quick. Pure. */
export function readStaffCommand(text: string): StaffCommand {
  const word = plainWord(text);
  const take = /^(?:接|take)\s*#?\s*([0-9]{1,9})?$/.exec(word);
  if (take) return { kind: 'take', number: take[1] === undefined ? null : Number(take[1]) };
  if (text.trim().startsWith('/') || text.trim().startsWith('／')) return { kind: WORDS[word] ?? 'unknown' };
  const named = /^#([0-9]{1,9})\s+/.exec(text.trim());
  if (named) return { kind: 'words', number: Number(named[1]), text: text.trim().slice(named[0].length) };
  return { kind: 'words', number: null, text };
}

/** A one-time code as it is written: XQ- and eight letters or digits; null for anything else. */
export function readCode(text: string): string | null {
  const word = text.normalize('NFKC').trim().toUpperCase();
  return /^XQ-[A-Z0-9]{8}$/.test(word) ? word : null;
}
