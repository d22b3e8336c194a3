import { type EscalationPolicy, plainCollege } from './policy.ts';

/** More than these are a list that nobody in a crisis reads: then the name is typed. */
const MOST_OFFERED = 12;
/** As long as the name of a college is kept. */
const LONGEST = 80;

/** The colleges that the policy calls somebody else for. */
const namedColleges = ({ policies }: EscalationPolicy): readonly string[] =>
  policies.flatMap(({ colleges }) => colleges);

/** Those that can be tapped. Pure. */
export function offeredColleges(policy: EscalationPolicy): readonly string[] {
  const named = namedColleges(policy);
  return named.length <= MOST_OFFERED ? named : [];
}

/** Stands for a name in what a tap brings back, which may hold few bytes; it outlives a change of the list. Pure. */
export function collegeTag(name: string): string {
  // FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/
  let hash = 0x811c9dc5;
  for (const character of plainCollege(name)) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return `c${hash.toString(36)}`;
}

/** The college that was tapped; null where the policy names it no more. Pure. */
export const collegeOfTag = (policy: EscalationPolicy, tag: string): string | null =>
  namedColleges(policy).find((name) => collegeTag(name) === tag) ?? null;

/** The college that typed words name: as the policy writes it where they hold its name, else as they stand. Pure. */
export function collegeIn(policy: EscalationPolicy, typed: string): string {
  const words = plainCollege(typed);
  const held = namedColleges(policy).filter((name) => words.includes(plainCollege(name)));
  const longest = held.sort((a, b) => b.length - a.length)[0];
  return longest ?? [...typed.replace(/\s+/gu, ' ').trim()].slice(0, LONGEST / 2).join('');
}
