import type { Selectable } from 'kysely';
import type { CaseStore } from '../../handoff/case-store.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import type { HandoffCaseTable } from '../schema/handoff.ts';
import { IS_DANGER } from './heard-danger.ts';
import { NO_HOLD } from './watch-columns.ts';

type Row = Selectable<HandoffCaseTable>;
/** When the student first said something after the owner's words were written. */
type SaidLater = { readonly danger: Date | null; readonly words: Date | null };

/**
 * Words that waited long, for a platform or for an answer that it permits, answer nothing that was said meanwhile: a cry
 * that came after them is still owed, and calls others when nobody answers it.
 */
export const createMarkContacted =
  (session: Session, addEvent: CaseStore['addEvent']): CaseStore['markContacted'] =>
  async (caseId, staffId, writtenAt, now) => {
    // Held before anything else is read: what a turn says at this moment is then seen, or comes after.
    const row = await session
      .selectFrom('handoff_case')
      .selectAll()
      .where('id', '=', caseId)
      .where('owner_id', '=', staffId)
      .where('status', '=', 'acknowledged')
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (row === undefined) return false;
    const owed = owedAfterWords(row, writtenAt, await readLater(session, caseId, writtenAt));
    const owes = owed.unanswered_since !== null || owed.unreplied_since !== null;
    await session
      .updateTable('handoff_case')
      .set({
        ...owed,
        contacted_at: row.contacted_at ?? now,
        owner_active_at: laterOf(row.owner_active_at, writtenAt),
        student_silent_since: owes ? row.student_silent_since : (row.student_silent_since ?? now),
        // 通话中 that was said after the words is still so.
        ...(row.hold_since !== null && row.hold_since > writtenAt ? {} : NO_HOLD),
        // From now on the student's silence is looked at, where they are in imminent danger.
        wake_at: owes || row.level === 'imminent' ? now : null,
      })
      .where('id', '=', caseId)
      .execute();
    if (row.contacted_at !== null) return false;
    await addEvent(caseId, { kind: 'contacted', staffId, level: row.level, at: now });
    return true;
  };

async function readLater(session: Session, caseId: string, writtenAt: Date): Promise<SaidLater> {
  return session
    .selectFrom('heard')
    .select(({ fn }) => [
      fn.min('at').filterWhere(IS_DANGER).as('danger'),
      fn.min('at').filterWhere(sql<boolean>`not ${IS_DANGER}`).as('words'),
    ])
    .where('case_id', '=', caseId)
    .where('kind', '<>', 'recalled')
    .where('at', '>', writtenAt)
    .executeTakeFirstOrThrow();
}

/**
 * The case keeps since when the first word is owed. Where these words answer that one, the first that they do not answer
 * takes its place.
 */
function owedAfterWords(row: Row, writtenAt: Date, { danger, words }: SaidLater) {
  const { unanswered_since: unanswered, unreplied_since: unreplied } = row;
  const answers = (since: Date | null): boolean => since !== null && since <= writtenAt;
  const replies = answers(unreplied) || (unreplied === null && answers(unanswered));
  return {
    unanswered_since: answers(unanswered) ? danger : unanswered,
    unreplied_since: replies ? words : unreplied,
  };
}

const laterOf = (a: Date | null, b: Date): Date => (a !== null && a > b ? a : b);
