import type { RuleNote, Screener } from './rules.ts';
import type { Level, Match, Screening } from './screening.ts';
import { higherLevel, opensHandoff, rankLevel } from './screening.ts';
import { addUpConcerns, severalConcerns } from './several-concerns.ts';
import { type Joined, join, type Piece, type Said } from './window-pieces.ts';
import { minutesBetween, pickJoinable, type View, viewsOf, WINDOW } from './window-views.ts';

/** What lies in an earlier message of a match that ends in the newest one. */
export type EarlierPart = { readonly id: string; readonly matches: readonly Match[] };

export type WindowScreening = {
  /** That of the newest message, raised where those before it say so; offsets are those of its own text. */
  readonly screening: Screening;
  readonly earlier: readonly EarlierPart[];
};

type Crossing = {
  readonly level: Level;
  readonly categories: readonly string[];
  readonly parts: readonly Part[];
};
type Part = { readonly id: string | null; readonly match: Match };

/** What of a match lies in each of the pieces, in the offsets of the message. */
function divide(match: Match, pieces: readonly Piece[], { starts }: Joined): Part[] {
  return pieces.flatMap(({ id, text, from }, index) => {
    const at = starts[index] ?? 0;
    const start = Math.max(match.start, at);
    const end = Math.min(match.end, at + text.length);
    return start < end
      ? [{ id, match: { rule: match.rule, start: from + start - at, end: from + end - at } }]
      : [];
  });
}

/**
 * What is graver in the view than `floor` by a match that ends in the newest message, and begins before it or is none
 * without what was said just before (撑不住了 / 想一了百了). Where the messages before are as grave without it, the first of
 * them are left out one by one.
 */
function judgeView(screener: Screener, view: View, own: Screening, floor: Level): Crossing | null {
  const known = new Set(own.matches.map(({ rule }) => rule));
  for (let first = 0; first < view.pieces.length - 1; first += 1) {
    const pieces = view.pieces.slice(first);
    const joined = join(pieces, view.separator);
    const edge = joined.starts.at(-1) ?? 0;
    const found = screener.screen(joined.text);
    if (rankLevel(found.level) <= rankLevel(floor)) return null;
    const crossing = found.matches.filter(
      ({ rule, start, end }) => end > edge && (start < edge || (view.completes && !known.has(rule))),
    );
    const rules = crossing.flatMap(({ rule }) => screener.explain(rule) ?? []);
    const gravest = rules.map(({ level }) => level).reduce<Level>(higherLevel, 'none');
    const level = rankLevel(gravest) < rankLevel(found.level) ? gravest : found.level;
    if (rankLevel(level) <= rankLevel(floor)) return null;
    if (rankLevel(screener.screen(joined.text.slice(0, edge)).level) >= rankLevel(level)) continue;
    const decisive = crossing.filter(({ rule }) => {
      const note = screener.explain(rule);
      return note !== undefined && rankLevel(note.level) >= rankLevel(level);
    });
    const categories = rules.map(({ category }) => category);
    if (found.categories.includes('third-person')) categories.push('third-person');
    return { level, categories, parts: decisive.flatMap((match) => divide(match, pieces, joined)) };
  }
  return null;
}

/** The gravest of all views; imminent cannot be raised. */
function findCrossing(
  screener: Screener,
  joinable: readonly Said[],
  text: string,
  own: Screening,
): Crossing | null {
  let best: Crossing | null = null;
  const seen = new Set<string>();
  for (const view of viewsOf(joinable, text)) {
    const floor: Level = best?.level ?? own.level;
    if (floor === 'imminent') break;
    if (view.pieces.length < 2) continue;
    const key = `${view.completes}${view.separator}${join(view.pieces, ' ').text}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const graver = judgeView(screener, view, own, floor);
    if (graver !== null) best = graver;
  }
  return best;
}

function groupById(parts: readonly Part[]): EarlierPart[] {
  const groups = new Map<string, Match[]>();
  for (const { id, match } of parts) {
    if (id !== null) groups.set(id, [...(groups.get(id) ?? []), match]);
  }
  return [...groups].map(([id, matches]) => ({ id, matches }));
}

function raise(
  own: Screening,
  level: Level,
  categories: readonly string[],
  matches: readonly Match[],
): Screening {
  return {
    level,
    handoff: opensHandoff(level),
    categories: [...new Set([...own.categories, ...categories])],
    matches: [...own.matches, ...matches].sort((a, b) => a.start - b.start || a.end - b.end),
  };
}

/** True when no earlier message could change anything, so that none has to be read. */
export function needsNoWindow(own: Level, sinceLastMs: number): boolean {
  if (own === 'imminent') return true;
  const minutes = own === 'concern' ? WINDOW.concernMinutes : WINDOW.pauseMinutes;
  return sinceLastMs > minutes * 60_000;
}

/**
 * Screens the newest message together with those before it: what is spelled out over several messages, and what adds up.
 * It never lowers what the newest message is by itself, and an old alarm is none again. Pure; the time is that of a few
 * dozen screenings of short texts, however long the messages are.
 * @param earlier oldest first; what is too old or too much is left out
 * @param own what screening the newest message alone has found
 */
export function screenInWindow(
  screener: Screener,
  earlier: readonly Said[],
  newest: { readonly text: string; readonly at: Date },
  own: Screening,
): WindowScreening {
  const crossing = findCrossing(screener, pickJoinable(earlier, newest.at), newest.text, own);
  const screening =
    crossing === null
      ? own
      : raise(
          own,
          crossing.level,
          crossing.categories,
          crossing.parts.flatMap(({ id, match }) => (id === null ? [match] : [])),
        );
  const parts = crossing === null ? [] : groupById(crossing.parts);
  if (screening.level !== 'concern') return { screening, earlier: parts };
  const recent = earlier.filter(({ at }) => minutesBetween(at, newest.at) <= WINDOW.concernMinutes);
  const sum = addUpConcerns(screener, recent, screening);
  if (sum === null) return { screening, earlier: parts };
  return { screening: raise(screening, 'high', [], sum.newest), earlier: [...parts, ...sum.earlier] };
}

/** The note of a rule that a match names: one of the screener's, or that of what adds up. */
export const explainMatch = (screener: Screener, rule: string): RuleNote | undefined =>
  rule === severalConcerns.id ? severalConcerns : screener.explain(rule);
