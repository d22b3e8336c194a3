import type { Hotline } from './flow.ts';

/** Hotlines that have a number, as lines of a message, those for an emergency first; the first `count` of them. */
export function hotlineLines(hotlines: readonly Hotline[], count: number = hotlines.length): string {
  const dialable = hotlines.filter((hotline) => !hotline.placeholder);
  const ordered = [
    ...dialable.filter((hotline) => hotline.imminent),
    ...dialable.filter((hotline) => !hotline.imminent),
  ];
  return ordered
    .slice(0, count)
    .map(({ name, number, hours }) => `${name} ${number} · ${hours}`)
    .join('\n');
}
