import type { KnownCounsellor } from './waiting-list-store.ts';
import type { CounsellorGender, Wishes } from './wishes.ts';

/** What the centre has, among which wishes are chosen. */
export type WishOptions = {
  readonly counsellors: readonly Pick<KnownCounsellor, 'staffId' | 'name'>[];
  readonly genders: readonly CounsellorGender[];
  readonly languages: readonly string[];
  readonly topics: readonly string[];
  readonly online: boolean;
};

/** What can be wished for of these counsellors. Pure. */
export function wishOptionsOf(known: readonly KnownCounsellor[]): WishOptions {
  const several = <T>(values: readonly T[]): T[] => [...new Set(values)].sort();
  return {
    counsellors: known.map(({ staffId, name }) => ({ staffId, name })),
    genders: several(known.flatMap(({ gender }) => (gender === null ? [] : [gender]))),
    languages: several(known.flatMap(({ languages }) => languages)),
    topics: several(known.flatMap(({ topics }) => topics)),
    online: known.some(({ online }) => online),
  };
}

type Single = Omit<Wishes, 'weekdays' | 'dayParts'>;

/** Without what the centre does not have, for which one would wait for ever. Pure. */
export function withinReach<Some extends Single>(wishes: Some, options: WishOptions): Some {
  const among = <T>(value: T | null, values: readonly T[]): T | null =>
    value !== null && values.includes(value) ? value : null;
  return {
    ...wishes,
    counsellorId: among(
      wishes.counsellorId,
      options.counsellors.map(({ staffId }) => staffId),
    ),
    gender: among(wishes.gender, options.genders),
    language: among(wishes.language, options.languages),
    topic: among(wishes.topic, options.topics),
    mode: wishes.mode === 'online' && !options.online ? null : wishes.mode,
  };
}

const SINGLE = ['counsellorId', 'gender', 'mode', 'language', 'topic'] as const;

/** Which of the wishes are for what the centre does not have. Pure. */
export function lostWishes(wishes: Wishes, options: WishOptions): (typeof SINGLE)[number][] {
  const left = withinReach(wishes, options);
  return SINGLE.filter((one) => wishes[one] !== left[one]);
}
