import type { CounsellorFacts, Wish } from './wish.ts';

/** What students look for in a counsellor, sealed with the key of their address, and what is known of counsellors. */
export interface WishStore {
  /** What was wished for at this address last; {@link ANY} at first. */
  of(addressId: string): Promise<Wish>;
  keep(addressId: string, wish: Wish, now: Date): Promise<void>;
  /** Active counsellors who have an availability rule, by name. */
  counsellors(): Promise<CounsellorFacts[]>;
}
