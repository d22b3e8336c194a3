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

/**
 * Whether a counsellor is what is wished for, while booking as on the waiting list. Nobody is taken for something that
 * their profile does not say.
 */
export const fitsProfile = (
  { gender, topic, language }: Pick<Wish, 'gender' | 'topic' | 'language'>,
  facts: Pick<CounsellorFacts, 'gender' | 'topics' | 'languages'> | undefined,
): boolean =>
  (gender === null || facts?.gender === gender) &&
  (topic === null || facts?.topics.includes(topic) === true) &&
  (language === null || facts?.languages.includes(language) === true);

/** Tells of a slot whether it is what is wished for. */
export function fitsWish(
  wish: Wish,
  counsellors: readonly CounsellorFacts[],
): (slot: Pick<Slot, 'staffId' | 'mode'>) => boolean {
  const known = groupBy(counsellors, (one) => one.staffId);
  return ({ staffId, mode }) =>
    (wish.staffId === null || staffId === wish.staffId) &&
    (wish.mode === null || mode === wish.mode) &&
    fitsProfile(wish, known.get(staffId)?.[0]);
}

/** One counsellor, one gender or one language is nothing to choose from; one that is wished for is there to be given up. */
export function wishChoices(counsellors: readonly CounsellorFacts[], wish: Wish = ANY): WishChoices {
  const several = <T>(values: readonly T[], isWished: (value: T) => boolean): readonly T[] =>
    values.length > 1 || values.some(isWished) ? values : [];
  const all = (read: (one: CounsellorFacts) => readonly string[]): string[] =>
    [...new Set(counsellors.flatMap(read))].sort((a, b) => a.localeCompare(b, 'zh-Hans-CN'));
  const genders = GENDERS.filter((gender) => counsellors.some((one) => one.gender === gender));
  const modes = counsellors.some((one) => one.online) ? MEETING_MODES : (['on-site'] as const);
  return {
    counsellors: several(counsellors.map(aboutOf), ({ staffId }) => staffId === wish.staffId),
    genders: several(genders, (gender) => gender === wish.gender),
    topics: all((one) => one.topics),
    languages: several(
      all((one) => one.languages),
      (language) => language === wish.language,
    ),
    modes: several<MeetingMode>(modes, (mode) => mode === wish.mode),
  };
}

/**
 * What of a wish somebody can still fulfil, and what nobody can any more (the counsellor sees nobody, no profile says it);
 * null where nothing of it is lost. A wish that is not among the choices would rule unseen. Pure.
 */
export function stillOffered(
  wish: Wish,
  counsellors: readonly CounsellorFacts[],
): { readonly wish: Wish; readonly lost: Wish | null } {
  const choices = wishChoices(counsellors, wish);
  const offered: { readonly [Part in keyof Wish]: readonly Wish[Part][] } = {
    staffId: choices.counsellors.map(({ staffId }) => staffId),
    gender: choices.genders,
    topic: choices.topics,
    language: choices.languages,
    mode: choices.modes,
  };
  const lostPart = <Part extends keyof Wish>(of: Part): Wish[Part] | null =>
    offered[of].includes(wish[of]) ? null : wish[of];
  const lost: Wish = {
    staffId: lostPart('staffId'),
    gender: lostPart('gender'),
    topic: lostPart('topic'),
    language: lostPart('language'),
    mode: lostPart('mode'),
  };
  return isAny(lost) ? { wish, lost: null } : { wish: withoutLost(wish, lost), lost };
}

export const withoutLost = (wish: Wish, lost: Wish): Wish => ({
  staffId: lost.staffId === null ? wish.staffId : null,
  gender: lost.gender === null ? wish.gender : null,
  topic: lost.topic === null ? wish.topic : null,
  language: lost.language === null ? wish.language : null,
  mode: lost.mode === null ? wish.mode : null,
});
