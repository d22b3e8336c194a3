import type { Choice } from '../../core/message.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import { collegeIn, collegeOfTag, collegeTag, offeredColleges } from '../../handoff/college.ts';
import type { EscalationPolicy } from '../../handoff/policy.ts';
import {
  isOfOther,
  nextQuestion,
  OWN_QUESTIONS,
  openQuestion,
  questionChoice,
  REPORT_QUESTIONS,
  readQuestionChoice,
  SKIP,
  TAPPED_ANSWERS,
  WAITING_TOPICS,
  type WaitingTopic,
} from '../../handoff/waiting/questions.ts';
import { fitsAnswer, readAnswer } from '../../handoff/waiting/read-answer.ts';
import { setCollege } from '../escalation/set-college.ts';
import type { CentreContent } from '../scope.ts';
import { relayToOwner } from '../staff/relay.ts';
import { shortId } from '../staff/short-id.ts';
import { noteStudentWord } from './beside-person.ts';
import { askBeside, findOpen, goOnBeside } from './beside-questions.ts';
import { STUDENT_WORDS, wordOf } from './global-choices.ts';
import { takeNewerPlace } from './newer-answer.ts';
import { isReport } from './speaker.ts';
import { askInCrisis, contentOf, reply, replyInCrisis, type StudentTurn } from './student-scope.ts';

export type Texts = CentreContent['conversation'];
type AnswerKey = Extract<Parameters<Texts>[0], `ask.${string}`>;

/** How the dedupe key of a question begins; it goes on with its case. See `dropUnsent` of the store. */
export const keyOf = (caseId: string, topic: WaitingTopic, tag: string): string =>
  `ask:${caseId}:${topic}:${tag}`;

/** @param of the beginning of its case, where that is not the one of the talk */
export const choicesOf = (
  texts: Texts,
  topic: WaitingTopic,
  policy: EscalationPolicy,
  of: string | null = null,
): Choice[] => [
  ...(topic === 'college' ? offeredColleges(policy) : []).map((name) => ({
    id: questionChoice(topic, collegeTag(name), of),
    label: name,
  })),
  ...TAPPED_ANSWERS[topic].map((answer) => ({
    id: questionChoice(topic, answer, of),
    label: texts(`ask.${topic}.${answer}` as AnswerKey),
  })),
  { id: questionChoice(topic, SKIP, of), label: texts('ask.skip') },
];

/** Every answer that can be tapped, whenever it was offered. */
export const questionChoices = ({ conversation }: CentreContent, policy: EscalationPolicy): Choice[] =>
  WAITING_TOPICS.flatMap((topic) => choicesOf(conversation, topic, policy));

/**
 * The question at the end of what is said first in a crisis, behind the texts and the hotlines. Where the danger has
 * become graver the first one is asked once more, unless it was settled.
 */
export async function askFirst(
  turn: StudentTurn,
  one: HandoffCase,
  beside: readonly Choice[],
): Promise<void> {
  const { stores, now, parts, centre } = turn.scope;
  const texts = contentOf(turn).conversation;
  const report = await isReport(turn.scope.stores, one.id);
  const first = (report ? REPORT_QUESTIONS : OWN_QUESTIONS)[0];
  const asked = await stores.waiting.ofCase(one.id);
  const again = asked.some(({ topic, settledAt }) => topic === first && settledAt === null);
  const topic = again ? first : nextQuestion(report ? 'report' : 'own', asked, knownOf(one));
  if (topic === null) return;
  await stores.waiting.ask(one.id, topic, now);
  const text =
    topic === 'place' && one.level === 'imminent' ? texts('crisis.imminent.ask') : texts(`ask.${topic}`);
  const saying = { text, choices: [...beside, ...choicesOf(texts, topic, centre.escalation)] };
  askInCrisis(turn, one.id, saying, keyOf(one.id, topic, parts.newTag()));
}

/** Asks what may be asked next; without that, says that nothing more is asked. */
export async function goOn(
  turn: StudentTurn,
  one: HandoffCase,
  preface: 'ask.noted' | 'ask.skipped',
): Promise<void> {
  const texts = contentOf(turn).conversation;
  if (await askNext(turn, one, preface)) return;
  const asked = await turn.scope.stores.waiting.ofCase(one.id);
  if (openQuestion(asked) === null && (await askBeside(turn, texts(preface)))) return;
  const waits = openQuestion(asked) !== null || (await findOpen(turn)) !== null;
  const text = waits ? texts(preface) : `${texts(preface)}${texts('ask.enough')}`;
  replyInCrisis(turn, one.id, { text, choices: [] });
}

/** The next question, where there is one; answers whether there was. */
export async function askNext(
  turn: StudentTurn,
  one: HandoffCase,
  preface: 'ask.noted' | 'ask.skipped',
): Promise<boolean> {
  const { stores, now, parts, centre } = turn.scope;
  const texts = contentOf(turn).conversation;
  const asked = await stores.waiting.ofCase(one.id);
  const topic = nextQuestion(
    (await isReport(turn.scope.stores, one.id)) ? 'report' : 'own',
    asked,
    knownOf(one),
  );
  if (topic === null) return false;
  await stores.waiting.ask(one.id, topic, now);
  const saying = {
    text: `${texts(preface)}${texts(`ask.${topic}`)}`,
    choices: choicesOf(texts, topic, centre.escalation),
  };
  askInCrisis(turn, one.id, saying, keyOf(one.id, topic, parts.newTag()));
  return true;
}

const knownOf = ({ college }: HandoffCase): readonly WaitingTopic[] => (college === null ? [] : ['college']);

