import { cap, showable } from '../../core/clean-text.ts';
import type { Screener } from '../../keywords/rules.ts';
import { higherLevel, type Match, rankLevel, type Screening } from '../../keywords/screening.ts';

const LONGEST = 4_000;
const HEAD = 2_000;
const AROUND = 120;
const SPANS = 5;

/**
 * Screens a whole text and makes what is kept of it. A text that is too long keeps its beginning and what stands
 * around its matches, so that the counsellor sees why somebody was called.
 */
export function screenAndKeep(
  text: string,
  screener: Screener,
): { screening: Screening; kept: string; long: boolean } {
  const whole = screener.screen(text);
  const long = text.length > LONGEST;
  const kept = cap(showable(long ? excerpt(text, whole, screener) : text), LONGEST);
  if (kept === text) return { screening: whole, kept, long };
  // Offsets must fit what is kept; the level is that of the whole text.
  const again = screener.screen(kept);
  const level = higherLevel(whole.level, again.level);
  return {
    screening: { ...whole, level, handoff: whole.handoff || again.handoff, matches: again.matches },
    kept,
    long,
  };
}

function excerpt(text: string, screening: Screening, screener: Screener): string {
  const rank = (match: Match): number => rankLevel(screener.explain(match.rule)?.level ?? 'none');
  const shown = screening.matches
    .filter((match) => match.end > HEAD)
    .sort((a, b) => rank(b) - rank(a) || a.start - b.start)
    .slice(0, SPANS)
    .sort((a, b) => a.start - b.start);
  const parts = [text.slice(0, HEAD)];
  let end = HEAD;
  for (const match of shown) {
    // A match across an edge is shown whole, and one that was shown already not again.
    if (match.end <= end) continue;
    const across = match.start < end;
    const from = across ? Math.max(match.start, end - AROUND) : Math.max(end, match.start - AROUND);
    end = Math.max(end, Math.min(match.end, match.start + AROUND)) + AROUND;
    parts.push(text.slice(from, end));
  }
  return `${parts.join(' … ')} …`;
}
