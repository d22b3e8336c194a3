import { createHits } from '../matcher.ts';
import type { Normalised } from '../normalise.ts';
import type { Group, Lexicon } from './lexicon.ts';
import type { Tokenise, Tokens } from './tokens.ts';
import { createTokeniser, isLatin } from './tokens.ts';
import { createView } from './view.ts';
import type { Hit } from './weigh-hit.ts';
import { isCompound, isDisguise } from './weigh-hit.ts';

/**
 * A second view of a text in which disguised words are written plainly, or null when there is none (the usual case).
 * Places still lie in the original text. The arrays are scratch space and hold until the next call.
 */
export type Restore = (text: Normalised) => Normalised | null;

/** Set beside the number of a sound: letters, digits and second parts of split characters, which may need a second look. */
const lookAgain = 256;

type Glance = { readonly symbols: Uint16Array; readonly pairs: Uint8Array };

/** Tables for the first look, which most texts get no further than: two neighbours that sound like part of a word. */
function buildGlance({ pairs: soundPairs, sounds, digits, variants, lone, merges }: Lexicon): Glance {
  const numbers = new Map<number, number>();
  const pairs = new Uint8Array(65536);
  const numberOf = (sound: number) => {
    const known = numbers.get(sound) ?? numbers.size + 1;
    numbers.set(sound, known);
    return known;
  };
  for (const pair of soundPairs) pairs[numberOf(pair >>> 16) * 256 + numberOf(pair & 0xffff)] = 1;
  if (numbers.size > 255) throw new Error('too many sounds in config/evasions.yaml');
  const symbols = new Uint16Array(65536);
  for (let unit = 0; unit < symbols.length; unit += 1) {
    symbols[unit] = numbers.get(sounds.ofUnit[unit] ?? 0) ?? 0;
  }
  for (let letter = 97; letter <= 122; letter += 1) symbols[letter] = lookAgain;
  const rights = [...merges.keys()].map((key) => key % 65536);
  for (const unit of [...digits.keys(), ...variants.keys(), ...lone, ...rights]) {
    symbols[unit] = (symbols[unit] ?? 0) | lookAgain;
  }
  return { symbols, pairs };
}

/** A lone digit between characters may stand for one of them; 48 and v4 may not. */
function standsAlone(text: Normalised, at: number): boolean {
  return (
    !(at > 0 && isLatin(text.units[at - 1] ?? 0)) &&
    !(at + 1 < text.length && isLatin(text.units[at + 1] ?? 0))
  );
}

type Weighing = { readonly hits: Hit[]; readonly unlikely: Map<Group, boolean> };

export function createRestorer(lexicon: Lexicon): Restore {
  const glance = buildGlance(lexicon);
  const tokenise: Tokenise = createTokeniser(lexicon);
  const write = createView();
  const found = createHits();
  const none: Hit[] = [];

  /** A digit, a letter, a variant or the second part of a split character: whether it makes the second look worth while. */
  function isWorth(text: Normalised, at: number): boolean {
    const unit = text.units[at] ?? 0;
    if (lexicon.digits.has(unit)) return standsAlone(text, at);
    if (isLatin(unit) || lexicon.variants.has(unit)) return true;
    const left = at > 0 ? (text.units[at - 1] ?? 0) : 0;
    if (lexicon.lone.has(unit) && lexicon.beforeLone.has(left)) {
      const right = at + 1 < text.length ? (text.units[at + 1] ?? 0) : 0;
      if (!isCompound(lexicon, left, unit, right)) return true;
    }
    return at > 0 && lexicon.merges.has(left * 65536 + unit);
  }

  function mayHold(text: Normalised): boolean {
    const { symbols, pairs } = glance;
    const { units, length } = text;
    let previous = 0;
    for (let at = 0; at < length; at += 1) {
      const unit = units[at] ?? 0;
      let symbol = symbols[unit] ?? 0;
      if (symbol >= lookAgain) {
        if (isWorth(text, at)) return true;
        symbol -= lookAgain;
      }
      if (pairs[previous * 256 + symbol] === 1) {
        if (!lexicon.plainPairs.has((units[at - 1] ?? 0) * 65536 + unit)) return true;
      }
      previous = symbol;
    }
    return false;
  }

  /** Laughter and the like somewhere in the text: asked once for each group. */
  function isUnlikely(text: Normalised, group: Group, known: Map<Group, boolean>): boolean {
    const { unless } = group;
    if (unless === undefined) return false;
    let found = known.get(group);
    if (found === undefined) {
      found = false;
      unless.scan(text.units, text.length, () => {
        found = true;
      });
      known.set(group, found);
    }
    return found;
  }

  function weigh(text: Normalised, tokens: Tokens, pattern: number, end: number, into: Weighing): void {
    for (const number of lexicon.meanings[pattern - 1] ?? []) {
      const word = lexicon.words[number];
      if (word === undefined) continue;
      const hit = { word, start: end - word.units.length, end };
      if (!isDisguise(lexicon, text, tokens, hit)) continue;
      if (!isUnlikely(text, word.group, into.unlikely)) into.hits.push(hit);
    }
  }

  function findHits(text: Normalised, tokens: Tokens): Hit[] {
    const { matcher } = lexicon;
    matcher.collect(tokens.classes, tokens.length, found);
    if (found.count === 0) return none;
    const into: Weighing = { hits: [], unlikely: new Map() };
    for (let at = 0; at < found.count; at += 1) {
      const end = found.ends[at] ?? 0;
      for (let pattern = found.patterns[at] ?? 0; pattern !== 0; pattern = matcher.shorter[pattern] ?? 0) {
        weigh(text, tokens, pattern, end, into);
      }
    }
    return into.hits;
  }

  return function restore(text) {
    if (!mayHold(text)) return null;
    const tokens = tokenise(text);
    const hits = findHits(text, tokens);
    return hits.length === 0 && !tokens.hasLeet ? null : write(lexicon, text, tokens, hits);
  };
}
