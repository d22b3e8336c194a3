import { cap, showable } from '../core/clean-text.ts';
import type { Screener } from '../keywords/rules.ts';
import { higherLevel, type Screening } from '../keywords/screening.ts';

const LONGEST = 4_000;
const HEAD = 2_400;
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
  const kept = cap(showable(long ? excerpt(text, whole) : text), LONGEST);
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

function excerpt(text: string, screening: Screening): string {
  const parts = [text.slice(0, HEAD)];
  for (const match of screening.matches.slice(0, SPANS)) {
    if (match.end <= HEAD) continue;
    const from = Math.max(HEAD, match.start - AROUND);
    parts.push(text.slice(from, Math.min(match.end, match.start + AROUND) + AROUND));
  }
  return `${parts.join(' … ')} …`;
}
