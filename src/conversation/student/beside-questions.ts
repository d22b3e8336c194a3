import type { SaidBody } from '../../core/channel.ts';
import { typedNumber } from '../../core/choices.ts';
import type { FlowSaying } from '../../flows/flow.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import type { EscalationPolicy } from '../../handoff/policy.ts';
import {
  nextQuestion,
  openQuestion,
  readQuestionChoice,
  SKIP,
  type WaitingTopic,
} from '../../handoff/waiting/questions.ts';
import { fitsAnswer, type ReadAnswer, readAnswer } from '../../handoff/waiting/read-answer.ts';
import { tellsOwnPlace } from '../../handoff/waiting/tells-place.ts';
import { shortId } from '../staff/short-id.ts';
import { standsLast, takeBesidePerson } from './beside-person.ts';
import type { Picked } from './conversation-state.ts';
import { STUDENT_WORDS, wordOf } from './global-choices.ts';
import { askInCrisis, contentOf, replyInCrisis, type StudentTurn } from './student-scope.ts';
import { choicesOf, keyOf, settle, type Texts, tapAnswer } from './waiting-questions.ts';

/**
 * One more person of whom somebody tells while they are talked to in another case: nobody may have come for that one yet,
 * and whoever talks with them may have their hands full. Where that one is, is asked by the program as of any report, one
 * question at a time, until somebody has it.
 */
export function besideQuestion(
  texts: Texts,
  report: Pick<HandoffCase, 'id'>,
  topic: WaitingTopic,
  policy: EscalationPolicy,
): FlowSaying {
  return {
    text: texts('ask.ofOther', { question: texts(`ask.${topic}`) }),
    choices: choicesOf(texts, topic, policy, shortId(report.id)),
  };
}

/** Their reports for which nobody has come, beside the case in which they are talked to. */
async function reportsBeside({ scope, address, activeCase }: StudentTurn): Promise<HandoffCase[]> {
  const reports = await scope.stores.reports.openOf(address.contactId);
  return reports.filter(({ id, status }) => id !== activeCase?.id && status === 'open');
}

/**
 * Their own case begins, or begins anew: what they say now is about themselves. What was asked about others is asked anew
 * behind their own questions.
 */
export async function takeBackBeside({ scope, address, activeCase }: StudentTurn): Promise<void> {
  const { reports, waiting } = scope.stores;
  for (const { id } of await reports.openOf(address.contactId)) {
    if (id === activeCase?.id) continue;
    await waiting.takeBack(id);
    await waiting.dropUnsent(id);
  }
}

/** The next question about one of them, unless one is open; answers whether there was one. */
export async function askBeside(turn: StudentTurn, preface: string): Promise<boolean> {
  const { stores, now, parts, centre } = turn.scope;
  for (const report of await reportsBeside(turn)) {
    const asked = await stores.waiting.ofCase(report.id);
    if (openQuestion(asked) !== null) return false;
    const topic = nextQuestion('beside', asked);
    if (topic === null) continue;
    await stores.waiting.ask(report.id, topic, now);
    const saying = besideQuestion(contentOf(turn).conversation, report, topic, centre.escalation);
    const key = keyOf(report.id, topic, parts.newTag());
    askInCrisis(turn, report.id, { ...saying, text: `${preface}${saying.text}` }, key);
    return true;
  }
  return false;
}

/** Asks what may be asked next; without that, says that nothing more is asked. */
export async function goOnBeside(turn: StudentTurn, preface: 'ask.noted' | 'ask.skipped'): Promise<void> {
  const texts = contentOf(turn).conversation;
  const talk = turn.activeCase;
  if (talk === null) return;
  // Their own questions come first.
  if (talk.status === 'open' && openQuestion(await turn.scope.stores.waiting.ofCase(talk.id)) !== null)
    return replyInCrisis(turn, talk.id, { text: texts(preface), choices: [] });
  if (await askBeside(turn, texts(preface))) return;
  replyInCrisis(turn, talk.id, { text: `${texts(preface)}${texts('ask.enoughOther')}`, choices: [] });
}

type Open = { readonly report: HandoffCase; readonly topic: WaitingTopic };

