/** Enough of an id to tell a staff apart; a button has no room for two whole ones. */
const LENGTH = 8;

export const shortId = (staffId: string): string => staffId.slice(0, LENGTH);

/** Whom a button names; null for nobody of these. */
export const findByShortId = <Person extends { readonly staffId: string }>(
  people: readonly Person[],
  short: string,
): Person | null => people.find(({ staffId }) => short !== '' && shortId(staffId) === short) ?? null;
