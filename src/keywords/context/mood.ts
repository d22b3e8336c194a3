import type { Cues } from '../context.ts';
import type { Normalised } from '../normalise.ts';
import type { Category, Rule } from '../rule-file.ts';
import type { Spans } from '../spans.ts';
import { firstEndingAfter, isCovered } from '../spans.ts';
import { isExplainedByUse, isGroan, isSport } from './cry.ts';
import { beginsAnew, nearestBefore, nearestWithin, sameClause, stands } from './near.ts';
import type { Match } from './outing.ts';
import { isOuting, listBefore, listBehind } from './outing.ts';

/** How far before a wish its trifling cause may stand (this homework makes me want to die), in characters. */
const causeReach = 24;

/** How far behind a match the hands are busy with what explains it, in characters. */
const errandReach = 2;

/** How far behind a roof or a bridge stands what one looks at there (watching the sunset), in characters. */
const lookReach = 14;

const plural = '们'.charCodeAt(0);

const settings = ['leisure', 'casual'] as const;

/** What medicine and ropes are for. */
const uses = ['treatment', 'load'] as const;

/** How far behind a threat the word for whom it is about begins (杀了这个快递员), in characters. */
const targetReach = 4;

/** What somebody does to themselves. */
const ownDangers: ReadonlySet<string> = new Set<Category>([
  'suicide-attempt',
  'suicide-plan',
  'suicide-preparation',
  'suicide-intent',
  'self-harm',
  'overdose',
  'third-person',
]);

/** What a setting makes of a match: nothing left, a concern, or a level lower. */
export type Setting = 'drops' | 'concerns' | 'lowers' | undefined;

/** Where an everyday word stands: it says what the match is about, may explain it, or is only the scene before it. */
type Place = 'about' | 'explains' | 'scene';

/** Whether a span of a person stands before `place` in its clause: the end of it, or -1. */
function personBefore(text: Normalised, spans: Spans, place: number): number {
  const at = nearestBefore(text, spans, place);
  const end = at < 0 ? -1 : (spans.ends[at] ?? -1);
  return end >= 0 && sameClause(text, end - 1, place) ? end : -1;
}

/** A mark, or an "I" that begins a sentence without one, parts the scene from the match. */
function placeBefore(match: Match, spans: Spans): Place | undefined {
  const { text, cues, start } = match;
  const at = listBefore(match, spans).find((one) => isOuting(match, spans, one));
  if (at === undefined) return undefined;
  const from = spans.starts[at] ?? 0;
  const end = spans.ends[at] ?? 0;
  const self = personBefore(text, cues.self, from);
  if (beginsAnew(text, cues, end, start)) {
    // 他们在烧烤，我…: their outing is not mine.
    return personBefore(text, cues.third, from) > self && !isJoint(text, cues, from) ? undefined : 'scene';
  }
  // 我们在楼顶烧烤，炭点着了: whoever is in company goes on about it.
  return sameClause(text, end - 1, start) || isJoint(text, cues, from) ? 'explains' : 'scene';
}

/** 我们, or with somebody: an outing that the writer shares. */
function isJoint(text: Normalised, cues: Cues, place: number): boolean {
  const end = personBefore(text, cues.self, place);
  return end >= 0 && text.units[end] === plural;
}

function placeBehind(match: Match, spans: Spans): Place | undefined {
  const { text, end } = match;
  const at = listBehind(match, spans).find((one) => isOuting(match, spans, one));
  if (at === undefined) return undefined;
  const from = spans.starts[at] ?? 0;
  return from < end || sameClause(text, end - 1, from) ? 'about' : 'explains';
}

/** 看夜景打算跳: what for they are there. 准备跳舞 and 明天再见 are none. */
function isIntended(match: Match): boolean {
  const { intent, 'not-intent': not } = match.cues;
  const words = [...listBefore(match, intent), ...listBehind(match, intent)];
  return words.some((at) => !isCovered(not, intent.starts[at] ?? 0, intent.ends[at] ?? 0));
}

