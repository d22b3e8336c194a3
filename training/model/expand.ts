/**
 * Sentences from patterns: {a|b|} is one of its parts, <slot> one of the slot's words, both may hold the other.
 * The same pattern and the same random numbers give the same sentence.
 */

export type Slots = Readonly<Record<string, readonly string[]>>;

function pick<Item>(items: readonly Item[], random: () => number): Item | undefined {
  return items[Math.floor(random() * items.length)];
}

/** The parts between the braces that open at `start`, split at bars outside inner braces. */
function readChoice(pattern: string, start: number): { readonly parts: string[]; readonly end: number } {
  const parts: string[] = [];
  let depth = 0;
  let from = start + 1;
  for (let at = start; at < pattern.length; at += 1) {
    const character = pattern[at];
    if (character === '{') depth += 1;
    else if (character === '|' && depth === 1) {
      parts.push(pattern.slice(from, at));
      from = at + 1;
    } else if (character === '}') {
      depth -= 1;
      if (depth === 0) return { parts: [...parts, pattern.slice(from, at)], end: at + 1 };
    }
  }
  throw new Error(`a brace is never closed: ${pattern}`);
}

/** @throws Error when a brace is never closed or a slot is unknown: the files of training/lines are wrong */
export function expandPattern(pattern: string, slots: Slots, random: () => number): string {
  let text = '';
  for (let at = 0; at < pattern.length; ) {
    if (pattern[at] === '{') {
      const { parts, end } = readChoice(pattern, at);
      text += expandPattern(pick(parts, random) ?? '', slots, random);
      at = end;
    } else if (pattern[at] === '<') {
      const end = pattern.indexOf('>', at);
      const word = pick(slots[pattern.slice(at + 1, end)] ?? [], random);
      if (word === undefined) throw new Error(`an unknown slot: ${pattern}`);
      text += expandPattern(word, slots, random);
      at = end + 1;
    } else {
      text += pattern[at];
      at += 1;
    }
  }
  return text;
}
