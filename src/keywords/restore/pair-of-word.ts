import type { Normalised } from '../normalise.ts';
import type { Lexicon, Spot } from './lexicon.ts';

/** Whether characters, none of them part of another or written in letters, may be one of the word: see `isDisguise` of weigh-hit.ts. */
function mayBeWord(
  lexicon: Lexicon,
  { units, length }: Normalised,
  { word, left }: Spot,
  at: number,
): boolean {
  const start = at - 1 - left;
  const count = word.units.length;
  if (start < 0 || start + count > length) return false;
  const { sounds: which, also } = word.group;
  let alike = 0;
  for (let place = 0; place < count; place += 1) {
    const unit = units[start + place] ?? 0;
    const meant = word.units[place] ?? 0;
    if (unit === meant || also.get(meant)?.has(unit) === true) continue;
    const varies =
      which === 'any' || (which === 'first' && place === 0) || (which === 'last' && place === count - 1);
    if (!varies || lexicon.sounds.ofUnit[unit] !== word.sounds[place] || lexicon.fixed.has(meant))
      return false;
    alike += 1;
  }
  return alike * 2 <= count || (start > 0 && lexicon.wanting.has(units[start - 1] ?? 0));
}

/** Whether two characters that sound like a pair of words may be that pair in one of them; `at` is the right one. */
export function mayBePair(lexicon: Lexicon, text: Normalised, at: number): boolean {
  const { ofUnit } = lexicon.sounds;
  const left = text.units[at - 1] ?? 0;
  const right = text.units[at] ?? 0;
  if (lexicon.plainPairs.has((left << 16) | right)) return false;
  const spots = lexicon.pairs.get((ofUnit[left] ?? 0) * 65536 + (ofUnit[right] ?? 0)) ?? [];
  return spots.some((spot) => mayBeWord(lexicon, text, spot, at));
}
