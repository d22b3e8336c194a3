import { groupBy } from './group-by.ts';
import { MEETING_MODES, type MeetingMode, type Slot } from './slot.ts';

export const GENDERS = ['female', 'male'] as const;

/** What a student looks for; null is 都可以. */
export type Wish = {
  readonly staffId: string | null;
  readonly gender: (typeof GENDERS)[number] | null;
  readonly topic: string | null;
  readonly language: string | null;
  readonly mode: MeetingMode | null;
};

export const ANY: Wish = { staffId: null, gender: null, topic: null, language: null, mode: null };

export const isAny = (wish: Wish): boolean => Object.values(wish).every((part) => part === null);

/** What is known of a counsellor, as far as wishes go. */
export type CounsellorFacts = {
  readonly staffId: string;
  readonly counsellor: string;
  readonly gender: string | null;
  readonly topics: readonly string[];
  readonly languages: readonly string[];
  readonly online: boolean;
  /** Their own words to students. */
  readonly introduction: string | null;
};

/** What students read of a counsellor before they choose. */
export type CounsellorAbout = Pick<
  CounsellorFacts,
  'staffId' | 'counsellor' | 'topics' | 'languages' | 'introduction'
>;

export const aboutOf = ({
  staffId,
  counsellor,
  topics,
  languages,
  introduction,
}: CounsellorFacts): CounsellorAbout => ({ staffId, counsellor, topics, languages, introduction });

/** What can be wished for at this centre: only what would leave somebody to choose. */
export type WishChoices = {
  readonly counsellors: readonly CounsellorAbout[];
  readonly genders: readonly (typeof GENDERS)[number][];
  readonly topics: readonly string[];
  readonly languages: readonly string[];
  readonly modes: readonly MeetingMode[];
};

/** The slots that fit. Nobody is taken for something that their profile does not say. */
export function slotsFor<S extends Slot>(
  wish: Wish,
  slots: readonly S[],
  counsellors: readonly CounsellorFacts[],
): S[] {
  if (isAny(wish)) return [...slots];
  const known = groupBy(counsellors, (one) => one.staffId);
  return slots.filter((slot) => {
    if (wish.staffId !== null && slot.staffId !== wish.staffId) return false;
    if (wish.mode !== null && slot.mode !== wish.mode) return false;
    const facts = known.get(slot.staffId)?.[0];
    if (wish.gender !== null && facts?.gender !== wish.gender) return false;
    if (wish.topic !== null && facts?.topics.includes(wish.topic) !== true) return false;
    return wish.language === null || facts?.languages.includes(wish.language) === true;
  });
}

/** One counsellor, one gender or one language is nothing to choose from. */
export function wishChoices(counsellors: readonly CounsellorFacts[]): WishChoices {
  const several = <T>(values: readonly T[]): readonly T[] => (values.length > 1 ? values : []);
  const all = (read: (one: CounsellorFacts) => readonly string[]): string[] =>
    [...new Set(counsellors.flatMap(read))].sort((a, b) => a.localeCompare(b, 'zh-Hans-CN'));
  return {
    counsellors: several(counsellors.map(aboutOf)),
    genders: several(GENDERS.filter((gender) => counsellors.some((one) => one.gender === gender))),
    topics: all((one) => one.topics),
    languages: several(all((one) => one.languages)),
    modes: counsellors.some((one) => one.online) ? MEETING_MODES : [],
  };
}
