import { mergeScreenings, type Screener } from '../rules.ts';

/** Rules of the centre beside the shipped ones: they can raise what those say and never lower it. */
export function joinScreeners(shipped: Screener, centre: Screener): Screener {
  return {
    ...shipped,
    screen: (text) => mergeScreenings(shipped.screen(text), centre.screen(text)),
    explain: (rule) => shipped.explain(rule) ?? centre.explain(rule),
  };
}
