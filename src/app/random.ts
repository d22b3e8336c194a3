import { randomBytes, randomInt, randomUUID } from 'node:crypto';

export const newId = (): string => randomUUID();

/** At least `bytes` random bytes of A-Z, a-z, 0-9, - and _. */
export const newSecret = (bytes: number): string => randomBytes(bytes).toString('base64url');

export const newTag = (): string => randomBytes(4).toString('base64url');

/** Without letters and digits that people take for each other. */
const CODE_ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** A one-time code such as XQ-7K2M9PQA: about 39 bits, good for a day and from one account only. */
export const newCode = (): string =>
  `XQ-${Array.from({ length: 8 }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('')}`;

/** From 0 to below 1; for jitter, never for secrets. */
export const random = (): number => randomInt(2 ** 30) / 2 ** 30;
