import type { Cues } from '../context.ts';
import type { Normalised } from '../normalise.ts';
import { gap } from '../normalise.ts';
import type { Spans } from '../spans.ts';
import { isCovered, lastEndingBy } from '../spans.ts';
import { endsAt, nearestAfter, nearestBefore, sameClause } from './near.ts';

/** How far before a match a time still belongs to it, in characters. */
const pastReach = 40;
/** How far behind 现在 the words may stand that it is over (现在读研了，好多了). */
const recoveryReach = 10;
/** How many characters behind 现在 only echo what was said (也是). */
const mostEcho = 2;
/** How many words for a time are looked at on either side of a match. */
const mostTimes = 6;

/** 之前 opens a clause (我之前想过) or closes a date that may be ahead (毕业之前). */
function opensClause(text: Normalised, cues: Cues, start: number): boolean {
  if (start === 0 || (text.gaps[start] ?? 0) >= gap.clause) return true;
  return [cues.self, cues.third, cues.second, cues.particle].some((spans) => endsAt(text, spans, start));
}

/** End of the nearest word for a time gone by in the sentence before `start`, or -1. */
function findPast(text: Normalised, cues: Cues, spans: Spans, opening: boolean, start: number): number {
  let place = start;
  for (let seen = 0; seen < mostTimes; seen += 1) {
    const at = nearestBefore(text, spans, place, pastReach);
    if (at < 0) return -1;
    const from = spans.starts[at] ?? 0;
    const end = spans.ends[at] ?? 0;
    // 以前的室友 and 高中同学 say when somebody was known, not when it was.
    const attribute = isCovered(cues['not-past'], from, end);
    if (!attribute && (!opening || opensClause(text, cues, from))) return end;
    place = from;
  }
  return -1;
}

/** The time stands in the clause of the match, or is a clause of its own (初中的时候，想过自杀). */
function belongsTo(text: Normalised, past: number, start: number): boolean {
  return sameClause(text, past - 1, start) || (text.gaps[past] ?? 0) >= gap.clause;
}

/** 想过, 割过, tried to: the words of the match themselves say that it is done. */
function isAccomplished(cues: Cues, start: number, end: number): boolean {
  const { accomplished } = cues;
  const at = lastEndingBy(accomplished, end + 2);
  return at >= 0 && (accomplished.ends[at] ?? 0) >= start;
}

function isRecovered(text: Normalised, cues: Cues, place: number, reach?: number): boolean {
  return nearestAfter(text, cues.recovered, place, reach) >= 0;
}

/** 现在也是: too few words for anything but the same again. */
function endsSoon(text: Normalised, place: number): boolean {
  for (let unit = place; unit <= place + mostEcho; unit += 1) {
    if (unit >= text.length || (text.gaps[unit] ?? 0) >= gap.clause) return true;
  }
  return false;
}

/** Behind the match: 现在又开始了 renews it, 现在不想了 does not, a bare 现在 only beside distress or 也是. */
function isRenewedBehind(text: Normalised, cues: Cues, end: number): boolean {
  for (const [spans, bare] of [
    [cues.renewed, false],
    [cues.present, true],
  ] as const) {
    let place = end;
    for (let seen = 0; seen < mostTimes; seen += 1) {
      const at = nearestAfter(text, spans, place);
      if (at < 0) break;
      const from = spans.starts[at] ?? place;
      place = spans.ends[at] ?? place + 1;
      if (isRecovered(text, cues, place, recoveryReach) || isCovered(cues.recovered, from, place)) continue;
      if (!bare || endsSoon(text, place) || nearestAfter(text, cues.distress, place) >= 0) return true;
    }
  }
  return false;
}

function isRenewedBetween(text: Normalised, cues: Cues, past: number, start: number): boolean {
  return [cues.present, cues.renewed].some((spans) => {
    const at = nearestBefore(text, spans, start);
    return at >= 0 && (spans.starts[at] ?? 0) >= past;
  });
}

/** A match may begin with its time, alone or behind a word for "I" (i used to be suicidal). */
function beginsWithPast(text: Normalised, { past, self }: Cues, start: number, end: number): boolean {
  const at = nearestBefore(text, past, end, end - start);
  const from = at < 0 ? -1 : (past.starts[at] ?? -1);
  return from === start || (from > start && endsAt(text, self, from));
}

/** Whether a match tells of a time gone by that nothing in its sentence brings back. */
export function isPast(text: Normalised, cues: Cues, start: number, end: number): boolean {
  const past = Math.max(
    findPast(text, cues, cues.past, false, start),
    findPast(text, cues, cues['past-opening'], true, start),
  );
  const accomplished = isAccomplished(cues, start, end);
  const over = isRecovered(text, cues, end);
  const behind = accomplished && nearestAfter(text, cues.past, end, pastReach) >= 0;
  const inside = beginsWithPast(text, cues, start, end);
  const told = past >= 0 && (belongsTo(text, past, start) || accomplished || over);
  if (!told && !inside && !behind && !(accomplished && over)) return false;
  if (isRenewedBehind(text, cues, end)) return false;
  return past >= 0 ? !isRenewedBetween(text, cues, past, start) : !isRenewedBetween(text, cues, 0, start);
}
