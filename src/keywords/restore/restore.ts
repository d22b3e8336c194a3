import { createHits } from '../matcher.ts';
import type { Normalised, Noted } from '../normalise.ts';
import { gap } from '../normalise.ts';
import type { Restoring } from '../rules.ts';
import { createLetterReader } from './letters.ts';
import type { Group, Lexicon } from './lexicon.ts';
import { buildSigns } from './signs.ts';
import type { Tokens } from './tokens.ts';
import { createTokeniser, isLatin } from './tokens.ts';
import { createView } from './view.ts';
import type { Hit } from './weigh-hit.ts';
import { isCompound, isDisguise, mayBePair } from './weigh-hit.ts';

/**
 * A second view of a text in which disguised words are written plainly, or null when there is none (the usual case).
 * Places still lie in the original text. The arrays are scratch space and hold until the next call.
 */
export type Restore = Restoring;

/** A lone digit between characters may stand for one of them; 48 and v4 may not. */
function standsAlone(text: Normalised, at: number): boolean {
  return (
    !(at > 0 && isLatin(text.units[at - 1] ?? 0)) &&
    !(at + 1 < text.length && isLatin(text.units[at + 1] ?? 0))
  );
}

type Weighing = { readonly hits: Hit[]; readonly unlikely: Map<Group, boolean> };

export function createRestorer(lexicon: Lexicon): Restore {
  const signs = buildSigns(lexicon);
  const { symbols, pairs } = signs;
  const tokeniser = createTokeniser(lexicon);
  const mayMean = createLetterReader(lexicon, tokeniser);
  const write = createView();
  const found = createHits();
  const none: Hit[] = [];
  let own = new Int32Array(256);

  /** A variant or the second part of a split character: whether it makes the second look worth while. */
  function isWorth(text: Normalised, at: number): boolean {
    const { units, length } = text;
    const unit = units[at] ?? 0;
    if (lexicon.variants.has(unit)) return true;
    const left = at > 0 ? (units[at - 1] ?? 0) : 0;
    if (lexicon.lone.has(unit) && lexicon.beforeLone.has(left)) {
      const right = at + 1 < length ? (units[at + 1] ?? 0) : 0;
      // A space between them parts what would be an everyday word.
      const isPlain =
        (isCompound(lexicon, left, unit, 0) && text.gaps[at] === gap.none) ||
        (isCompound(lexicon, 0, unit, right) && text.gaps[at + 1] === gap.none);
      if (!isPlain) return true;
    }
    return at > 0 && lexicon.merges.has(left * 65536 + unit);
  }

  /** Places before all signs of a text that was not walked through. */
  function note({ units, length }: Normalised): Noted {
    if (own.length < length) own = new Int32Array(length * 2);
    let noted = 0;
    let symbol = 0;
    for (let at = 0; at < length; at += 1) {
      const next = symbols[units[at] ?? 0] ?? 0;
      own[noted] = at - 1;
      noted += pairs[symbol * 256 + next] ?? 0;
      symbol = next;
    }
    return { noted, places: own };
  }

  /** The first look, which most texts get no further than. */
  function mayHold(text: Normalised, { noted, places }: Noted): boolean {
    const { units, length } = text;
    let hasLatin = false;
    for (let index = 0; index < noted; index += 1) {
      const at = (places[index] ?? 0) + 1;
      if (at >= length) break;
      const unit = units[at] ?? 0;
      const before = at > 0 ? (symbols[units[at - 1] ?? 0] ?? 0) : 0;
      if (pairs[before * 256 + (symbols[unit] ?? 0)] !== 1) continue;
      if (isLatin(unit)) hasLatin ||= !lexicon.digits.has(unit) || standsAlone(text, at);
      else if (isWorth(text, at) || (at > 0 && mayBePair(lexicon, text, at))) return true;
    }
    return hasLatin && mayMean(text);
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

  function restore(text: Normalised, first?: Noted): Normalised | null {
    if (!mayHold(text, first === undefined || first.noted < 0 ? note(text) : first)) return null;
    const tokens = tokeniser.tokenise(text);
    const hits = findHits(text, tokens);
    return hits.length === 0 && !tokens.hasLeet ? null : write(lexicon, text, tokens, hits);
  }

  return Object.assign(restore, { signs });
}