/** The question that was asked last and waits. What is said after words of a person answers those. */
export async function findOpen(turn: StudentTurn): Promise<Open | null> {
  const { waiting } = turn.scope.stores;
  let found: (Open & { readonly askedAt: Date }) | null = null;
  for (const report of await reportsBeside(turn)) {
    const open = openQuestion(await waiting.ofCase(report.id));
    if (open !== null && (found === null || open.askedAt > found.askedAt)) found = { report, ...open };
  }
  const talk = turn.activeCase;
  if (found === null || talk === null) return null;
  const own = talk.status === 'open' ? openQuestion(await waiting.ofCase(talk.id)) : null;
  if (own !== null && own.askedAt > found.askedAt) return null;
  const spokenAt = await waiting.spokenAt(talk.id, turn.scope.now);
  return spokenAt !== null && spokenAt >= found.askedAt ? null : found;
}

/**
 * What somebody who is talked to writes as an answer about the other one. Whoever talks with them hears it all the same,
 * but for a number of the list and for 跳过. Answers whether it was one.
 */
export async function takeBesideAnswer(
  turn: StudentTurn,
  one: HandoffCase,
  body: Extract<SaidBody, { kind: 'text' }>,
  picked: Picked,
): Promise<boolean> {
  if (picked.kind === 'global') return takeListed(turn, one, body, picked);
  if (picked.kind === 'local' || STUDENT_WORDS.includes(wordOf(body.text))) return false;
  const open = await findOpen(turn);
  if (open === null) return false;
  if (open.topic === 'their-place' && tellsOwnPlace(body.text)) return false;
  const read = readAnswer(open.topic, body.text, turn.screening.level !== 'none');
  if (read.kind === 'other' || (one.status !== 'open' && isForPerson(open.topic, body.text, read)))
    return false;
  if (one.status !== 'open' && read.kind === 'answered') await takeBesidePerson(turn, one, body, picked);
  const settled = await settle(turn, open.report, open.topic, read.kind === 'answered' ? turn.text : null);
  if (settled) await goOnBeside(turn, read.kind === 'answered' ? 'ask.noted' : 'ask.skipped');
  return true;
}

const KNOWS_NOT = /^(?:没有|没|无|不知道|不清楚|no|none|(?:i )?don'?t know|no idea)[。.!！]*$/iu;

/** Said to whoever talks with them: 好的老师, 谢谢, 老师我…. */
const TO_PERSON =
  /^(?:(?:好(?:的|吧|了)?|嗯|哦|行|可以|知道了|明白了?|谢谢|辛苦了?|ok(?:ay)?|thanks?|thank you)[,，\s]*)+(?:老师|您|你|了|啊|哦)*[。.!！~～]*$|^老师(?!们?(?:陪|在|和|跟))/iu;

/** Short as it is, it says nothing of the other one. */
function isForPerson(topic: WaitingTopic, typed: string, read: ReadAnswer): boolean {
  const text = typed.normalize('NFKC').trim();
  if (read.kind !== 'answered') return false;
  if (TO_PERSON.test(text)) return true;
  const asks = topic === 'their-safety' || topic === 'their-phone';
  return asks && !fitsAnswer(topic, text) && !KNOWS_NOT.test(text);
}

/** A line of the list under the question, by its number or its words. */
async function takeListed(
  turn: StudentTurn,
  one: HandoffCase,
  body: Extract<SaidBody, { kind: 'text' }>,
  picked: Extract<Picked, { kind: 'global' }>,
): Promise<boolean> {
  const read = readQuestionChoice(picked.id);
  if (read === null || read.of === null || !(await standsLast(turn, picked.id))) return false;
  const isRelayed = read.answer !== SKIP && typedNumber(body.text) === null;
  if (one.status !== 'open' && isRelayed) await takeBesidePerson(turn, one, body, picked);
  return tapAnswer(turn, picked.id);
}

/** A place that is sent answers where the other one is, where that was asked last. */
export async function takeBesidePlace(turn: StudentTurn, place: string): Promise<boolean> {
  const open = await findOpen(turn);
  if (open?.topic !== 'their-place') return false;
  if (!(await settle(turn, open.report, open.topic, place))) return false;
  await goOnBeside(turn, 'ask.noted');
  return true;
}
