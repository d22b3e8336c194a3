/**
 * A plan that counsellor and student make together: six headings, the common practice after Stanley and Brown, 2012,
 * Cognitive and Behavioral Practice 19(2): 256–264. The wording is the centre's own; their form is not copied.
 */
export const PLAN_HEADINGS = ['signs', 'alone', 'places', 'people', 'professionals', 'safe'] as const;
export type PlanHeading = (typeof PLAN_HEADINGS)[number];
export type PlanBody = Readonly<Partial<Record<PlanHeading, string>>>;

/** As much as stands under one heading, in UTF-16 code units. */
export const LONGEST_HEADING = 300;

export const headingAt = (number: number): PlanHeading | null => PLAN_HEADINGS[number - 1] ?? null;

export const isEmptyPlan = (body: PlanBody): boolean =>
  PLAN_HEADINGS.every((heading) => (body[heading] ?? '').trim() === '');

/** The next heading without words, from 1; null when each has some. */
export function nextHeading(body: PlanBody): number | null {
  const index = PLAN_HEADINGS.findIndex((heading) => (body[heading] ?? '').trim() === '');
  return index < 0 ? null : index + 1;
}
