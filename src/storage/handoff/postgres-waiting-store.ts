import { isWaitingTopic } from '../../handoff/waiting/questions.ts';
import type { WaitingStore } from '../../handoff/waiting-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { loadCaseKey } from './case-key.ts';

const ANSWER_PLACE = 'case_question.answer';
/** How the dedupe key of a question begins; it goes on with its case. */
export const QUESTION_KEY = 'ask:';

export function createPostgresWaitingStore(session: Session, keys: KeyRing): WaitingStore {
  const placeOf = (caseId: string, topic: string) => ({ table: ANSWER_PLACE, row: `${caseId}:${topic}` });
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
      const sealed =
        answer === null
          ? null
          : keys.vault.seal(await loadCaseKey(session, keys, caseId), placeOf(caseId, topic), answer);
      const settled = {
        settled_at: now,
        how: answer === null ? ('skipped' as const) : ('answered' as const),
        answer_sealed: sealed,
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
    async takeBack(caseId) {
      await session
        .deleteFrom('case_question')
        .where('case_id', '=', caseId)
        .where('settled_at', 'is', null)
        .execute();
    },
    async spokenAt(caseId) {
      const row = await session
        .selectFrom('outgoing')
        .select('at')
        .where('case_id', '=', caseId)
        .where('author_staff_id', 'is not', null)
        .where('status', '!=', 'failed')
        .orderBy('at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.at ?? null;
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
