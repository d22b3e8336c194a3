import { hoursMs } from '../../core/clock.ts';
import type { Language } from '../../core/language.ts';
import { formatDay, formatTime, shanghaiDate } from '../../core/shanghai-time.ts';
import { maybeAnother } from '../../handoff/waiting/events.ts';
import {
  type AnswerBefore,
  type AskedQuestion,
  isOfOther,
  type WaitingTopic,
} from '../../handoff/waiting/questions.ts';
import type { Scope } from '../scope.ts';

/** What was said longer ago is told with its time. */
const LATELY_MS = hoursMs(1);

type Teller = {
  readonly scope: Scope;
  readonly language: Language;
  readonly about: 'own' | 'report';
};

/**
 * What stands below the words of whoever takes a case: that it is told by somebody else, and what was asked meanwhile.
 * Answers are words of a student: only where the talk may go through messengers.
 */
export async function answersCard(scope: Scope, caseId: string, language: Language): Promise<string> {
  const texts = scope.centre.contents[language].staff;
  const { cases, reports, waiting } = scope.stores;
  const parts: string[] = [];
  const about = (await reports.reporterOf(caseId)) === null ? 'own' : 'report';
  if (about === 'report') parts.push(texts('card.report'));
  if (maybeAnother(await cases.events(caseId))) parts.push(texts('card.another'));
  if (scope.centre.relayByMessenger) {
    const teller = { scope, language, about } as const;
    const before = await waiting.before(caseId);
    const settled = (await waiting.ofCase(caseId)).filter(({ settledAt }) => settledAt !== null);
    const lines = settled.flatMap((one) => linesOf(teller, one, before));
    if (lines.length > 0) parts.push(texts('card.answers', { lines: lines.join('\n') }));
    const last = lastTimeLines(teller, before);
    if (last.length > 0) parts.push(texts('card.lastTime', { lines: last.join('\n') }));
  }
  return parts.map((part) => `\n\n${part}`).join('');
}

const textsOf = ({ scope, language }: Teller) => scope.centre.contents[language].staff;

function nameOf(teller: Teller, topic: WaitingTopic): string {
  const texts = textsOf(teller);
  const name = texts(`topic.${topic}`);
  return isOfOther(teller.about, topic) ? texts(`card.before.${teller.about}`, { topic: name }) : name;
}

/** The time alone on the same day, else with its day. */
function sayWhen({ scope, language }: Teller, at: Date): string {
  const time = formatTime(at);
  return shanghaiDate(at) === shanghaiDate(scope.now) ? time : `${formatDay(at, language)} ${time}`;
}

/** What stands; beside it, with both times, what they said just before that, if it was something else. */
function linesOf(teller: Teller, one: AskedQuestion, before: readonly AnswerBefore[]): string[] {
  const texts = textsOf(teller);
  const topic = nameOf(teller, one.topic);
  const answer = one.answer ?? texts('card.skipped');
  const earlier = before.findLast((other) => other.topic === one.topic && !other.lastTime);
  const at = one.settledAt ?? one.askedAt;
  const isLate = teller.scope.now.getTime() - at.getTime() >= LATELY_MS;
  if (earlier === undefined && !isLate) return [texts('card.line', { topic, answer })];
  const line = texts('card.lineAt', { topic, answer, when: sayWhen(teller, at) });
  if (earlier === undefined) return [line];
  return [line, texts('card.lineBefore', { answer: earlier.answer, when: sayWhen(teller, earlier.at) })];
}

/** The last of each that was said before they came back, with its day. */
function lastTimeLines(teller: Teller, before: readonly AnswerBefore[]): string[] {
  const last = before.filter(({ lastTime }) => lastTime);
  return last
    .filter((one, index) => !last.slice(index + 1).some(({ topic }) => topic === one.topic))
    .map((one) => {
      const when = sayWhen(teller, one.at);
      return textsOf(teller)('card.lineLast', { topic: nameOf(teller, one.topic), answer: one.answer, when });
    });
}
