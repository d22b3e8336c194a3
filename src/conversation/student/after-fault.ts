import { addMs, daysMs } from '../../core/clock.ts';
import type { FlowSaying } from '../../flows/flow.ts';
import { higherLevel, type Level } from '../../keywords/screening.ts';
import type { InFault } from '../ports/incoming-store.ts';
import { shortHotlines } from './cards.ts';
import { contentOf, type StudentTurn } from './student-scope.ts';

/**
 * Somebody in crisis who wrote while there was no database has the numbers already: they hear that a person is being
 * called now.
 */
export function sayingsAfterFault(
  turn: StudentTurn,
  reason: 'opened' | 'raised' | 'turned',
  realResponder: boolean,
): FlowSaying[] {
  const content = contentOf(turn);
  const texts = content.conversation;
  if (reason !== 'opened') return [];
  const text = realResponder
    ? texts('fault.recovered')
    : texts('fault.recoveredNoResponder', { hotlines: shortHotlines(content) });
  return [{ text, choices: [] }];
}

/** The program died while it answered: what may have arrived is said once more, and marked. */
export function markAfterFault(turn: StudentTurn, sayings: FlowSaying[]): FlowSaying[] {
  if (turn.inFault?.told !== 'unsure') return sayings;
  const prefix = contentOf(turn).conversation('repeat.prefix');
  return sayings.map((saying, index) =>
    index === 0 ? { ...saying, text: `${prefix}${saying.text}` } : saying,
  );
}

/** What was a crisis then is one now, although what was said just before lies too far back to be looked at together. */
export const gravestOf = (level: Level, inFault: InFault | undefined): Level =>
  inFault === undefined || inFault.level === 'ordinary' ? level : higherLevel(level, inFault.level);

/** A clock that is wrong by more is not believed. */
const OLDEST_DAYS = 30;

/** When their words were said: whoever cried for help while there was no database has waited since then. */
export function saidAt({ scope: { now }, inFault }: StudentTurn): Date {
  if (inFault === undefined || inFault.at > now || inFault.at <= addMs(now, -daysMs(OLDEST_DAYS))) return now;
  return inFault.at;
}
