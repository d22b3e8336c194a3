import { z } from 'zod';
import { showable } from '../core/clean-text.ts';

export const LONGEST_PLACE_NAME = 80;
const LONGEST: Readonly<Record<PlaceField, number>> = {
  name: LONGEST_PLACE_NAME,
  department: 80,
  phone: 40,
  source: 200,
};

const place = {
  name: z.string().min(1).max(LONGEST.name),
  outside: z.boolean(),
  department: z.string().max(LONGEST.department),
  phone: z.string().max(LONGEST.phone),
  source: z.string().min(1).max(LONGEST.source),
};

/** `config/referral-places.yaml`: hospitals and centres that somebody may be referred to. */
export const referralPlacesSchema = z.strictObject({
  /** True while nobody of the centre has checked them. */
  sample: z.boolean(),
  places: z.array(z.strictObject(place)),
});

export type ReferralPlaces = z.infer<typeof referralPlacesSchema>;
export type ReferralPlace = ReferralPlaces['places'][number];

const keptPlaces = z.array(z.strictObject({ ...place, sample: z.boolean(), off: z.boolean() }));

/** A place as staff keep it. Off: nobody is referred there any more. */
export type KeptPlace = z.infer<typeof keptPlaces>[number];

/** What staff changed wins over the file as a whole; the file is where it begins. Null for what is no such list. */
export function readKeptPlaces(value: unknown): KeptPlace[] | null {
  const read = keptPlaces.safeParse(value);
  return read.success ? read.data : null;
}

export const keptFromFile = ({ sample, places }: ReferralPlaces): KeptPlace[] =>
  places.map((one) => ({ ...one, sample, off: false }));

/** What somebody may choose from. */
export const placesInUse = (kept: readonly KeptPlace[]): ReferralPlaces => {
  const inUse = kept.filter(({ off }) => !off);
  return {
    sample: inUse.some(({ sample }) => sample),
    places: inUse.map(({ sample: _, off: __, ...one }) => one),
  };
};

export type PlaceField = 'name' | 'department' | 'phone' | 'source';
/** As it was typed. */
export type PlaceInput = Readonly<Record<PlaceField | 'outside', string>>;
export type PlaceProblem = {
  readonly field: PlaceField | 'outside';
  readonly code: 'empty' | 'too-long' | 'unshowable' | 'no-phone' | 'taken' | 'unknown';
};

/** Digits with what people write between them; several with a comma or a slash. */
const PHONE = /^\+?[0-9][0-9 ()\-转#]*(?:[,，、/；;]\s*\+?[0-9][0-9 ()\-转#]*)*$/u;

/**
 * A place, or everything that is wrong with it. Pure.
 * @param others names of the other places
 */
export function checkPlace(
  input: PlaceInput,
  others: readonly string[],
):
  | { readonly ok: true; readonly place: ReferralPlace }
  | { readonly ok: false; readonly problems: readonly PlaceProblem[] } {
  const problems: PlaceProblem[] = [];
  const words = (field: PlaceField, needed: boolean): string => {
    const text = input[field].normalize('NFC').trim();
    if (text === '' && needed) problems.push({ field, code: 'empty' });
    else if (text.length > LONGEST[field]) problems.push({ field, code: 'too-long' });
    else if (showable(text) !== text || text.includes('\n')) problems.push({ field, code: 'unshowable' });
    return text;
  };
  const name = words('name', true);
  const department = words('department', false);
  const phone = words('phone', false);
  const source = words('source', true);
  if (name !== '' && others.includes(name)) problems.push({ field: 'name', code: 'taken' });
  if (phone !== '' && !PHONE.test(phone)) problems.push({ field: 'phone', code: 'no-phone' });
  if (input.outside !== 'yes' && input.outside !== 'no') problems.push({ field: 'outside', code: 'unknown' });
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, place: { name, department, phone, source, outside: input.outside === 'yes' } };
}
