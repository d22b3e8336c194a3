import type { IncomingBody, SaidBody } from '../../core/channel.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import { collegeIn } from '../../handoff/college.ts';
import type { AskedQuestion, WaitingTopic } from '../../handoff/waiting/questions.ts';
import { fitsAnswer } from '../../handoff/waiting/read-answer.ts';
import { tellsOwnPlace, tellsPlace } from '../../handoff/waiting/tells-place.ts';
import { setCollege } from '../escalation/set-college.ts';
import { findOpen, takeBesidePlace } from './beside-questions.ts';
import { unscreenableCard } from './cards.ts';
import { isReport } from './speaker.ts';
import { contentOf, reply, replyInCrisis, type StudentTurn } from './student-scope.ts';
import { goOn, settle } from './waiting-questions.ts';

type Place = Extract<IncomingBody, { kind: 'unscreenable' }>;

const placeTopic = async ({ scope }: StudentTurn, one: HandoffCase): Promise<'place' | 'their-place'> =>
  (await isReport(scope.stores, one.id)) ? 'their-place' : 'place';

/** What was said last stands: somebody may be sent there. What was said before is shown beside it. */
async function keepNewer(
  turn: StudentTurn,
  one: HandoffCase,
  topic: WaitingTopic,
  answer: string,
): Promise<void> {
  const { stores, now } = turn.scope;
  await stores.waiting.replace(one.id, topic, answer, now);
  await stores.cases.addEvent(one.id, { kind: 'answered', staffId: null, level: null, at: now });
  await stores.tellChange('case');
}

/** A location counts as the place, whether or not it was asked for, and also where another one was told before. */
export async function takePlace(turn: StudentTurn, one: HandoffCase, body: Place): Promise<void> {
  const what = turn.scope.centre.contents.zh.staff('what.location');
  const place = `［${what}］${turn.text}`;
  if (await takeBesidePlace(turn, place)) return;
  const topic = await placeTopic(turn, one);
  // One that cannot be read says less than any that was told.
  const isRead = turn.text.trim() !== '';
  const isMoving = isRead && (await hasJustSent(turn, one, topic, `［${what}］`));
  if (isRead) await keepNewer(turn, one, topic, place);
  const taken = isRead || (await settle(turn, one, topic, place));
  if (one.status !== 'open' || isMoving) return;
  if (!taken) return reply(turn, unscreenableCard(contentOf(turn), body.what));
  replyInCrisis(turn, one.id, { text: contentOf(turn).conversation('ask.placeGot'), choices: [] });
  await goOn(turn, one, 'ask.noted');
}

/** A location that is shared live comes again every few seconds: that it was received is said once, in ms between them. */
const LIVE_MS = 60_000;

async function hasJustSent(
  { scope }: StudentTurn,
  one: HandoffCase,
  topic: WaitingTopic,
  mark: string,
): Promise<boolean> {
  const asked = await scope.stores.waiting.ofCase(one.id);
  const before = asked.find((question) => question.topic === topic);
  if (before?.answer?.startsWith(mark) !== true || before.settledAt === null) return false;
  return scope.now.getTime() - before.settledAt.getTime() < LIVE_MS;
}

/** 我到天台了, typed after a place was told, or skipped; answers whether it was that. */
export async function takeNewerPlace(
  turn: StudentTurn,
  one: HandoffCase,
  typed: string,
  asked: readonly AskedQuestion[],
): Promise<boolean> {
  const topic = await placeTopic(turn, one);
  const isSettled = asked.some((question) => question.topic === topic && question.settledAt !== null);
  if (!isSettled || !tellsPlace(topic, typed)) return false;
  // 在宿舍 is where the other one is, where that was asked last; 我在宿舍 is not.
  const isOwn = topic === 'place' && tellsOwnPlace(typed);
  if (!isOwn && (await findOpen(turn))?.topic === 'their-place') return false;
  await keepNewer(turn, one, topic, turn.text);
  return true;
}

/** An edit of words that were taken as an answer takes their place; answers whether it was one. */
export async function correctAnswer(turn: StudentTurn, body: SaidBody): Promise<boolean> {
  const { activeCase: one, scope, address } = turn;
  if (one === null || body.kind !== 'edit' || body.message === undefined || body.text.trim() === '')
    return false;
  const topic = await scope.stores.waiting.answeredBy(one.id, address.id, body.message);
  if (topic === null) return false;
  await keepNewer(turn, one, topic, turn.text);
  if (topic === 'college' && fitsAnswer(topic, body.text))
    await setCollege(scope, one, collegeIn(scope.centre.escalation, body.text));
  return true;
}
