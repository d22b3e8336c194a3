import type { Normalised } from '../normalise.ts';
import type { Spans } from '../spans.ts';
import { addSpan } from '../spans.ts';

/** What stands between quotation marks and between title marks: found by marks, not by words. */
export type Quotations = { readonly quoted: Spans; readonly titled: Spans };

/** Marks around words of somebody else, and around titles. Single ones are left out: an apostrophe looks the same. */
const pairs: ReadonlyArray<readonly [string, string, 'quoted' | 'titled']> = [
  ['“', '”', 'quoted'],
  ['「', '」', 'quoted'],
  ['『', '』', 'quoted'],
  ['«', '»', 'quoted'],
  ['"', '"', 'quoted'],
  ['＂', '＂', 'quoted'],
  ['《', '》', 'titled'],
  ['〈', '〉', 'titled'],
];

/** Longer ones are a text of their own, and would make every look at a quotation long. In characters. */
const longestQuotation = 200;

type Kind = { readonly pair: number; readonly opens: boolean; readonly closes: boolean };

const kinds: ReadonlyMap<number, Kind> = new Map(
  pairs.flatMap(([open, close], pair): Array<readonly [number, Kind]> => {
    if (open === close) return [[open.charCodeAt(0), { pair, opens: true, closes: true }]];
    return [
      [open.charCodeAt(0), { pair, opens: true, closes: false }],
      [close.charCodeAt(0), { pair, opens: false, closes: true }],
    ];
  }),
);

/**
 * Adds what stands between quotation marks and title marks of the original, as spans of the normalised text. Marks around
 * the whole text say nothing about it and are left out. One pass over the original.
 */
export function markQuotes(original: string, text: Normalised, spans: Quotations): void {
  const opened = pairs.map(() => -1);
  let unit = 0;
  for (let at = 0; at < original.length; at += 1) {
    const kind = kinds.get(original.charCodeAt(at));
    if (kind === undefined) continue;
    while (unit < text.length && (text.starts[unit] ?? 0) < at) unit += 1;
    const from = opened[kind.pair] ?? -1;
    if (kind.closes && from >= 0) {
      opened[kind.pair] = -1;
      const target = spans[pairs[kind.pair]?.[2] ?? 'quoted'];
      const length = unit - from;
      if (length > 0 && length < text.length && length <= longestQuotation) addSpan(target, from, unit);
    } else if (kind.opens) opened[kind.pair] = unit;
  }
}
