/** Makes random identifiers (UUID); injected so that pure code stays repeatable in tests. */
export interface IdSource {
  next(): string;
}
