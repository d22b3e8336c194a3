import { addMs } from '../../core/clock.ts';
import { isWaitingTopic, type WaitingTopic } from '../../handoff/waiting/questions.ts';
import type { WaitingStore } from '../../handoff/waiting-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { loadCaseKey } from './case-key.ts';

const ANSWER_PLACE = 'case_question.answer';
/** How the dedupe key of a question begins; it goes on with its case. */
export const QUESTION_KEY = 'ask:';

/** Somebody is back in their case: everything is asked anew, and what they answered is what they said last time. */
export async function endAnswers(session: Session, caseId: string): Promise<void> {
  await keepBefore(session, caseId, null);
  await session.deleteFrom('case_question').where('case_id', '=', caseId).execute();
}

async function keepBefore(session: Session, caseId: string, topic: WaitingTopic | null): Promise<void> {
  await session
    .insertInto('case_answer_before')
    .columns(['case_id', 'topic', 'said_at', 'answer_sealed'])
    .expression((eb) => {
      const answered = eb
        .selectFrom('case_question')
        .select((row) => [
          'case_id',
          'topic',
          row.ref('settled_at').$notNull().as('said_at'),
          row.ref('answer_sealed').$notNull().as('answer_sealed'),
        ])
        .where('case_id', '=', caseId)
        .where('answer_sealed', 'is not', null)
        .orderBy('settled_at');
      return topic === null ? answered : answered.where('topic', '=', topic);
    })
    .execute();
}

export function createPostgresWaitingStore(session: Session, keys: KeyRing): WaitingStore {
  const placeOf = (caseId: string, topic: string) => ({ table: ANSWER_PLACE, row: `${caseId}:${topic}` });
  const seal = async (caseId: string, topic: WaitingTopic, answer: string): Promise<Buffer> =>
    keys.vault.seal(await loadCaseKey(session, keys, caseId), placeOf(caseId, topic), answer);
  return {
    async ofCase(caseId) {
      const rows = await session
        .selectFrom('case_question')
        .selectAll()
        .where('case_id', '=', caseId)
        .orderBy('asked_at')
        .execute();
      const key = rows.some((row) => row.answer_sealed !== null)
        ? await loadCaseKey(session, keys, caseId)
        : null;
      return rows.flatMap(({ topic, asked_at: askedAt, settled_at: settledAt, answer_sealed: sealed }) => {
        if (!isWaitingTopic(topic)) return [];
        const answer =
          sealed === null || key === null ? null : keys.vault.open(key, placeOf(caseId, topic), sealed);
        return [{ topic, askedAt, settledAt, answer }];
      });
    },
    async before(caseId) {
      const rows = await session
        .selectFrom('case_answer_before as b')
        .select(['b.topic', 'b.said_at', 'b.answer_sealed'])
        .select((eb) =>
          eb
            .selectFrom('case_resumption as back')
            .select((inner) => inner.fn.max('back.at').as('at'))
            .whereRef('back.case_id', '=', 'b.case_id')
            .as('back_at'),
        )
        .where('b.case_id', '=', caseId)
        .orderBy('b.said_at')
        .orderBy('b.seq')
        .execute();
      if (rows.length === 0) return [];
      const key = await loadCaseKey(session, keys, caseId);
      return rows.flatMap(({ topic, said_at: at, answer_sealed: sealed, back_at: backAt }) => {
        if (!isWaitingTopic(topic)) return [];
        const answer = keys.vault.open(key, placeOf(caseId, topic), sealed);
        return [{ topic, at, answer, lastTime: backAt !== null && at < backAt }];
      });
    },
    async ask(caseId, topic, now) {
      const row = await session
        .insertInto('case_question')
        .values({
          case_id: caseId,
          topic,
          asked_at: now,
          settled_at: null,
          how: null,
          answer_sealed: null,
        })
        .onConflict((oc) => oc.doNothing())
        .returning('topic')
        .executeTakeFirst();
      return row !== undefined;
    },
    async settle(caseId, topic, answer, now) {
      const settled = {
        settled_at: now,
        how: answer === null ? ('skipped' as const) : ('answered' as const),
        answer_sealed: answer === null ? null : await seal(caseId, topic, answer),
      };
      // A place may be sent before anybody asked for it.
      const row = await session
        .insertInto('case_question')
        .values({ case_id: caseId, topic, asked_at: now, ...settled })
        .onConflict((oc) =>
          oc.columns(['case_id', 'topic']).doUpdateSet(settled).where('case_question.settled_at', 'is', null),
        )
        .returning('topic')
        .executeTakeFirst();
      return row !== undefined;
    },
    async replace(caseId, topic, answer, now) {
      await keepBefore(session, caseId, topic);
      const sealed = await seal(caseId, topic, answer);
      const settled = { settled_at: now, how: 'answered' as const, answer_sealed: sealed };
      await session
        .insertInto('case_question')
        .values({ case_id: caseId, topic, asked_at: now, ...settled })
        .onConflict((oc) => oc.columns(['case_id', 'topic']).doUpdateSet(settled))
        .execute();
    },
    async answeredBy(caseId, addressId, message) {
      // A line and what it answered are of one moment.
      const row = await session
        .selectFrom('heard')
        .innerJoin('case_question as q', (join) =>
          join.onRef('q.case_id', '=', 'heard.case_id').onRef('q.settled_at', '=', 'heard.at'),
        )
        .select('q.topic')
        .where('heard.case_id', '=', caseId)
        .where('heard.address_id', '=', addressId)
        .where('heard.message', '=', message)
        .where('q.how', '=', 'answered')
        .executeTakeFirst();
      return row !== undefined && isWaitingTopic(row.topic) ? row.topic : null;
    },
    async takeBack(caseId) {
      await session
        .deleteFrom('case_question')
        .where('case_id', '=', caseId)
        .where('settled_at', 'is', null)
        .execute();
    },
    async spokenAt(caseId, heardAt) {
      const row = await session
        .selectFrom('outgoing')
        .select('at')
        .where('case_id', '=', caseId)
        .where('author_staff_id', 'is not', null)
        .where('status', '!=', 'failed')
        // What waits for an answer that the platform permits was not heard; what was brought along is a moment older.
        .where('held_for', 'is', null)
        .where('not_before', '<', addMs(heardAt, -1))
        .orderBy('at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.at ?? null;
    },
    async leftAt(caseId) {
      // A page that was closed is no word of theirs: it has no line of its moment.
      const last = await session
        .selectFrom('heard')
        .select('at')
        .where('case_id', '=', caseId)
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (last === undefined) return null;
      const left = await session
        .selectFrom('case_event')
        .select('at')
        .where('case_id', '=', caseId)
        .where('kind', '=', 'student-left')
        .where('at', '=', last.at)
        .limit(1)
        .executeTakeFirst();
      return left?.at ?? null;
    },
    async dropUnsent(caseId) {
      await session
        .updateTable('outgoing')
        .set({ status: 'failed', error_code: 'taken', held_for: null })
        .where('case_id', '=', caseId)
        .where('status', '=', 'due')
        .where('dedupe_key', 'like', `${QUESTION_KEY}${caseId}:%`)
        .execute();
    },
  };
}
