import type { Cues } from '../context.ts';
import type { Normalised } from '../normalise.ts';
import type { Rule } from '../rule-file.ts';
import { nearestBefore, stands } from './near.ts';

/** How far before a wish its trifling cause may stand (this homework makes me want to die), in characters. */
const causeReach = 24;

/**
 * An outing or laughter beside a match of a rule that asks for it (`unless`). Somebody who says farewell means it, and
 * somebody in despair may be looking at the stars: then the words hide nothing.
 */
export function weighSetting(
  rule: Rule,
  text: Normalised,
  cues: Cues,
  start: number,
  end: number,
): 'drops' | 'lowers' | undefined {
  const set = rule.unless.some(
    (cue) => (cue === 'leisure' || cue === 'casual') && stands(text, cues[cue], start, end),
  );
  if (!set || cues.farewell.ends.length > 0) return undefined;
  return cues.despair.ends.length > 0 ? 'lowers' : 'drops';
}

/** Wishing to die of homework, or of embarrassment with a laugh; not where the text is in earnest elsewhere. */
export function isExaggerated(text: Normalised, cues: Cues, start: number, end: number): boolean {
  if (cues.despair.ends.length > 0 || cues.earnest.ends.length > 0) return false;
  if (!stands(text, cues.trifle, start, end)) return false;
  if (stands(text, cues.casual, start, end)) return true;
  const cause = nearestBefore(text, cues.trifle, start, causeReach);
  const makes = nearestBefore(text, cues.makes, start, 0);
  return cause >= 0 && makes >= 0;
}
