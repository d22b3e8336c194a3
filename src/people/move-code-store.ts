/** Codes by which somebody goes on in another browser, and how often they were tried. Kept as hashes. */
export interface MoveCodeStore {
  /** A new one takes the place of those that this address was given before. */
  make(input: { code: string; addressId: string; now: Date; expiresAt: Date }): Promise<void>;
  /**
   * Notes a try, and says whether it counts: from one browser only a few do within ten minutes, and from all together
   * not many. One after another, so that nobody gets more by asking at once.
   */
  mayTry(browser: string, now: Date): Promise<boolean>;
  /** Whose code it is, while it can be used; consumes nothing. */
  find(code: string, now: Date): Promise<string | null>;
  /** Consumes it; false where somebody else has. */
  use(code: string, now: Date): Promise<boolean>;
}

/** Within {@link TRIES_MINUTES}; whoever mistypes more often asks for a new code. */
export const TRIES_OF_ONE = 5;
/** Of all browsers together: with a handful of codes open, guessing one would take thousands of years. */
export const TRIES_OF_ALL = 300;
export const TRIES_MINUTES = 10;
