import type { Level, Match } from './screening.ts';

/** A message of a conversation that was screened when it came. */
export type Said = {
  readonly id: string;
  readonly text: string;
  readonly at: Date;
  /** What it came to then, together with those before it. */
  readonly level: Level;
  readonly matches: readonly Match[];
};

/** What is joined of one message. */
export type Piece = {
  /** Null is the newest message. */
  readonly id: string | null;
  readonly text: string;
  /** Where `text` begins in the message, in UTF-16 code units. */
  readonly from: number;
};

/** Short enough to be a part of a word or of a saying that goes on in the next message, in UTF-16 code units. */
export const FRAGMENT = 6;
/** What a long message gives at the edge where it meets another one: a clause or two, in UTF-16 code units. */
export const EDGE = 40;

/** Said while something else is being spelled out; they are left out, not taken for a part of it. */
const fillers = new Set(
  (
    '嗯 嗯嗯 恩 恩恩 哦 哦哦 噢 喔 额 呃 唉 哎 诶 欸 唔 啊 哈 哈哈 哈哈哈 哈哈哈哈 呵呵 嘿嘿 嘻嘻 呜 呜呜 呜呜呜 好的 好吧 是的 对的 行 ' +
    '在 在吗 在么 在不在 你好 您好 老师 老师好 你好呀 有人吗 谢谢 等下 等等 等一下 那个 这个 就是 然后 怎么说 怎么说呢 算了 没事 不知道 ' +
    '对不起 打错了 发错了 救命 hi hello em emm emmm hmm ok um uh 1 11 111 666'
  ).split(' '),
);

const isMark = (character: string): boolean => /[\s\p{P}\p{S}\p{Cc}\p{Cf}\p{M}]/u.test(character);
/** Letters of astral planes are set in a fancy type; characters there lose nothing by a space. */
const isLetter = (unit: string): boolean => /[\p{Script=Latin}\p{N}\p{Cs}]/u.test(unit);

/** Without the marks at its edges: 我… and 不想。 are parts of one word. Nothing is left of a smile. */
export function strip({ id, text, from }: Piece): Piece {
  const characters = Array.from(text);
  let start = 0;
  let end = text.length;
  for (const character of characters) {
    if (!isMark(character)) break;
    start += character.length;
  }
  for (const character of characters.reverse()) {
    if (end <= start || !isMark(character)) break;
    end -= character.length;
  }
  return { id, text: text.slice(start, end), from: from + start };
}

export const isFragment = (piece: Piece): boolean => piece.text.length > 0 && piece.text.length <= FRAGMENT;

export const isFiller = (piece: Piece): boolean => fillers.has(piece.text.toLowerCase());

export const isLong = (text: string): boolean => text.length > EDGE;

/** The end of an earlier message. */
export const tailOf = ({ id, text }: Said): Piece => {
  const from = Math.max(0, text.length - EDGE);
  return { id, text: text.slice(from), from };
};

/** The beginning of the newest one. */
export const headOf = (text: string): Piece => ({ id: null, text: text.slice(0, EDGE), from: 0 });

export type Joined = { readonly text: string; readonly starts: readonly number[] };

/** Letters would run together; characters are one word only without anything between them. */
export function join(pieces: readonly Piece[], separator: string): Joined {
  let text = '';
  const starts: number[] = [];
  for (const piece of pieces) {
    if (text !== '') {
      const letters = isLetter(text.charAt(text.length - 1)) && isLetter(piece.text.charAt(0));
      text += separator === '' && letters ? ' ' : separator;
    }
    starts.push(text.length);
    text += piece.text;
  }
  return { text, starts };
}
