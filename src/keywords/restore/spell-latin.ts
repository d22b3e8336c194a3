import type { Sounds } from './sounds.ts';
import { initialKey, initials } from './sounds.ts';

/** Takes one piece of sound after the other off a run of letters. */
export type SpellLatin = {
  /** Number and length of the piece at `at`; number 0 where the letters spell nothing. `end` is exclusive. */
  read(
    units: ArrayLike<number>,
    at: number,
    end: number,
  ): { readonly sound: number; readonly length: number };
};

const letters = 26;
const firstLetter = 97;
const [a = 0, e = 0, i = 0, o = 0, u = 0, n = 0, g = 0, r = 0, h = 0] = Array.from('aeioungrh', (letter) =>
  letter.charCodeAt(0),
);
const isVowel = (unit: number): boolean => unit === a || unit === e || unit === i || unit === o || unit === u;
const mayMove = (unit: number): boolean => unit === n || unit === g || unit === r;

/** A trie in one flat array; `ends` holds the sound that a node completes. */
function buildTrie(sounds: Sounds): { next: Int16Array; ends: Uint16Array } {
  const words = [...sounds.numbers].filter(([name]) => /^[a-z]*[aeiouv][a-z]*$/.test(name));
  const next = new Int16Array((words.length * 6 + 1) * letters);
  const ends = new Uint16Array(words.length * 6 + 1);
  let nodes = 1;
  for (const [name, number] of words) {
    let node = 0;
    for (let at = 0; at < name.length; at += 1) {
      const edge = node * letters + name.charCodeAt(at) - firstLetter;
      if (next[edge] === 0) {
        next[edge] = nodes;
        nodes += 1;
      }
      node = next[edge] ?? 0;
    }
    ends[node] = number;
  }
  return { next, ends };
}

function numberInitials(sounds: Sounds): { single: Uint16Array; double: Uint16Array } {
  const single = new Uint16Array(letters);
  const double = new Uint16Array(letters);
  for (const initial of initials) {
    const column = initial.length === 1 ? single : double;
    column[initial.charCodeAt(0) - firstLetter] = sounds.numbers.get(initialKey(initial)) ?? 0;
  }
  return { single, double };
}

/**
 * The longest syllable, except that a last n, g or r goes to a vowel behind it (xianguo is xian guo); where no syllable
 * stands, an initial.
 */
export function createSpeller(sounds: Sounds): SpellLatin {
  const { next, ends } = buildTrie(sounds);
  const { single, double } = numberInitials(sounds);
  const piece = { sound: 0, length: 1 };

  return {
    read(units, at, end) {
      piece.sound = 0;
      piece.length = 1;
      let node = 0;
      let shorter = 0;
      for (let place = at; place < end; place += 1) {
        const letter = (units[place] ?? 0) - firstLetter;
        if (letter < 0 || letter >= letters) break;
        node = next[node * letters + letter] ?? 0;
        if (node === 0) break;
        const sound = ends[node] ?? 0;
        if (sound === 0) continue;
        shorter = place + 1 - at - piece.length === 1 ? piece.sound : 0;
        piece.sound = sound;
        piece.length = place + 1 - at;
      }
      if (piece.sound !== 0) {
        const behind = at + piece.length;
        if (shorter !== 0 && behind < end && isVowel(units[behind] ?? 0) && mayMove(units[behind - 1] ?? 0)) {
          piece.sound = shorter;
          piece.length -= 1;
        }
        return piece;
      }
      const letter = (units[at] ?? 0) - firstLetter;
      if (letter < 0 || letter >= letters) return piece;
      if (at + 1 < end && units[at + 1] === h && double[letter] !== 0) {
        piece.sound = double[letter] ?? 0;
        piece.length = 2;
      } else piece.sound = single[letter] ?? 0;
      return piece;
    },
  };
}