/** 站在楼顶拍日落, 天台烧烤: nothing between. */
function isBusy({ text, cues, start, end }: Match): boolean {
  const at = nearestWithin(text, cues.errand, start, end);
  const from = at < 0 ? Number.POSITIVE_INFINITY : (cues.errand.starts[at] ?? 0);
  return from < end || (from <= end + errandReach && sameClause(text, end - 1, from));
}

function holds(spans: Spans, { start, end }: Match): boolean {
  return (spans.starts[firstEndingAfter(spans, start)] ?? end) < end;
}

/**
 * Whether everyday words behind a match explain it wholly: on a roof, a bridge, a bank one looks at the stars; beyond a rail
 * only what the hands are busy with explains it, and what is done to oneself nothing.
 */
function isExplained(rule: Rule, match: Match): boolean {
  const { text, cues, start, end } = match;
  if (rule.level !== 'imminent' || !ownDangers.has(rule.category) || isBusy(match)) return true;
  if (!holds(cues.lookout, match) || holds(cues.edge, match) || !sameClause(text, start, end - 1))
    return false;
  return listBehind(match, cues.leisure).some((at) => {
    const from = cues.leisure.starts[at] ?? 0;
    return from <= end + lookReach && isOuting(match, cues.leisure, at);
  });
}

/**
 * An outing or laughter beside a match of a rule that asks for it (`unless`). Right behind the match, in its clause, it says
 * what the match is about and hides it (I am on the roof to see the stars). Behind a comma it may explain it, and before the
 * match in its clause too. Before a mark or an "I" it is only the scene: everything is a level lower. What would be imminent
 * is never hidden, but by what the hands are busy with: it leaves a concern, and beside words that say what for, a level
 * lower. So does moaning about lessons. Somebody who says farewell means it, and somebody in despair may be looking at the
 * stars.
 */
export function weighSetting(rule: Rule, text: Normalised, cues: Cues, start: number, end: number): Setting {
  const isImminent = rule.level === 'imminent';
  const hides = isImminent ? 'concerns' : 'drops';
  const match = { text, cues, start, end };
  if (rule.unless.includes('moaning') && stands(text, cues.moaning, start, end)) return hides;
  if (rule.unless.includes('groaning') && isGroan(match)) return hides;
  if (cues.farewell.ends.length > 0) return undefined;
  if (rule.unless.includes('sport') && isSport(match)) return 'concerns';
  if (uses.some((cue) => rule.unless.includes(cue) && isExplainedByUse(match, cues[cue]))) return 'concerns';
  const beside = settings
    .filter((cue) => rule.unless.includes(cue))
    .flatMap((cue) => [placeBefore(match, cues[cue]), placeBehind(match, cues[cue])])
    .filter((place) => place !== undefined);
  if (beside.length === 0) return undefined;
  if (cues.despair.ends.length > 0) return 'lowers';
  if (isImminent && isIntended(match)) return 'lowers';
  if (beside.includes('about') && isExplained(rule, match)) return 'drops';
  return beside.every((place) => place === 'scene') ? 'lowers' : hides;
}

/** Wishing to die of homework, or of embarrassment with a laugh; not where the text is in earnest elsewhere. */
export function isExaggerated(text: Normalised, cues: Cues, start: number, end: number): boolean {
  if (cues.despair.ends.length > 0 || cues.earnest.ends.length > 0) return false;
  const laughs = stands(text, cues.casual, start, end);
  if (laughs && nearestBefore(text, cues.condition, end, causeReach) >= 0) return true;
  if (!stands(text, cues.trifle, start, end)) return false;
  if (laughs) return true;
  const cause = nearestBefore(text, cues.trifle, start, causeReach);
  const makes = nearestBefore(text, cues.makes, start, 0);
  return cause >= 0 && makes >= 0;
}

/** 我要杀了这个快递员，又放错柜子: killing somebody for what nobody is killed for, empty-handed. */
export function isAnnoyed(text: Normalised, cues: Cues, start: number, end: number): boolean {
  const graver = [cues.despair, cues.earnest, cues.peril];
  if (graver.some(({ ends }) => ends.length > 0) || !stands(text, cues.annoyance, start, end)) return false;
  const at = nearestWithin(text, cues.tradesman, start, end);
  return at >= 0 && (cues.tradesman.starts[at] ?? 0) <= end + targetReach;
}
