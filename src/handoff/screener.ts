/**
 * The C-SSRS screener (recent): which question comes next and what its rule says of the answers. Never a sum, never a
 * diagnosis. Posner and others, 2011, American Journal of Psychiatry 168(12): 1266–1277; triage of the Columbia
 * Lighthouse Project's screener.
 */

export const SCREENER_QUESTIONS = ['q1', 'q2', 'q3', 'q4', 'q5', 'q6'] as const;
export type ScreenerQuestion = (typeof SCREENER_QUESTIONS)[number];

/** The last question asks when: within three months or earlier in life. */
export const SCREENER_ANSWERS = ['yes', 'no', 'recent', 'earlier'] as const;
export type ScreenerAnswer = (typeof SCREENER_ANSWERS)[number];
export type ScreenerAnswers = Readonly<Partial<Record<ScreenerQuestion, ScreenerAnswer>>>;

export type ScreenerResult = 'none' | 'low' | 'moderate' | 'high';

export const isScreenerQuestion = (text: string): text is ScreenerQuestion =>
  (SCREENER_QUESTIONS as readonly string[]).includes(text);
export const isScreenerAnswer = (text: string): text is ScreenerAnswer =>
  (SCREENER_ANSWERS as readonly string[]).includes(text);

export const answersOf = (question: ScreenerQuestion): readonly ScreenerAnswer[] =>
  question === 'q6' ? ['recent', 'earlier', 'no'] : ['yes', 'no'];

/** Without thoughts of killing oneself (2), method, intent and plan (3 to 5) are left out. Null: all is asked. */
export function nextQuestion(answers: ScreenerAnswers): ScreenerQuestion | null {
  const asked = SCREENER_QUESTIONS.filter(
    (question) => answers.q2 !== 'no' || !['q3', 'q4', 'q5'].includes(question),
  );
  return asked.find((question) => answers[question] === undefined) ?? null;
}

/**
 * Low: 1 or 2. Moderate: 3, or 6 longer ago. High: 4, 5, or 6 within three months. Of unfinished answers it is the
 * least that holds. `none` is no clearance.
 */
export function resultOf(answers: ScreenerAnswers): ScreenerResult {
  const { q1, q2, q3, q4, q5, q6 } = answers;
  if (q4 === 'yes' || q5 === 'yes' || q6 === 'recent') return 'high';
  if (q3 === 'yes' || q6 === 'earlier') return 'moderate';
  return q1 === 'yes' || q2 === 'yes' ? 'low' : 'none';
}
