declare module 'fastscan' {
  export default class FastScanner {
    constructor(words: readonly string[]);
    /** Offset and word of every match. */
    search(text: string): [number, string][];
  }
}
