/** What is asked of whoever waits for a person: one at a time, each once in a case, and never insisting. */
export const OWN_QUESTIONS = ['place', 'company', 'phone', 'college'] as const;
/** What is asked of somebody who reports about another person. */
export const REPORT_QUESTIONS = ['their-place', 'their-safety', 'their-name', 'may-contact'] as const;

/** What is asked about one more person of whom somebody tells while they are talked to in another case. */
export const BESIDE_QUESTIONS = ['their-place', 'their-safety', 'their-name', 'their-phone'] as const;

export type WaitingTopic =
  | (typeof OWN_QUESTIONS)[number]
  | (typeof REPORT_QUESTIONS)[number]
  | (typeof BESIDE_QUESTIONS)[number];
export const WAITING_TOPICS: readonly WaitingTopic[] = [
  ...new Set([...OWN_QUESTIONS, ...REPORT_QUESTIONS, ...BESIDE_QUESTIONS]),
];

const QUESTIONS = { own: OWN_QUESTIONS, report: REPORT_QUESTIONS, beside: BESIDE_QUESTIONS } as const;

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

/** An answer that stands no more: something newer was said, or it is from before they came back to their case. */
export type AnswerBefore = {
  readonly topic: WaitingTopic;
  readonly at: Date;
  readonly answer: string;
  /** Said before they came back: it may long be otherwise. */
  readonly lastTime: boolean;
};

/** The question that waits for its answer, if there is one. */
export const openQuestion = (asked: readonly AskedQuestion[]): AskedQuestion | null =>
  asked.find(({ settledAt }) => settledAt === null) ?? null;

/**
 * What may be asked now: nothing while a question is open, nothing twice, and nothing that is known. Pure.
 */
export function nextQuestion(
  about: keyof typeof QUESTIONS,
  asked: readonly AskedQuestion[],
  known: readonly WaitingTopic[] = [],
): WaitingTopic | null {
  if (openQuestion(asked) !== null) return null;
  const topics: readonly WaitingTopic[] = QUESTIONS[about];
  return topics.find((topic) => !known.includes(topic) && !asked.some((one) => one.topic === topic)) ?? null;
}

/**
 * Whether it was asked before a person or the words turned the case: of the reporter of what is a report now, or as of
 * somebody else of whoever writes. Pure.
 */
export const isOfOther = (about: 'own' | 'report', topic: WaitingTopic): boolean =>
  !(about === 'own' ? OWN_QUESTIONS : [...REPORT_QUESTIONS, ...BESIDE_QUESTIONS]).some(
    (one) => one === topic,
  );

/** Answers that can be tapped, beside the one that skips, and beside the colleges that the centre names. */
export const TAPPED_ANSWERS: Readonly<Record<WaitingTopic, readonly string[]>> = {
  place: [],
  company: ['yes', 'no'],
  phone: ['yes', 'no'],
  college: [],
  'their-place': [],
  'their-safety': ['with-somebody', 'alone', 'in-danger', 'unknown'],
  'their-name': [],
  'their-phone': [],
  'may-contact': ['yes', 'no'],
};
export const SKIP = 'skip';
/** What stands for a college; see `collegeTag`. */
const COLLEGE_TAG = /^c[0-9a-z]{1,7}$/;

/** What a tap brings back: the topic, the answer, and the beginning of its case where that is not the one of the talk. */
export const questionChoice = (topic: WaitingTopic, answer: string, of: string | null = null): string =>
  `ask.${topic}.${answer}${of === null ? '' : `.${of}`}`;

export function readQuestionChoice(
  id: string,
): { topic: WaitingTopic; answer: string; of: string | null } | null {
  const [verb, topic = '', answer = '', of = null] = id.split('.');
  if (verb !== 'ask' || !isWaitingTopic(topic)) return null;
  const isCollege = topic === 'college' && COLLEGE_TAG.test(answer);
  return answer === SKIP || isCollege || TAPPED_ANSWERS[topic].includes(answer)
    ? { topic, answer, of }
    : null;
}
