import { hoursMs } from '../../core/clock.ts';
import { formatHours } from '../../core/shanghai-time.ts';
import { type Attendance, maySetAttendance, type Session } from '../../sessions/session.ts';
import type { Scope } from '../scope.ts';
import type { RotaTurn } from '../staff/rota-turn.ts';
import { attend } from './attend.ts';
import { tellCounsellor } from './open-session.ts';

/** 签到 shows what began within so long, in ms. */
const SHOWN_MS = hoursMs(12);

const textsOf = ({ scope, language }: RotaTurn) => scope.centre.contents[language].tools;
const timesOf = ({ startAt, endAt }: Session): string => formatHours(startAt, endAt);

/** 到了 or 没来, under a message in a messenger; the other one afterwards corrects it. */
export async function tapAttendance(
  turn: RotaTurn,
  appointmentId: string,
  attendance: Attendance,
): Promise<void> {
  const texts = textsOf(turn);
  const done = await attend(turn.scope, turn.actor, appointmentId, attendance);
  switch (done.outcome) {
    case 'absent':
      return turn.answer(turn.scope.centre.contents[turn.language].staff('tap.stale'));
    case 'too-early':
      return turn.answer(texts('session.tooEarly', { time: timesOf(done.session) }));
    case 'kept':
    case 'same': {
      const said = texts(attendance === 'attended' ? 'session.came' : 'session.noShow');
      return turn.answer(texts('session.kept', { time: timesOf(done.session), attendance: said }));
    }
  }
}

/** What has begun, and nobody said yet who came. */
export async function listForAttendance(turn: RotaTurn): Promise<void> {
  const { scope, actor } = turn;
  const texts = textsOf(turn);
  const from = new Date(scope.now.getTime() - SHOWN_MS);
  const sessions = await scope.stores.sessions.list([actor.staffId], from, scope.now);
  const open = sessions.filter((one) => one.status === 'booked' && maySetAttendance(one, scope.now));
  if (open.length === 0) return turn.answer(texts('session.none'));
  const choices = open.flatMap((one) => [
    { id: `came.${one.appointmentId}`, label: texts('session.cameAt', { time: timesOf(one) }) },
    { id: `no-show.${one.appointmentId}`, label: texts('session.noShowAt', { time: timesOf(one) }) },
  ]);
  return turn.answer(texts('session.which'), choices);
}

/** Asked once, when a session is over and nobody said who came. */
export const askWhoCame = (scope: Scope, session: Session): Promise<void> =>
  tellCounsellor(scope, session.staffId, `who-came:${session.appointmentId}`, (texts) => ({
    text: texts('session.ask', { time: timesOf(session) }),
    choices: [
      { id: `came.${session.appointmentId}`, label: texts('session.came') },
      { id: `no-show.${session.appointmentId}`, label: texts('session.noShow') },
    ],
  }));
