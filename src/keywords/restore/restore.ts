import { createHits, type Matcher, openMatcher } from '../matcher.ts';
import type { InParts, Normalised, Noted } from '../normalise.ts';
import type { Restoring } from '../rules.ts';
import type { Hit } from './count-writing.ts';
import type { EvasionData, Group } from './lexicon.ts';
import { createLook } from './look.ts';
import type { Tokens } from './tokens.ts';
import { createTokeniser } from './tokens.ts';
import { createView } from './view.ts';
import { isDisguise } from './weigh-hit.ts';

/**
 * A second view of a text in which disguised words are written plainly, or null when there is none (the usual case).
 * Places still lie in the original text. The arrays are scratch space and hold until the next call.
 */
export type Restore = Restoring;

type Weighing = { readonly hits: Hit[]; readonly unlikely: Map<Group, boolean> };

export function createRestorer({ lexicon, signs }: EvasionData): Restore {
  const { symbols, pairs } = signs;
  const matcher = openMatcher(lexicon.matcher);
  const unlessOf = new Map<Group, Matcher>();
  for (const { group } of lexicon.words)
    if (group.unless !== undefined && !unlessOf.has(group)) unlessOf.set(group, openMatcher(group.unless));
  const tokeniser = createTokeniser(lexicon);
  const look = createLook(lexicon, signs, tokeniser);
  const write = createView(lexicon);
  const found = createHits();
  const none: Hit[] = [];
  let own = new Int32Array(256);

  /** Places before all signs of a text that was not walked through. */
  function note(text: Normalised): Noted & InParts {
    const { units, length } = text;
    if (own.length < length) own = new Int32Array(length * 2);
    let noted = 0;
    let symbol = 0;
    for (let at = 0; at < length; at += 1) {
      const next = symbols[units[at] ?? 0] ?? 0;
      own[noted] = at - 1;
      noted += pairs[symbol * 256 + next] ?? 0;
      symbol = next;
    }
    return { noted, places: own, part: () => text, isUnbroken: () => false };
  }

  /** Laughter and the like somewhere in the text: asked once for each group. */
  function isUnlikely(text: Normalised, group: Group, known: Map<Group, boolean>): boolean {
    const unless = unlessOf.get(group);
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

  /** Whether anything is restored between two places, or would be if the text ended there. */
  function holds(text: Normalised, from: number, to: number): boolean {
    const tokens = tokeniser.tokenise(text, from, to);
    return tokens.hasLeet || findHits(text, tokens).length > 0;
  }

  function restore(text: Normalised, first?: Noted & InParts): Normalised | null {
    const isWalked = first !== undefined && first.noted >= 0;
    if (!look(text, isWalked ? first : note(text), holds)) return null;
    const tokens = tokeniser.tokenise(text, 0, text.length);
    const hits = findHits(text, tokens);
    return hits.length === 0 && !tokens.hasLeet ? null : write(text, tokens, hits);
  }

  return Object.assign(restore, { signs });
}
