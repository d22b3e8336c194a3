/** Longest sentence that may be kept as an example, in UTF-16 code units. */
export const LONGEST_EXAMPLE = 200;

export type ExampleProblem = 'empty' | 'too-long' | 'as-it-was-said' | 'long-number' | 'address';

const squeeze = (text: string): string => text.replace(/[\s\p{P}]/gu, '');

/** Figures in a row that may be a phone, student or identity number. */
const LONG_NUMBER = /[0-9０-９]{5}/;
const ADDRESS = /@|https?:|www\.|微信号|QQ号|qq号/;

/**
 * What a program can see of a sentence that a person should have written anew: not what the student wrote, no long
 * number, no address. Names it cannot know; those are for the person's eyes.
 */
export function checkExample(example: string, original: string): ExampleProblem | null {
  const text = example.trim();
  if (text === '') return 'empty';
  if (text.length > LONGEST_EXAMPLE) return 'too-long';
  if (LONG_NUMBER.test(text)) return 'long-number';
  if (ADDRESS.test(text)) return 'address';
  const written = squeeze(text);
  const said = squeeze(original);
  // A few words may be the same by chance: 我想死 can be said by anybody.
  const long = written.length >= 12;
  return said === written || (long && said.includes(written)) ? 'as-it-was-said' : null;
}
