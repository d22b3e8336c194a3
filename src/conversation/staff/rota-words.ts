import { plainWord } from '../../core/choices.ts';

/** Words that show who is on call; they need no slash. */
export const ON_CALL_WORDS = ['值班表', 'oncall'] as const;
/** Words behind a slash that list what one was asked to take over. */
export const SWAP_WORDS = ['换班', 'swaps'] as const;
/** Words behind a slash that pass a case on, alone or with its number and a note: `/交班 #1001 …`, `/交班 全部 …`. */
export const HAND_OVER_WORDS = ['交班', 'handover'] as const;

export type RotaCommand =
  | { readonly kind: 'on-call' }
  | { readonly kind: 'swaps' }
  /** `number` null: which cases there are is asked. */
  | { readonly kind: 'hand-over'; readonly number: number | 'all' | null; readonly note: string };

const HAND_OVER = new RegExp(
  `^(?:${HAND_OVER_WORDS.join('|')})(?:\\s*(?:[#＃]?\\s*([0-9０-９]{1,9})|(全部|all))(?:[\\s,，:：、。]+(.*))?)?$`,
  'isu',
);

/** What of the rota a staff member asks for; null for anything else. Pure. */
export function readRotaCommand(typed: string): RotaCommand | null {
  const word = plainWord(typed);
  if (ON_CALL_WORDS.some((known) => known === word)) return { kind: 'on-call' };
  const text = typed.trim();
  if (!/^[/／]/u.test(text)) return null;
  if (SWAP_WORDS.some((known) => known === word)) return { kind: 'swaps' };
  const found = HAND_OVER.exec(text.slice(1).trim());
  if (found === null) return null;
  const one = found[1] === undefined ? null : Number(found[1].normalize('NFKC'));
  const number = found[2] === undefined ? one : 'all';
  return { kind: 'hand-over', number, note: (found[3] ?? '').trim() };
}
