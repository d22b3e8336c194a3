import { addMs, hoursMs, minutesMs } from '../core/clock.ts';
import type { HandoffCase } from './case.ts';

/** What may be looked at: one at a time, so that no more is shown than is needed. */
export const GLASS_PARTS = ['identity', 'words'] as const;
export type GlassPart = (typeof GLASS_PARTS)[number];
export const isGlassPart = (text: string): text is GlassPart =>
  (GLASS_PARTS as readonly string[]).includes(text);

/** Legal grounds, by article. Source: the laws and the code of ethics themselves, as docs/sources.md names them. */
export const GLASS_GROUNDS = [
  'mental-health-law-28',
  'pipl-13-4',
  'ethics-3-2',
  'ethics-3-3',
  'minors-law-11',
  'domestic-violence-law-14',
] as const;
export type GlassGround = (typeof GLASS_GROUNDS)[number];
export const isGlassGround = (text: string): text is GlassGround =>
  (GLASS_GROUNDS as readonly string[]).includes(text);

export const LOOK_MINUTES = 60;
export const REASON_HOURS = 24;
/** Reminded so long before the reason is due, in hours. */
export const REMIND_BEFORE_HOURS = 4;

/** Somebody who looked, or may look now. */
export type BreakGlass = {
  readonly id: string;
  readonly caseId: string;
  readonly staffId: string;
  readonly what: GlassPart;
  readonly openedAt: Date;
  readonly expiresAt: Date;
  readonly ground: GlassGround | null;
  readonly reason: string | null;
  readonly reasonAt: Date | null;
  /** Null where the reason was given at once. */
  readonly reasonDueAt: Date | null;
  /** When something is due by itself: a reminder, then the telling that it is overdue. */
  readonly remindAt: Date | null;
  readonly overdueToldAt: Date | null;
};

/** Whether the look may begin without its reason: nobody is in danger by waiting for one about a case that has ended. Pure. */
export const mayOweReason = ({ level, status }: Pick<HandoffCase, 'level' | 'status'>): boolean =>
  level === 'imminent' && status !== 'closed';

export const lookUntil = (now: Date): Date => addMs(now, minutesMs(LOOK_MINUTES));

export const reasonDue = (now: Date): { dueAt: Date; remindAt: Date } => ({
  dueAt: addMs(now, hoursMs(REASON_HOURS)),
  remindAt: addMs(now, hoursMs(REASON_HOURS - REMIND_BEFORE_HOURS)),
});

/** What is due of a reason that is owed: first a reminder, at last it is told. Pure. */
export function nextOfOwed(one: BreakGlass, now: Date): 'none' | 'remind' | 'overdue' {
  if (one.reasonAt !== null || one.reasonDueAt === null || one.overdueToldAt !== null) return 'none';
  if (one.reasonDueAt <= now) return 'overdue';
  return one.remindAt !== null && one.remindAt <= now ? 'remind' : 'none';
}
