import { fail, ok, type Result } from '../core/result.ts';

export const GENDERS = ['female', 'male'] as const;
export type Gender = (typeof GENDERS)[number];

/** What a counsellor tells students of themselves, and how much they take on. */
export type CounsellorProfile = {
  readonly staffId: string;
  readonly gender: Gender | null;
  readonly languages: readonly string[];
  readonly topics: readonly string[];
  /** Sees students online at all. */
  readonly online: boolean;
  /** Where they are online: an https address, or the number of a meeting. Read by whoever has an appointment there. */
  readonly onlineAddress: string | null;
  readonly introduction: string | null;
  /** Sessions; null is what the centre has set for everybody. */
  readonly dailyCap: number | null;
  readonly weeklyCap: number | null;
};

export const emptyProfile = (staffId: string): CounsellorProfile => ({
  staffId,
  gender: null,
  languages: [],
  topics: [],
  online: false,
  onlineAddress: null,
  introduction: null,
  dailyCap: null,
  weeklyCap: null,
});

/** A profile as a form or a table has it: everything is text. */
export const PROFILE_FIELDS = [
  'gender',
  'languages',
  'topics',
  'online',
  'onlineAddress',
  'introduction',
  'dailyCap',
  'weeklyCap',
] as const;
export type ProfileField = (typeof PROFILE_FIELDS)[number];
export type ProfileText = Readonly<Record<ProfileField, string>>;
export type ProfileProblem = {
  readonly field: ProfileField;
  readonly code: 'gender' | 'yes-no' | 'number' | 'too-many' | 'too-long' | 'online-address';
};

const GENDER_WORDS: Readonly<Record<string, Gender | null>> = {
  '': null,
  female: 'female',
  女: 'female',
  male: 'male',
  男: 'male',
};

const YES_NO: Readonly<Record<string, boolean>> = { '': false, 否: false, no: false, 是: true, yes: true };

export const readYesNo = (text: string): boolean | null => YES_NO[text.trim().toLowerCase()] ?? null;

const LONGEST_ADDRESS = 300;
/** Fewer digits are no number of a meeting. */
const LEAST_DIGITS = 6;

/** An https address, or a line with the number of a meeting, such as 腾讯会议 123-456-789. Pure. */
export function isOnlineAddress(text: string): boolean {
  if (text.length > LONGEST_ADDRESS || /\p{C}/u.test(text)) return false;
  if (!text.includes('://')) return (text.match(/\d/g) ?? []).length >= LEAST_DIGITS;
  return !/\s/.test(text) && URL.canParse(text) && new URL(text).protocol === 'https:';
}

const MOST = { languages: 12, topics: 20, introduction: 500, word: 40, dailyCap: 20, weeklyCap: 80 } as const;

/** A profile, or everything that is wrong with it. Lists are separated by a comma, 、 or a semicolon. Pure. */
export function readProfile(
  staffId: string,
  text: ProfileText,
): Result<CounsellorProfile, 'wrong'> & { readonly problems: readonly ProfileProblem[] } {
  const problems: ProfileProblem[] = [];
  const refuse = (field: ProfileField, code: ProfileProblem['code']): void =>
    void problems.push({ field, code });
  const list = (field: 'languages' | 'topics'): string[] => {
    const words = [
      ...new Set(
        text[field]
          .normalize('NFC')
          .split(/[,，、;；]/)
          .map((word) => word.trim()),
      ),
    ];
    const filled = words.filter((word) => word !== '');
    if (filled.length > MOST[field]) refuse(field, 'too-many');
    if (filled.some((word) => word.length > MOST.word)) refuse(field, 'too-long');
    return filled;
  };
  const cap = (field: 'dailyCap' | 'weeklyCap'): number | null => {
    if (text[field].trim() === '') return null;
    const number = /^\d{1,2}$/.test(text[field].trim()) ? Number(text[field]) : 0;
    if (number < 1 || number > MOST[field]) refuse(field, 'number');
    return number;
  };
  const gender = GENDER_WORDS[text.gender.trim().toLowerCase()];
  if (gender === undefined) refuse('gender', 'gender');
  const online = readYesNo(text.online);
  if (online === null) refuse('online', 'yes-no');
  const introduction = text.introduction.normalize('NFC').trim();
  if (introduction.length > MOST.introduction) refuse('introduction', 'too-long');
  const onlineAddress = text.onlineAddress.normalize('NFC').trim();
  if (onlineAddress !== '' && !isOnlineAddress(onlineAddress)) refuse('onlineAddress', 'online-address');
  const profile: CounsellorProfile = {
    staffId,
    gender: gender ?? null,
    languages: list('languages'),
    topics: list('topics'),
    online: online ?? false,
    onlineAddress: onlineAddress === '' ? null : onlineAddress,
    introduction: introduction === '' ? null : introduction,
    dailyCap: cap('dailyCap'),
    weeklyCap: cap('weeklyCap'),
  };
  return problems.length > 0 ? { ...fail('wrong'), problems } : { ...ok(profile), problems };
}
