import { cap, showable } from '../../core/clean-text.ts';
import type { Screener } from '../../keywords/rules.ts';
import { higherLevel, type Match, rankLevel, type Screening } from '../../keywords/screening.ts';

/** Of one text at most so much is kept, in UTF-16 code units. */
export const LONGEST_KEPT = 4_000;
const CUT = ' …';
const GAP = ' … ';
const AROUND = 120;
const SPANS = 5;
/** What one span takes at most: what stands before its match, of the match itself, and behind it. */
const SPAN_ROOM = GAP.length + 3 * AROUND;

/**
 * Screens a whole text and makes what is kept of it. A text that is too long keeps its beginning and what stands
 * around its matches, so that the counsellor sees why somebody was called.
 */
export function screenAndKeep(
  text: string,
  screener: Screener,
): { screening: Screening; kept: string; long: boolean } {
  const whole = screener.screen(text);
  const long = text.length > LONGEST_KEPT;
  const kept = cap(showable(long ? excerpt(text, whole, screener) : text), LONGEST_KEPT);
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
  const head = fitHead(screening.matches);
  const shown = screening.matches
    .filter((match) => match.end > head)
    .sort((a, b) => rank(b) - rank(a) || a.start - b.start)
    .slice(0, SPANS)
    .sort((a, b) => a.start - b.start);
  const parts = [text.slice(0, head)];
  let end = head;
  for (const match of shown) {
    // A match across an edge is shown whole, and one that was shown already not again.
    if (match.end <= end) continue;
    const across = match.start < end;
    const from = across ? Math.max(match.start, end - AROUND) : Math.max(end, match.start - AROUND);
    end = Math.max(end, Math.min(match.end, match.start + AROUND)) + AROUND;
    parts.push(text.slice(from, end));
  }
  return `${parts.join(GAP)}${CUT}`;
}

/** The longest beginning that leaves room for the matches behind it. */
function fitHead(matches: readonly Match[]): number {
  for (let spans = 0; ; spans += 1) {
    const head = LONGEST_KEPT - CUT.length - spans * SPAN_ROOM;
    const behind = matches.filter((match) => match.end > head).length;
    if (Math.min(behind, SPANS) <= spans) return head;
  }
}
