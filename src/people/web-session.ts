import type { Language } from '../core/language.ts';
import type { Result } from '../core/result.ts';

/** A browser that talks on the student's page. */
export type WebSession = {
  readonly addressId: string;
  readonly contactId: string;
  /** The address's: the conversation speaks it too. */
  readonly language: Language;
  /** The address's clock, where it is another one than the centre's; null where none is known. */
  readonly timeZone: string | null;
  readonly hasPin: boolean;
  /** Lines up to this time are hidden until the PIN is given; null when nothing is hidden. */
  readonly hiddenAt: Date | null;
  /** Lines up to this time are never shown again, not even with a PIN; null when there was no fresh start. */
  readonly freshAt: Date | null;
  readonly lastSeenAt: Date;
};

export interface WebSessionStore {
  /** Makes a new contact, address and session for a browser that carries this secret, in the language it has chosen. */
  create(input: { token: string; now: Date; language?: Language }): Promise<WebSession>;
  find(token: string): Promise<WebSession | null>;
  touch(addressId: string, now: Date): Promise<void>;
  setLanguage(addressId: string, language: Language): Promise<void>;
  /** Hides all that was said until now. */
  hide(addressId: string, now: Date): Promise<void>;
  /**
   * Ends the hiding by giving up the older lines for good, and forgets the PIN. The contact and its case stay: staff
   * lose nothing.
   */
  startFresh(addressId: string, now: Date): Promise<void>;
  setPin(addressId: string, pin: string): Promise<void>;
  /** Shows the older lines again; five wrong tries lock the PIN for ten minutes. */
  unlock(addressId: string, pin: string, now: Date): Promise<Result<null, 'wrong-pin' | 'locked' | 'no-pin'>>;
}
