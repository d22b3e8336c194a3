/** What a run leaves behind, as data: what people wrote, what the rows say, and what arrived at the fake platforms. */

/** Crisis words that somebody wrote; the key is the one that the platform gave the update. */
export type Crisis = { readonly key: string; readonly person: string };

/** A stored update. */
export type TakenUpdate = { readonly key: string; readonly person: string; readonly done: boolean };

/** Of a case's events those that say who has it; ids of staff. */
export type OwningEvent =
  | { readonly kind: 'acknowledged' | 'left'; readonly staffId: string }
  /** It went on with the owner of before, or with nobody. */
  | { readonly kind: 'resumed'; readonly staffId: string | null }
  /** Whoever has it gave no sign, and others may take it; written in each round of calls while that lasts. */
  | { readonly kind: 'silent-owner' | 'both-silent'; readonly staffId: string | null }
  | { readonly kind: 'transferred'; readonly staffId: string; readonly toStaffId: string };

export type CaseFact = {
  readonly number: number;
  readonly person: string;
  readonly status: string;
  /** What happened to who has it, in the order in which it was written down. */
  readonly owning: readonly OwningEvent[];
  /** The page by which a responder heard of it first: the arrival's id; null when none arrived. */
  readonly page: string | null;
};

/** A message that must go out. */
export type Row = {
  readonly id: string;
  readonly person: string;
  readonly lane: string;
  readonly seq: number;
  readonly status: string;
  readonly errorCode: string | null;
  /** What the message is for: the first word of its dedupe key. */
  readonly kind: string;
  /** The id that the platform gave it; null where it gives none. */
  readonly arrival: string | null;
  /** By the clock that deadlines follow, in ms. */
  readonly writtenAt: number;
  /** False for a page of our own, where the row itself is what is shown. */
  readonly travels: boolean;
};

/** A message as somebody has it on their screen, in the order of arriving. */
export type Arrival = { readonly id: string; readonly person: string; readonly text: string };

export type History = {
  readonly crises: readonly Crisis[];
  readonly updates: readonly TakenUpdate[];
  readonly cases: readonly CaseFact[];
  readonly rows: readonly Row[];
  readonly arrivals: readonly Arrival[];
  /** Processes and datastores that were killed: what was under way then may come twice. */
  readonly kills: number;
};

/** What the story allows. */
export type Expectation = {
  /** Kinds of messages that may come; every other one fails. */
  readonly kinds: readonly string[];
  /** What is said without a row, while the database is away. */
  readonly besideRows?: RegExp;
  /** Nobody may be left without an owner. */
  readonly allTaken: boolean;
  /** So many cases must each person have who wrote words of crisis. */
  readonly casesEach?: number;
  /** People whose messages may fail: they have blocked the bot, or their channel is dead. */
  readonly unreachable?: readonly string[];
};
