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

/**
 * What a page that was opened earlier would change: only headings whose words differ from those that stood on it. `clash`
 * names those that read otherwise by now, with neither side's words. Pure.
 * @param wholly also what was not touched has to stand as it was seen: the plan is about to be given
 */
export function changedSince(
  typed: PlanBody,
  was: PlanBody,
  now: PlanBody,
  wholly: boolean,
): { readonly changes: PlanBody; readonly clash: readonly PlanHeading[] } {
  const at = (body: PlanBody, heading: PlanHeading): string => body[heading] ?? '';
  const touched = PLAN_HEADINGS.filter((heading) => at(typed, heading) !== at(was, heading));
  const clash = PLAN_HEADINGS.filter(
    (heading) =>
      at(now, heading) !== at(was, heading) &&
      at(now, heading) !== at(typed, heading) &&
      (wholly || touched.includes(heading)),
  );
  return { changes: Object.fromEntries(touched.map((heading) => [heading, at(typed, heading)])), clash };
}
