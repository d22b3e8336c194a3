/** What is asked of whoever waits for a person: one at a time, each once in a case, and never insisting. */
export const OWN_QUESTIONS = ['place', 'company', 'phone', 'college'] as const;
/** What is asked of somebody who reports about another person. */
export const REPORT_QUESTIONS = ['their-place', 'their-safety', 'their-name', 'may-contact'] as const;

export type WaitingTopic = (typeof OWN_QUESTIONS)[number] | (typeof REPORT_QUESTIONS)[number];
export const WAITING_TOPICS: readonly WaitingTopic[] = [...OWN_QUESTIONS, ...REPORT_QUESTIONS];

export const isWaitingTopic = (text: string): text is WaitingTopic =>
  (WAITING_TOPICS as readonly string[]).includes(text);

/** One question of a case; without `settledAt` it was asked and nobody has answered. */
export type AskedQuestion = {
  readonly topic: WaitingTopic;
  readonly askedAt: Date;
  readonly settledAt: Date | null;
  /** As it was said; null where it was skipped or not answered. */
  readonly answer: string | null;
};

/** The question that waits for its answer, if there is one. */
export const openQuestion = (asked: readonly AskedQuestion[]): AskedQuestion | null =>
  asked.find(({ settledAt }) => settledAt === null) ?? null;

/**
 * What may be asked now: nothing while a question is open, nothing twice, and nothing that is known. Pure.
 */
export function nextQuestion(
  about: 'own' | 'report',
  asked: readonly AskedQuestion[],
  known: readonly WaitingTopic[] = [],
): WaitingTopic | null {
  if (openQuestion(asked) !== null) return null;
  const topics: readonly WaitingTopic[] = about === 'own' ? OWN_QUESTIONS : REPORT_QUESTIONS;
  return topics.find((topic) => !known.includes(topic) && !asked.some((one) => one.topic === topic)) ?? null;
}

/**
 * Whether it was asked before a person or the words turned the case: of the reporter of what is a report now, or as of
 * somebody else of whoever writes. Pure.
 */
export const isOfOther = (about: 'own' | 'report', topic: WaitingTopic): boolean =>
  !(about === 'own' ? OWN_QUESTIONS : REPORT_QUESTIONS).some((one) => one === topic);

/** Answers that can be tapped, beside the one that skips, and beside the colleges that the centre names. */
export const TAPPED_ANSWERS: Readonly<Record<WaitingTopic, readonly string[]>> = {
  place: [],
  company: ['yes', 'no'],
  phone: ['yes', 'no'],
  college: [],
  'their-place': [],
  'their-safety': ['with-somebody', 'alone', 'in-danger', 'unknown'],
  'their-name': [],
  'may-contact': ['yes', 'no'],
};
export const SKIP = 'skip';
/** What stands for a college; see `collegeTag`. */
const COLLEGE_TAG = /^c[0-9a-z]{1,7}$/;

/** What a tap brings back: the topic and the answer. */
export const questionChoice = (topic: WaitingTopic, answer: string): string => `ask.${topic}.${answer}`;

export function readQuestionChoice(id: string): { topic: WaitingTopic; answer: string } | null {
  const [verb, topic = '', answer = ''] = id.split('.');
  if (verb !== 'ask' || !isWaitingTopic(topic)) return null;
  const isCollege = topic === 'college' && COLLEGE_TAG.test(answer);
  return answer === SKIP || isCollege || TAPPED_ANSWERS[topic].includes(answer) ? { topic, answer } : null;
}
