import type { Selectable } from 'kysely';
import type { Answers, Given } from '../../sessions/evaluation.ts';
import type { Evaluation, EvaluationStore } from '../../sessions/evaluation-store.ts';
import { startOf } from '../booking/appointment-rows.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import type { VisitorEvaluationTable } from '../schema/sessions.ts';
import { loadFileKey, makeFileKey } from './file-key.ts';
import { isUuid } from './session-rows.ts';

const ANSWERS_PLACE = 'visitor_evaluation.answers';
type Row = Pick<
  Selectable<VisitorEvaluationTable>,
  'appointment_id' | 'contact_id' | 'staff_id' | 'status' | 'answers_sealed'
>;

/** What somebody answered; nothing where they have not. */
export async function openAnswers(
  session: Session,
  keys: KeyRing,
  row: Pick<Row, 'appointment_id' | 'contact_id' | 'answers_sealed'>,
): Promise<Answers> {
  if (row.answers_sealed === null) return {};
  const key = await loadFileKey(session, keys, row.contact_id);
  if (key === null) throw new Error('answers without a counselling file');
  const place = { table: ANSWERS_PLACE, row: row.appointment_id };
  return JSON.parse(keys.vault.open(key, place, row.answers_sealed)) as Answers;
}

export function createPostgresEvaluationStore(session: Session, keys: KeyRing): EvaluationStore {
  const answersOf = (row: Row): Promise<Answers> => openAnswers(session, keys, row);
  const toEvaluation = async (row: Row): Promise<Evaluation> => ({
    appointmentId: row.appointment_id,
    contactId: row.contact_id,
    staffId: row.staff_id,
    status: row.status,
    answers: await answersOf(row),
  });

  return {
    async plan({ appointmentId, contactId, staffId, askAt }) {
      const row = { contact_id: contactId, staff_id: staffId, ask_at: askAt, status: 'planned' as const };
      await session
        .insertInto('visitor_evaluation')
        .values({ appointment_id: appointmentId, ...row, answers_sealed: null, done_at: null })
        // Said anew that somebody came, after it was said that they did not.
        .onConflict((conflict) =>
          conflict
            .column('appointment_id')
            .doUpdateSet({ status: 'planned', ask_at: askAt })
            .where('visitor_evaluation.status', '=', 'dropped'),
        )
        .execute();
    },
    async drop(appointmentId) {
      await session
        .updateTable('visitor_evaluation')
        .set({ status: 'dropped' })
        .where('appointment_id', '=', appointmentId)
        .where('status', 'in', ['planned', 'asked'])
        .execute();
    },
    async takeDue(now, limit) {
      const due = await session
        .selectFrom('visitor_evaluation')
        .select('appointment_id')
        .where('status', '=', 'planned')
        .where('ask_at', '<=', now)
        .orderBy('ask_at')
        .limit(limit)
        .forUpdate()
        .skipLocked()
        .execute();
      if (due.length === 0) return [];
      const rows = await session
        .updateTable('visitor_evaluation')
        .set({ status: 'asked' })
        .where(
          'appointment_id',
          'in',
          due.map((row) => row.appointment_id),
        )
        .returningAll()
        .execute();
      return Promise.all(rows.map(toEvaluation));
    },
    async putOff(appointmentId, askAt) {
      await session
        .updateTable('visitor_evaluation')
        .set({ status: 'planned', ask_at: askAt })
        .where('appointment_id', '=', appointmentId)
        .execute();
    },
    async find(appointmentId, contactId) {
      if (!isUuid(appointmentId)) return null;
      const row = await session
        .selectFrom('visitor_evaluation')
        .selectAll()
        .where('appointment_id', '=', appointmentId)
        .where('contact_id', '=', contactId)
        .forUpdate()
        .executeTakeFirst();
      return row === undefined ? null : toEvaluation(row);
    },
    async save({ appointmentId, contactId, status, answers }, now) {
      const key = await makeFileKey(session, keys, contactId, now);
      const place = { table: ANSWERS_PLACE, row: appointmentId };
      await session
        .updateTable('visitor_evaluation')
        .set({
          status,
          answers_sealed: keys.vault.seal(key, place, JSON.stringify(answers)),
          ...(status === 'done' ? { done_at: now } : {}),
        })
        .where('appointment_id', '=', appointmentId)
        .execute();
    },
    async answersOf(staffId, from, to) {
      const rows = await session
        .selectFrom('visitor_evaluation as e')
        .innerJoin('appointment as a', 'a.id', 'e.appointment_id')
        .select(['e.appointment_id', 'e.contact_id', 'e.staff_id', 'e.status', 'e.answers_sealed'])
        .where('e.staff_id', '=', staffId)
        .where('e.status', '=', 'done')
        // Said afterwards not to have taken place.
        .where('a.status', '!=', 'no-show')
        .where(startOf, '>=', from)
        .where(startOf, '<', to)
        .orderBy('e.done_at')
        .orderBy('e.appointment_id')
        .execute();
      const given: Given[] = await pastMarks(session, staffId, from, to);
      for (const row of rows) given.push({ contactId: row.contact_id, answers: await answersOf(row) });
      return given;
    },
  };
}

/** Marks of sessions whose records are gone: without words, and by the day in Shanghai. */
async function pastMarks(session: Session, staffId: string, from: Date, to: Date): Promise<Given[]> {
  const rows = await session
    .selectFrom('past_evaluation')
    .select(['heard', 'fit', 'helped'])
    .where('staff_id', '=', staffId)
    .where(sql<boolean>`on_date >= (${from}::timestamptz at time zone 'Asia/Shanghai')::date`)
    .where(sql<boolean>`on_date < (${to}::timestamptz at time zone 'Asia/Shanghai')::date`)
    .orderBy('on_date')
    .orderBy('id')
    .execute();
  return rows.map((answers) => ({ contactId: null, answers }));
}
