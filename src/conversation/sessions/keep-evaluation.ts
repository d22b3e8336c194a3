import { cap, showable } from '../../core/clean-text.ts';
import type { StudentTurn } from '../student/student-scope.ts';

/** Characters of a visitor's own words that are kept. */
const LONGEST_WORDS = 1_000;

/** Words that were added to an evaluation; the turn has screened them. */
export async function keepWords(turn: StudentTurn, appointmentId: string, words: string): Promise<void> {
  const { stores, now } = turn.scope;
  const one = await stores.evaluations.find(appointmentId, turn.address.contactId);
  if (one === null || one.status !== 'done') return;
  const answers = { ...one.answers, words: cap(showable(words), LONGEST_WORDS) };
  await stores.evaluations.save({ ...one, answers }, now);
}
