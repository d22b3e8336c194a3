import { OUTCOMES, type Outcome } from '../case.ts';
import type { SightProblem } from './sight.ts';

/** The classes of the register; 误报/无风险 enters no list. */
export type RegisterClass = Exclude<Outcome, 'false-alarm'>;
export const REGISTER_CLASSES = OUTCOMES.filter((one): one is RegisterClass => one !== 'false-alarm');

export const entersRegister = (outcome: Outcome): outcome is RegisterClass => outcome !== 'false-alarm';

/** A new ending never makes light of an earlier one: only a person lowers a class, with a reason. */
export const graver = (a: RegisterClass, b: RegisterClass): RegisterClass =>
  REGISTER_CLASSES.indexOf(a) >= REGISTER_CLASSES.indexOf(b) ? a : b;

/** Whom a person may have informed: 学院学工负责人, 中心主任, 家长, 医院, 110/120, 保卫处, somebody else. */
export const PARTIES = [
  'college-head',
  'centre-head',
  'family',
  'hospital',
  'emergency',
  'security',
  'other',
] as const;
export type Party = (typeof PARTIES)[number];
export const isParty = (text: string): text is Party => (PARTIES as readonly string[]).includes(text);

/**
 * On what ground: consent (个人信息保护法 14, 23, 29), an emergency of life (13(4)), danger to self or others as the
 * exception from confidentiality (中国心理学会伦理守则 3.2), harm to a minor (伦理守则 3.2, 未成年人保护法 11, 反家庭暴力法 14),
 * a suspected patient about to do harm (精神卫生法 28), what the law demands (伦理守则 3.2, 3.3).
 */
export const GROUNDS = [
  'consent',
  'life',
  'danger',
  'minor-harmed',
  'mental-health-law-28',
  'legal-demand',
] as const;
export type Ground = (typeof GROUNDS)[number];
export const isGround = (text: string): text is Ground => (GROUNDS as readonly string[]).includes(text);

/** Somebody was informed, by a person; the program informs nobody. */
export type Informed = {
  readonly party: Party;
  readonly at: Date;
  /** Who did it. */
  readonly staffId: string;
  readonly ground: Ground;
  /** Whom exactly, how, what was said; empty for nothing. Sealed with the key of the case. */
  readonly detail: string;
};

export type Closing = {
  readonly outcome: Outcome;
  /** Only the case's owner reads it. */
  readonly note: string;
  /** Empty: nobody was informed, as the one who closes it says. */
  readonly informed: readonly Informed[];
  /** Null where nothing follows: for a false alarm. */
  readonly plan: { readonly ownerId: string; readonly dates: readonly string[] } | null;
};

export const MOST_INFORMED = 6;
export const MOST_CHECKS = 12;
export const LONGEST_DETAIL = 300;

export type ClosingProblem =
  | 'no-plan'
  | 'no-date'
  | 'wrong-date'
  | 'too-many-dates'
  | 'unknown-owner'
  | 'informed-later'
  | 'unknown-informer'
  | 'no-detail'
  | SightProblem;

export type InformedProblem = Extract<ClosingProblem, 'informed-later' | 'unknown-informer' | 'no-detail'>;

/** What is wrong with what is said of those who were informed. Pure. */
export function checkInformed(
  informed: readonly Informed[],
  staffIds: readonly string[],
  now: Date,
): InformedProblem[] {
  return informed.flatMap((one) => [
    ...(one.at > now ? (['informed-later'] as const) : []),
    ...(staffIds.includes(one.staffId) ? [] : (['unknown-informer'] as const)),
    ...(one.party === 'other' && one.detail.trim() === '' ? (['no-detail'] as const) : []),
  ]);
}

/**
 * What is wrong with an ending before anything is written. Pure.
 * @param today the centre's day, as 2026-11-23
 */
export function checkClosing(
  closing: Closing,
  known: { readonly owners: readonly string[]; readonly staff: readonly string[] },
  now: Date,
  today: string,
): ClosingProblem[] {
  const problems: ClosingProblem[] = checkInformed(closing.informed, known.staff, now);
  if (!entersRegister(closing.outcome)) return problems;
  const { plan } = closing;
  if (plan === null) return [...problems, 'no-plan'];
  if (!known.owners.includes(plan.ownerId)) problems.push('unknown-owner');
  if (plan.dates.length === 0) problems.push('no-date');
  if (plan.dates.length > MOST_CHECKS) problems.push('too-many-dates');
  if (plan.dates.some((date) => !isCheckDay(date, today))) problems.push('wrong-date');
  return problems;
}

const FURTHEST_YEARS = 2;

/** A day that is in the calendar, from today on and not further than two years off. */
export function isCheckDay(date: string, today: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return false;
  const at = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== date) return false;
  return date >= today && Number(date.slice(0, 4)) <= Number(today.slice(0, 4)) + FURTHEST_YEARS;
}
