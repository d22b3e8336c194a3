import type { StudentTurn } from '../student/student-scope.ts';
import { answerRating, beginWords, skipRating } from './answer-evaluation.ts';
import { answerSeries, showSeries } from './answer-series.ts';
import { answerVisit } from './answer-visit.ts';

type Act = (turn: StudentTurn, detail: string) => Promise<void>;

/** What a student taps around their sessions; what follows names the session or the offer. */
const ACTS: Readonly<Record<string, Act>> = {
  'visit.here': answerVisit,
  'series.look': showSeries,
  'series.yes': (turn, id) => answerSeries(turn, id, 'yes'),
  'series.agree': (turn, id) => answerSeries(turn, id, 'agree'),
  'series.no': (turn, id) => answerSeries(turn, id, 'no'),
  'rate.1': (turn, detail) => answerRating(turn, 'heard', detail),
  'rate.2': (turn, detail) => answerRating(turn, 'fit', detail),
  'rate.3': (turn, detail) => answerRating(turn, 'helped', detail),
  'rate.words': beginWords,
  'rate.skip': skipRating,
};

export const SESSION_CHOICES: readonly string[] = Object.keys(ACTS);

/** Null for a choice of something else. */
export function sessionActOf(id: string): ((turn: StudentTurn) => Promise<void>) | null {
  const [area = '', verb = '', ...rest] = id.split('.');
  const name = `${area}.${verb}`;
  const act = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
  return act === undefined ? null : (turn) => act(turn, rest.join('.'));
}
