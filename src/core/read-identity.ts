/** Who somebody is by the roster: how numbers, names and codes are read. Pure. */

/** Numbers with names and codes, counted together, an address may try so many within a day. */
export const TRIES_OF_ADDRESS = 5;
/** From wherever they come, for one number. */
export const TRIES_OF_NUMBER = 10;
export const TRIES_HOURS = 24;
/** A code that was handed over in person holds beyond these. After so many wrong ones it is dead where they were typed. */
export const SLIPS_OF_ADDRESS = 3;
/** After so many wrong ones, from wherever they come, it is dead for everybody. */
export const SLIPS_OF_CODE = 30;
/** For so long, in minutes, a code can be typed. */
export const IDENTITY_CODE_MINUTES = 15;

const LONGEST_NAME = 40;
const CODES = 1_000_000;
/** What three bytes can hold of whole sets of codes: beyond, some codes would be likelier. */
const EVEN = 16 * CODES;

/** Letters and digits of a student number, as it is compared; null for what cannot be one. */
export function readStudentNumber(text: string): string | null {
  const number = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '');
  return /^[A-Z0-9]{4,24}$/.test(number) && /[0-9]{3}/.test(number) ? number : null;
}

/** A name without the spaces and dots in which writings of it differ; null for what cannot be one. */
export function readPersonName(text: string): string | null {
  const name = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s·•・‧.．'’]/gu, '');
  return name.length > 0 && name.length <= LONGEST_NAME && /^\p{L}+$/u.test(name) ? name : null;
}

export type Claimed = { readonly number: string; readonly name: string };

/** The words of a message, letters and digits apart. */
function claimWords(typed: string): string[] {
  const words = typed
    .normalize('NFKC')
    .replace(/(?:学号|姓名|名字|我叫|我是|student (?:number|id)|name)\s*(?:是|为|is|[:：])?/giu, ' ')
    .split(/[\s,，、;；:：/|]+/u)
    .filter((word) => word !== '');
  return words.flatMap((word) => word.match(/[A-Za-z]*[0-9][A-Za-z0-9]*|[^0-9]+/gu) ?? []);
}

/** A number and a name in one message, in either order; null where it does not hold both. */
export function readClaim(typed: string): Claimed | null {
  const split = claimWords(typed);
  const at = split.findIndex((word) => readStudentNumber(word) !== null);
  const number = readStudentNumber(split[at] ?? '');
  const name = readPersonName(split.filter((_, index) => index !== at).join(''));
  return number === null || name === null ? null : { number, name };
}

const SHORTEST_LONE_NUMBER = 6;
const MOBILE = /^1[3-9]\d{9}$/;

/** The same where nothing asked for it: a message that holds nothing else, and whose number is not likely another's. */
export function readLoneClaim(typed: string): Claimed | null {
  const claimed = readClaim(typed);
  const words = claimWords(typed).map((word) => readStudentNumber(word));
  const standsAtOneEnd = words.length === 2 || words[0] !== null || words.at(-1) !== null;
  if (claimed === null || words.length > 4 || !standsAtOneEnd) return null;
  if (words.length > 2 && !/^[a-z]+$/.test(claimed.name)) return null;
  return claimed.number.length < SHORTEST_LONE_NUMBER || MOBILE.test(claimed.number) ? null : claimed;
}

/** The six digits of a code, however they were spaced; null for what is none. */
export function readIdentityCode(typed: string): string | null {
  const code = typed.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '');
  return /^[0-9]{6}$/.test(code) ? code : null;
}

/** Something that would tell who they are: no such words are kept readable. */
export const namesSomebody = (typed: string): boolean =>
  (typed.normalize('NFKC').match(/[0-9]/g)?.length ?? 0) >= 4 || readClaim(typed) !== null;

/** @param newSecret answers at least 128 random bits, url safe */
export function makeIdentityCode(newSecret: () => string): string {
  for (;;) {
    const value = Buffer.from(newSecret(), 'base64url').readUIntBE(0, 3);
    if (value < EVEN) return String(value % CODES).padStart(6, '0');
  }
}
