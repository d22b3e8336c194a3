import { plainWord, typedNumber } from '../../core/choices.ts';

type Worded = { readonly text: string };

export type Spoken<Line> = {
  /** What somebody said, without the answers that they gave the program. */
  readonly lines: readonly Line[];
  /** A number that comes next is one more such answer. */
  readonly answering: boolean;
};

/**
 * Where choices are typed, 预约 and 4 are a word of the menu and the fourth time, and say nothing together (约 and 4 would:
 * 4 is read as 死). So a word of the menu and the numbers behind it are left out; a number behind anything else stays, since
 * 我想 and 4 do mean it.
 * @param words those of the menu, as `plainWord` writes them
 */
export function leaveOutAnswers<Line extends Worded>(
  lines: readonly Line[],
  words: ReadonlySet<string>,
): Spoken<Line> {
  let answering = false;
  const spoken = lines.filter(({ text }) => {
    answering = words.has(plainWord(text)) || (answering && typedNumber(text) !== null);
    return !answering;
  });
  return { lines: spoken, answering };
}
