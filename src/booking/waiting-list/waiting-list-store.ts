import type { Result } from '../../core/result.ts';
import type { TimeRange } from '../slot.ts';
import type { OpenOffer, SlotMark } from './decide-offers.ts';
import type { CounsellorGender, OfferableSlot, Wishes } from './wishes.ts';

export type EntryStatus = 'waiting' | 'booked' | 'left' | 'removed';
export type OfferOutcome = 'accepted' | 'declined' | 'expired' | 'withdrawn';

export type WaitingEntry = {
  readonly id: string;
  /** What student and staff call it by. */
  readonly number: number;
  readonly contactId: string;
  readonly addressId: string;
  readonly wishes: Wishes;
  readonly joinedAt: Date;
  readonly urgentAt: Date | null;
  /** Since when some of the wishes could be fulfilled by nobody; null again once they say others. */
  readonly wishesLostAt: Date | null;
};

export type SlotOffer = OpenOffer & {
  readonly counsellor: string;
  readonly room: string | null;
  readonly offeredAt: Date;
  readonly outcome: OfferOutcome | null;
};

/** Where somebody stands, as they may hear it. */
export type WaitingPlace = {
  readonly entry: WaitingEntry;
  /** How many are in front of them. */
  readonly ahead: number;
  readonly offer: SlotOffer | null;
};

/** What the console shows of one who waits: nobody's name. */
export type WaitingRow = {
  readonly entryId: string;
  readonly number: number;
  readonly wishes: Wishes;
  readonly joinedAt: Date;
  readonly urgentAt: Date | null;
  readonly urgentBy: string | null;
  readonly urgentReason: string | null;
  readonly wishesLostAt: Date | null;
  readonly offers: readonly SlotOffer[];
};

/** Somebody that a student may wish for. */
export type KnownCounsellor = {
  readonly staffId: string;
  readonly name: string;
  readonly gender: CounsellorGender | null;
  readonly languages: readonly string[];
  readonly topics: readonly string[];
  /** Sees students online too. */
  readonly online: boolean;
};

/** Everything that a round decides from, read while nobody books. */
export type WaitingLine = {
  readonly entries: readonly (WaitingEntry & {
    readonly busy: readonly TimeRange[];
    readonly offeredBefore: readonly SlotMark[];
    readonly canBeAsked: boolean;
  })[];
  readonly openOffers: readonly SlotOffer[];
};

/** What somebody has to hear about an offer. */
export type OfferNews = {
  readonly offer: SlotOffer;
  readonly contactId: string;
  readonly addressId: string;
  /** `offered` while it stands. */
  readonly news: 'offered' | 'expired' | 'withdrawn';
};

export type StaffDecision = {
  readonly entryId: string;
  readonly staffId: string;
  readonly reason: string;
  readonly now: Date;
};

/**
 * The waiting list. `now` is the database's time as the caller read it. What a student does here first waits for a
 * round that is under way, and the other way round: {@link lockForBooking}.
 */
export interface WaitingListStore {
  /** Whether anybody waits, or any offer stands. */
  hasWork(): Promise<boolean>;
  /**
   * Lets one round at a time decide while nobody books; false when another one is at it. Held until the transaction
   * ends.
   */
  lockForRound(): Promise<boolean>;
  /**
   * The same for whoever is about to free or to take a time: waits, while others book or decide, instead of leaving it to
   * them. Comes before any lock on rows of bookings. Held until the transaction ends.
   */
  lockForDeciding(): Promise<void>;
  /** Waits for a round that decides; comes before any lock on rows of bookings. Held until the transaction ends. */
  lockForBooking(): Promise<void>;
  /**
   * Ends the waiting of those who have booked since they joined, and their offers with it; answers how many. Of one
   * contact alone where it is named.
   */
  settleBooked(now: Date, contactId?: string): Promise<number>;
  readLine(now: Date): Promise<WaitingLine>;
  addOffer(offer: {
    readonly id: string;
    readonly entryId: string;
    readonly slot: OfferableSlot;
    readonly now: Date;
    readonly expiresAt: Date;
  }): Promise<boolean>;
  /** Ends an offer that stands; false when it was over already. */
  endOffer(offerId: string, outcome: 'expired' | 'withdrawn', now: Date): Promise<boolean>;
  /** Ids of offers about which somebody has to hear something; those that stand only where somebody may be asked now. */
  untold(limit: number, mayAsk: boolean): Promise<string[]>;
  /** Notes that some wishes of this entry can be fulfilled by nobody; anew where they were told of earlier ones. */
  noteLostWishes(entryId: string, now: Date): Promise<void>;
  /** Ids of entries that are to hear that some of their wishes can be fulfilled by nobody. */
  untoldWishes(limit: number): Promise<string[]>;
  /** Locks an entry of which {@link untoldWishes} spoke; null once it was told, or waits no more. */
  claimLostWishes(entryId: string): Promise<WaitingEntry | null>;
  /** Keeps what is left of the wishes of an entry; `told` is null where nothing had to be said after all. */
  settleLostWishes(entryId: string, wishes: Wishes, told: Date | null): Promise<void>;
  /** Where whoever waits by this entry joined. */
  addressOfEntry(entryId: string): Promise<string | null>;
  /** Where whoever the offer is for is told of it. */
  addressOf(offerId: string): Promise<string | null>;
  /** Claims what is to be told about an offer; null when nothing is, or it stands and nobody may be asked now, or holds it by themselves. */
  claimNews(offerId: string, now: Date, mayAsk: boolean): Promise<OfferNews | null>;

  join(entry: {
    readonly id: string;
    readonly contactId: string;
    readonly addressId: string;
    readonly wishes: Wishes;
    readonly now: Date;
  }): Promise<void>;
  /** False where they do not wait. */
  changeWishes(contactId: string, wishes: Wishes): Promise<boolean>;
  leave(contactId: string, now: Date): Promise<boolean>;
  placeOf(contactId: string, now: Date): Promise<WaitingPlace | null>;
  /** An offer to this person; null for everybody else's. */
  findOffer(offerId: string, contactId: string): Promise<SlotOffer | null>;
  /**
   * They take it and have until then to confirm; fails when it is over. The same twice is once. What ends sooner is prolonged,
   * once, and not for whoever has that time held already.
   */
  takeOffer(
    offerId: string,
    contactId: string,
    now: Date,
    heldUntil: Date,
  ): Promise<Result<SlotOffer, 'over'>>;
  declineOffer(offerId: string, contactId: string, now: Date): Promise<boolean>;
  counsellors(): Promise<KnownCounsellor[]>;

  list(now: Date): Promise<WaitingRow[]>;
  /** False where nobody waits by this id. */
  setUrgent(input: StaffDecision & { readonly urgent: boolean }): Promise<boolean>;
  /** Answers who waits no more; null where nobody waited by this id. */
  remove(input: StaffDecision): Promise<Pick<WaitingEntry, 'addressId' | 'number'> | null>;
}
