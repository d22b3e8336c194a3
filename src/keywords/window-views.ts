import { CONCERN_MINUTES } from './several-concerns.ts';
import {
  headOf,
  isFiller,
  isFragment,
  isLong,
  type Piece,
  type Said,
  strip,
  tailOf,
} from './window-pieces.ts';

/**
 * How far back a saying may begin. Whoever types slowly or waits for an answer is back within five minutes; after that
 * they say something new.
 */
export const WINDOW = {
  /** Between two messages that are joined. */
  pauseMinutes: 5,
  /** From the first of them to the newest. */
  joinMinutes: 15,
  /** For what adds up without being joined. */
  concernMinutes: CONCERN_MINUTES,
  /** Earlier messages that may be joined. */
  messages: 20,
  /** Earlier messages that may add up. */
  concernMessages: 40,
} as const;

/** Characters of earlier messages that are joined in order, and parts of a spelled-out saying. */
const LONGEST_JOINED = 160;
const MOST_FRAGMENTS = 12;
/** Characters that say something by themselves: who it is, how they are. */
const LEAST_SAID = 4;
/** How many messages in a row may be about something else, and how many messages before the newest they may begin. */
const LONGEST_HOLE = 3;
const FARTHEST_HOLE = 8;

export const minutesBetween = (a: Date, b: Date): number => (b.getTime() - a.getTime()) / 60_000;

/** The messages that may be joined with the newest, oldest first. */
export function pickJoinable(earlier: readonly Said[], at: Date): Said[] {
  const picked: Said[] = [];
  let next = at;
  for (const said of [...earlier].reverse()) {
    if (picked.length === WINDOW.messages) break;
    if (minutesBetween(said.at, next) > WINDOW.pauseMinutes) break;
    if (minutesBetween(said.at, at) > WINDOW.joinMinutes) break;
    next = said.at;
    picked.unshift(said);
  }
  return picked;
}

/** The pieces of the last messages as they were said, back to the first long one, of which only the end is near. */
function inOrder(joinable: readonly Said[]): Piece[] {
  const pieces: Piece[] = [];
  let length = 0;
  for (const said of [...joinable].reverse()) {
    const piece = tailOf(said);
    length += piece.text.length;
    if (length > LONGEST_JOINED) break;
    pieces.unshift(piece);
    if (isLong(said.text)) break;
  }
  return pieces;
}

/** The short ones among the last messages, whatever was said between them. */
const fragmentsOf = (joinable: readonly Said[]): Piece[] =>
  joinable
    .filter(({ text }) => !isLong(text))
    .map(({ id, text }) => strip({ id, text, from: 0 }))
    .filter((piece) => isFragment(piece) && !isFiller(piece))
    .slice(-MOST_FRAGMENTS);

/** `pieces` without one run of neighbours: something else that was said while a saying was spelled out. */
function* withOneHole(pieces: readonly Piece[]): Generator<Piece[]> {
  for (let from = Math.max(1, pieces.length - FARTHEST_HOLE); from < pieces.length; from += 1) {
    const last = Math.min(pieces.length, from + LONGEST_HOLE);
    for (let to = from + 1; to <= last; to += 1) yield [...pieces.slice(0, from), ...pieces.slice(to)];
  }
}

/** What was said directly before: one message, or the fragments that make up a few characters. */
function neighboursOf(speaking: readonly Piece[]): Piece[] {
  const near: Piece[] = [];
  let length = 0;
  for (const piece of [...speaking].reverse()) {
    if (length >= LEAST_SAID) break;
    near.unshift(piece);
    length += piece.text.length;
  }
  return near;
}

export type View = {
  readonly pieces: readonly Piece[];
  readonly separator: '' | '，';
  /** What comes before may also make something of words that lie in the newest message alone. */
  readonly completes: boolean;
};

const spelled = (pieces: readonly Piece[]): View => ({ pieces, separator: '', completes: false });

/** Every way in which the last messages may be one saying with the newest, each of them short. */
export function* viewsOf(joinable: readonly Said[], text: string): Generator<View> {
  const head = headOf(text);
  const newest = strip(head);
  if (newest.text.length === 0) return;
  const pieces = inOrder(joinable);
  yield { pieces: [...pieces, head], separator: '，', completes: false };
  const plain = pieces.map(strip).filter((piece) => piece.text.length > 0);
  yield spelled([...plain, newest]);
  const speaking = plain.filter((piece) => !isFiller(piece));
  yield spelled([...speaking, newest]);
  const near = neighboursOf(speaking);
  yield { pieces: [...near, head], separator: '，', completes: true };
  yield { pieces: [...near, newest], separator: '', completes: true };
  if (!isFragment(newest) || isFiller(newest)) return;
  const fragments = fragmentsOf(joinable);
  yield spelled([...fragments, newest]);
  for (const some of withOneHole(fragments)) yield spelled([...some, newest]);
}
