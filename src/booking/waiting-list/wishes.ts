import type { MeetingMode, TimeRange } from '../slot.ts';
import { fitsProfile } from '../wish.ts';

export const COUNSELLOR_GENDERS = ['female', 'male'] as const;
export type CounsellorGender = (typeof COUNSELLOR_GENDERS)[number];

export const DAY_PARTS = ['morning', 'afternoon', 'evening'] as const;
export type DayPart = (typeof DAY_PARTS)[number];

/** What somebody who waits would like; null and an empty list stand for “whatever there is”. */
export type Wishes = {
  readonly counsellorId: string | null;
  readonly gender: CounsellorGender | null;
  readonly language: string | null;
  readonly topic: string | null;
  readonly mode: MeetingMode | null;
  /** 1 is Monday. */
  readonly weekdays: readonly number[];
  readonly dayParts: readonly DayPart[];
};

export const NO_WISHES: Wishes = {
  counsellorId: null,
  gender: null,
  language: null,
  topic: null,
  mode: null,
  weekdays: [],
  dayParts: [],
};

/** A free slot together with what is known of its counsellor. */
export type OfferableSlot = TimeRange & {
  readonly staffId: string;
  /** Null online. */
  readonly roomId: string | null;
  readonly mode: MeetingMode;
  readonly gender: CounsellorGender | null;
  readonly languages: readonly string[];
  readonly topics: readonly string[];
  /** 1 is Monday, of the day on which it starts. */
  readonly weekday: number;
  /** Minutes of that day in Asia/Shanghai. */
  readonly minute: number;
};

const NOON = 12 * 60;
const EVENING = 18 * 60;

export function dayPartOf(minute: number): DayPart {
  if (minute < NOON) return 'morning';
  return minute < EVENING ? 'afternoon' : 'evening';
}

/** Whether a slot is what they wish for. Pure. */
export function fitsWishes(wishes: Wishes, slot: OfferableSlot): boolean {
  const { counsellorId, mode, weekdays, dayParts } = wishes;
  return (
    (counsellorId === null || counsellorId === slot.staffId) &&
    fitsProfile(wishes, slot) &&
    (mode === null || mode === slot.mode) &&
    (weekdays.length === 0 || weekdays.includes(slot.weekday)) &&
    (dayParts.length === 0 || dayParts.includes(dayPartOf(slot.minute)))
  );
}
