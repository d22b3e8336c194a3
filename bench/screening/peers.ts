import { AhoCorasick } from '@monyone/aho-corasick';
import { AhoCorasick as DoubleArray } from '@monyone/aho-corasick/fast';
import FastScanner from 'fastscan';
import { Mint } from 'mint-filter';
import { buildMatcher } from '../../src/keywords/matcher.ts';

/** A library that finds plain forms in a text, with nothing around it. */
export type Peer = {
  readonly name: string;
  /** What the clock runs for. */
  match(text: string): unknown;
  /** The forms that it reports, sorted; with their offsets where it tells those. */
  report(text: string): readonly string[];
  /** Which of all matches it reports: mint-filter goes on behind each one, and tells no offsets. */
  readonly tells: 'all matches' | 'some of the words';
  /** What the name of the package imports. */
  readonly isMain: boolean;
};

const at = (start: number, word: string): string => `${word}@${start}`;

export function buildPeers(forms: readonly string[]): Peer[] {
  const maps = new AhoCorasick([...forms]);
  const doubleArray = new DoubleArray([...forms]);
  const fastscan = new FastScanner(forms);
  const mint = new Mint([...forms]);
  return [
    {
      name: '@monyone/aho-corasick',
      match: (text) => maps.matchInText(text),
      report: (text) =>
        maps
          .matchInText(text)
          .map(({ begin, keyword }) => at(begin, keyword))
          .sort(),
      tells: 'all matches',
      isMain: true,
    },
    {
      name: '@monyone/aho-corasick/fast',
      match: (text) => doubleArray.matchInText(text),
      report: (text) =>
        doubleArray
          .matchInText(text)
          .map(({ begin, keyword }) => at(begin, keyword))
          .sort(),
      tells: 'all matches',
      isMain: false,
    },
    {
      name: 'fastscan',
      match: (text) => fastscan.search(text),
      report: (text) =>
        fastscan
          .search(text)
          .map(([start, word]) => at(start, word))
          .sort(),
      tells: 'all matches',
      isMain: true,
    },
    {
      name: 'mint-filter',
      match: (text) => mint.filter(text, { replace: false }),
      report: (text) => mint.filter(text, { replace: false }).words.sort(),
      tells: 'some of the words',
      isMain: true,
    },
  ];
}

/** The same by our matcher alone: every match with its offset. */
export function buildOwn(forms: readonly string[]): (text: string) => readonly string[] {
  const matcher = buildMatcher(forms);
  return (text) => {
    const found: string[] = [];
    const units = Uint16Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
    matcher.scan(units, units.length, (index, end) => {
      const form = forms[index] ?? '';
      found.push(at(end - form.length, form));
    });
    return found.sort();
  };
}

/** @throws when a peer finds anything else than we do: a race against something that misses matches says nothing */
export function checkPeers(peers: readonly Peer[], forms: readonly string[], texts: readonly string[]): void {
  const own = buildOwn(forms);
  for (const text of texts) {
    const ours = own(text);
    for (const { name, report, tells } of peers) {
      const theirs = report(text);
      const same =
        tells === 'all matches'
          ? theirs.join() === ours.join()
          : theirs.every((word) => ours.some((match) => match.startsWith(`${word}@`))) &&
            theirs.length > 0 === ours.length > 0;
      if (!same) throw new Error(`${name} finds ${theirs.length} matches where we find ${ours.length}`);
    }
  }
}
