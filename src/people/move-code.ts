/** Without letters and digits that people take for each other. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const LENGTH = 8;
/** Bytes from here on would make some letters likelier than others. */
const EVEN = 256 - (256 % ALPHABET.length);

/** For so long, in minutes, a code can be typed. */
export const CODE_MINUTES = 10;

/** A code that a person can type on another device: about 40 bits. `newSecret` answers at least 128 random bits, url safe. */
export function makeMoveCode(newSecret: () => string): string {
  let code = '';
  while (code.length < LENGTH) {
    for (const byte of Buffer.from(newSecret(), 'base64url')) {
      if (byte < EVEN && code.length < LENGTH) code += ALPHABET[byte % ALPHABET.length];
    }
  }
  return code;
}

/** In two halves, as it is read out. */
export const showMoveCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** What was typed, however it was spaced; null for what is no code. */
export function readMoveCode(typed: string): string | null {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}·.]/gu, '');
  return code.length === LENGTH && [...code].every((letter) => ALPHABET.includes(letter)) ? code : null;
}
