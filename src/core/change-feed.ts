/**
 * What changed, never what it says: `case`, `address:<id>`, `staff:<id>`, `override`, `part`, `voice:<bot>`.
 * `seq` grows; after a gap a reader asks for everything since the last one it saw.
 */
export type Change = { readonly seq: number; readonly topic: string };

export interface ChangeFeed {
  /** Calls back for every change to one of these topics after `since` (null: from now on); returns how to end it. */
  follow(topics: readonly string[], since: number | null, onChange: (change: Change) => void): () => void;
}
