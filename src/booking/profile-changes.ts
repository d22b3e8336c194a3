import { type CounsellorProfile, PROFILE_FIELDS, type ProfileField } from './counsellor-profile.ts';

/** A field of a profile that becomes another one; both as people read them, null for nothing. */
export type ProfileChange = {
  readonly field: ProfileField;
  readonly before: string | null;
  readonly after: string | null;
};

/** A profile with some fields of another one. Pure. */
export const takeOver = (
  known: CounsellorProfile,
  read: CounsellorProfile,
  given: readonly ProfileField[],
): CounsellorProfile => ({
  ...known,
  ...Object.fromEntries(given.map((field) => [field, read[field]])),
});

/** What one profile has and the other has not, or has otherwise. Pure. */
export const changesOf = (before: CounsellorProfile, after: CounsellorProfile): ProfileChange[] =>
  PROFILE_FIELDS.map((field) => ({
    field,
    before: sayField(before, field),
    after: sayField(after, field),
  })).filter((change) => change.before !== change.after);

function sayField(profile: CounsellorProfile, field: ProfileField): string | null {
  const value = profile[field];
  if (field === 'gender' && value !== null) return value === 'female' ? '女' : '男';
  if (typeof value === 'boolean') return value ? '是' : '否';
  const said = Array.isArray(value) ? value.join('、') : String(value ?? '');
  return said === '' ? null : said;
}
