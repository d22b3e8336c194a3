import type { Cues } from '../context.ts';
import type { Normalised } from '../normalise.ts';
import type { Rule } from '../rule-file.ts';
import { followsInClause, isInClauseBefore, nearestAfter, nearestBefore, stands } from './near.ts';

/** How far before a wish its trifling cause may stand (this homework makes me want to die), in characters. */
const causeReach = 24;

const settings = ['leisure', 'casual'] as const;

/** What a setting makes of a match: nothing left, a concern, or a level lower. */
export type Setting = 'drops' | 'concerns' | 'lowers' | undefined;

/**
 * An outing or laughter beside a match of a rule that asks for it (`unless`). Right behind the match, in its clause, it says
 * what the match is about and hides it (I am on the roof to see the stars). Behind a comma it may explain it, and before the
 * match it is only the scene (nobody chats with me I sit on the edge; the view is fine, I am going to jump): what would be
 * imminent then leaves a concern, and before a comma everything is a level lower. So does moaning about lessons. Somebody who
 * says farewell means it, and somebody in despair may be looking at the stars.
 */
export function weighSetting(rule: Rule, text: Normalised, cues: Cues, start: number, end: number): Setting {
  const hides = rule.level === 'imminent' ? 'concerns' : 'drops';
  if (rule.unless.includes('moaning') && stands(text, cues.moaning, start, end)) return hides;
  if (cues.farewell.ends.length > 0) return undefined;
  const beside = settings.filter((cue) => rule.unless.includes(cue) && stands(text, cues[cue], start, end));
  if (beside.length === 0) return undefined;
  if (cues.despair.ends.length > 0) return 'lowers';
  if (beside.some((cue) => followsInClause(text, cues[cue], start, end))) return 'drops';
  const isScene = beside.every(
    (cue) => nearestAfter(text, cues[cue], end) < 0 && !isInClauseBefore(text, cues[cue], start),
  );
  return isScene ? 'lowers' : hides;
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