export async function settle(
  turn: StudentTurn,
  one: HandoffCase,
  topic: WaitingTopic,
  answer: string | null,
): Promise<boolean> {
  const { stores, now } = turn.scope;
  const settled = await stores.waiting.settle(one.id, topic, answer, now);
  if (settled) {
    if (answer !== null)
      await stores.cases.addEvent(one.id, { kind: 'answered', staffId: null, level: null, at: now });
    await stores.tellChange('case');
  }
  return settled;
}

/** An answer that was tapped, whether it was asked now or long ago; answers whether the choice is one. */
export async function tapAnswer(turn: StudentTurn, id: string): Promise<boolean> {
  const read = readQuestionChoice(id);
  if (read === null) return false;
  const one = await caseOfChoice(turn, read);
  const texts = contentOf(turn).conversation;
  if (one === null) {
    reply(turn, { text: texts('tap.stale'), choices: [] });
    return true;
  }
  const { topic, answer } = read;
  const value = answer === SKIP ? null : sayAnswer(turn, topic, answer);
  if (value === '') {
    reply(turn, { text: texts('tap.stale'), choices: [] });
    return true;
  }
  const settled = await settle(turn, one, topic, value);
  // That of whoever only reports chooses nobody.
  if (settled && topic === 'college' && value !== null && !(await isReport(turn.scope.stores, one.id)))
    await setCollege(turn.scope, one, value);
  if (one.status !== 'open') {
    await tellPerson(turn, one, { topic, value, settled });
    return true;
  }
  const preface = value === null ? 'ask.skipped' : 'ask.noted';
  if (settled) await (one.id === turn.activeCase?.id ? goOn(turn, one, preface) : goOnBeside(turn, preface));
  else reply(turn, { text: texts('tap.doubled'), choices: [] });
  return true;
}

/**
 * What was tapped may be about one more person, of whom they tell beside the talk. What was asked in a report, before they
 * had a case of their own, names no case: it is of the report in which they were talked to then.
 */
async function caseOfChoice(
  turn: StudentTurn,
  { topic, of }: { readonly topic: WaitingTopic; readonly of: string | null },
): Promise<HandoffCase | null> {
  if (of === null && !isOfOther('own', topic)) return turn.activeCase;
  const reports = await turn.scope.stores.reports.openOf(turn.address.contactId);
  if (of === null) return reports[0] ?? turn.activeCase;
  return reports.find(({ id }) => shortId(id) === of) ?? null;
}

/** As it is shown to staff; empty for a college that the centre names no more. */
function sayAnswer({ scope }: StudentTurn, topic: WaitingTopic, answer: string): string {
  if (topic === 'college') return collegeOfTag(scope.centre.escalation, answer) ?? '';
  return scope.centre.contents.zh.conversation(`ask.${topic}.${answer}` as AnswerKey);
}

/** Who has taken the case asks for themselves; what was tapped is told them as it was said, though it is said anew. */
async function tellPerson(
  turn: StudentTurn,
  one: HandoffCase,
  { topic, value, settled }: { topic: WaitingTopic; value: string | null; settled: boolean },
): Promise<void> {
  const texts = contentOf(turn).conversation;
  const asked = await turn.scope.stores.waiting.ofCase(one.id);
  const isNews = settled || asked.find((question) => question.topic === topic)?.answer !== value;
  // An answer is owed where they are talked to.
  await noteStudentWord(turn, one, value !== null && isNews && one.id === turn.activeCase?.id);
  if (value !== null && isNews) return relayToOwner(turn, one);
  reply(turn, { text: texts(settled ? 'ask.skipped' : 'tap.doubled'), choices: [] });
}

/** Where somebody asks who is there, 有人 and 没人 say who is with them, before they say anything of the hand-off. */
export async function takeFittingAnswer(
  turn: StudentTurn,
  one: HandoffCase,
  typed: string,
): Promise<boolean> {
  const open = openQuestion(await turn.scope.stores.waiting.ofCase(one.id));
  if (open?.topic !== 'company' && open?.topic !== 'their-safety') return false;
  return fitsAnswer(open.topic, typed) && takeAnswer(turn, one, typed);
}

/**
 * Words typed while waiting: an answer where they fit what was asked, or are short. They were screened before, and stand
 * in the talk as they were said.
 */
export async function takeAnswer(turn: StudentTurn, one: HandoffCase, typed: string): Promise<boolean> {
  const taken = await settleTyped(turn, one, typed);
  if (taken !== null) await goOn(turn, one, taken === 'answered' ? 'ask.noted' : 'ask.skipped');
  return taken !== null;
}

/** Notes the answer in dangerous words; nothing is said, since the danger is answered first. */
export async function settleTyped(
  turn: StudentTurn,
  one: HandoffCase,
  typed: string,
): Promise<'answered' | 'skipped' | null> {
  if (STUDENT_WORDS.includes(wordOf(typed))) return null;
  const asked = await turn.scope.stores.waiting.ofCase(one.id);
  const open = openQuestion(asked);
  const fits = open !== null && fitsAnswer(open.topic, typed);
  if (!fits && (await takeNewerPlace(turn, one, typed, asked))) return 'answered';
  if (open === null) return null;
  const read = readAnswer(open.topic, typed, turn.screening.level !== 'none');
  if (read.kind === 'other') return null;
  const settled = await settle(turn, one, open.topic, read.kind === 'answered' ? turn.text : null);
  if (settled && open.topic === 'college' && read.kind === 'answered' && fitsAnswer('college', typed))
    await setCollege(turn.scope, one, collegeIn(turn.scope.centre.escalation, typed));
  return settled ? read.kind : null;
}
