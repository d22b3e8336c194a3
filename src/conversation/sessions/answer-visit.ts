import { sayClock } from '../../core/both-times.ts';
import { contentOf, reply, type StudentTurn } from '../student/student-scope.ts';
import { checkIn } from './attend.ts';

/** 我到了: the counsellor is told, and nothing is decided by it. */
export async function answerVisit(turn: StudentTurn, appointmentId: string): Promise<void> {
  const { tools } = contentOf(turn);
  const session = await turn.scope.stores.sessions.find(appointmentId);
  if (session === null || session.contactId !== turn.address.contactId)
    return reply(turn, { text: tools('visit.unknown'), choices: [] });
  const { counsellor, startAt } = session;
  switch (await checkIn(turn.scope, session, null)) {
    case 'kept':
      return reply(turn, {
        text: tools('visit.done', { counsellor, time: sayClock(startAt, turn) }),
        choices: [],
      });
    case 'already':
      return reply(turn, { text: tools('visit.already'), choices: [] });
    case 'not-now':
      return reply(turn, { text: tools('visit.notNow'), choices: [] });
  }
}
