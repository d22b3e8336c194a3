import { sayMoment } from '../../core/both-times.ts';
import type { Choice } from '../../core/message.ts';
import {
  type Answers,
  nextQuestion,
  notAtNight,
  QUESTIONS,
  type Question,
  SCORES,
} from '../../sessions/evaluation.ts';
import type { Evaluation } from '../../sessions/evaluation-store.ts';
import { sayBeside } from '../changes/say-beside.ts';
import type { CentreContent, Scope } from '../scope.ts';
import { beginFlow } from '../student/run-flow.ts';
import { contentOf, reply, type StudentTurn } from '../student/student-scope.ts';

type Tools = CentreContent['tools'];
const NUMBERS = { heard: 1, fit: 2, helped: 3 } as const satisfies Record<Question, number>;

/** Of the message that asks. */
const EVALUATION_KEY = 'rate:';
export const evaluationKey = (appointmentId: string): string => `${EVALUATION_KEY}${appointmentId}`;

/** What still waits to be asked is not asked: nobody in a crisis is to say how a session was. */
export const dropEvaluations = ({ scope, address }: StudentTurn): Promise<void> =>
  scope.stores.outgoing.dropHeldToo(address.id, [EVALUATION_KEY]);

/** The answers come first, so that on WeChat the number that is typed is the score. */
const questionCard = (tools: Tools, question: Question, appointmentId: string) => ({
  text: tools(`rate.${NUMBERS[question]}`),
  choices: [
    ...SCORES.map((score) => ({
      id: `rate.${NUMBERS[question]}.${score}.${appointmentId}`,
      label: tools(`rate.score.${score}`),
    })),
    skip(tools, appointmentId),
  ],
});

const skip = (tools: Tools, appointmentId: string): Choice => ({
  id: `rate.skip.${appointmentId}`,
  label: tools('rate.skip'),
});

/** Asks once, whoever came; who is in a crisis is not asked by a program, and nobody at night: then in the morning. */
export async function askEvaluation(scope: Scope, one: Evaluation): Promise<void> {
  const { stores, now } = scope;
  const session = await stores.sessions.find(one.appointmentId);
  const inCase = (await stores.cases.activeOf(one.contactId)) !== null;
  if (session?.status !== 'attended' || inCase)
    return stores.evaluations.save({ ...one, status: 'dropped' }, now);
  const askAt = notAtNight(now);
  if (askAt > now) return stores.evaluations.putOff(one.appointmentId, askAt);
  await sayBeside(
    scope,
    session.addressId,
    evaluationKey(one.appointmentId),
    ({ tools }, language, timeZone) => {
      const [first] = QUESTIONS;
      const { text, choices } = questionCard(tools, first, one.appointmentId);
      // Often asked on another day, or held until they write again.
      const time = sayMoment(session.startAt, { language, timeZone });
      return { text: `${tools('rate.ask', { time })}\n\n${text}`, choices };
    },
    { yieldsTo: 'case' },
  );
}

/** @param detail the score and the session */
export async function answerRating(turn: StudentTurn, question: Question, detail: string): Promise<void> {
  const { tools } = contentOf(turn);
  const { stores, now } = turn.scope;
  const [number, appointmentId = ''] = detail.split('.');
  const score = SCORES.find((known) => String(known) === number);
  const one = await stores.evaluations.find(appointmentId, turn.address.contactId);
  if (one === null || score === undefined || one.status !== 'asked')
    return reply(turn, { text: tools('rate.late'), choices: [] });
  // Another tap on a question that was answered puts it right.
  const answers: Answers = { ...one.answers, [question]: score };
  const next = nextQuestion(answers);
  await stores.evaluations.save({ ...one, answers, status: next === null ? 'done' : 'asked' }, now);
  if (next !== null) return reply(turn, questionCard(tools, next, appointmentId));
  const words = { id: `rate.words.${appointmentId}`, label: tools('rate.words') };
  const none = { id: `rate.skip.${appointmentId}`, label: tools('rate.noWords') };
  reply(turn, { text: tools('rate.more'), choices: [words, none] });
}

/** 写几句. */
export async function beginWords(turn: StudentTurn, appointmentId: string): Promise<void> {
  const one = await turn.scope.stores.evaluations.find(appointmentId, turn.address.contactId);
  if (one?.status === 'done' && one.answers.words === undefined)
    return beginFlow(turn, 'evaluation', { kind: 'choice', id: appointmentId });
  reply(turn, { text: contentOf(turn).tools('rate.late'), choices: [] });
}

/** 跳过: what was answered before does not count, since the rest is missing; after the last question it ends the talk. */
export async function skipRating(turn: StudentTurn, appointmentId: string): Promise<void> {
  const { tools } = contentOf(turn);
  const { stores, now } = turn.scope;
  const one = await stores.evaluations.find(appointmentId, turn.address.contactId);
  if (one?.status === 'done') return reply(turn, { text: tools('rate.thanks'), choices: [] });
  if (one?.status === 'asked') await stores.evaluations.save({ ...one, answers: {}, status: 'skipped' }, now);
  reply(turn, { text: tools('rate.skipped'), choices: [] });
}
