import { syllableRuns } from './syllable-table.ts';

/** Numbers for how a character or a piece of Latin writing sounds. */
export type Sounds = {
  /** Number of the toneless syllable of each UTF-16 unit; 0 where it has none. */
  readonly ofUnit: Uint16Array;
  /** By syllable or initial: its number, from 1. */
  readonly numbers: ReadonlyMap<string, number>;
  /** By number: the class of sounds that speakers and keyboards mix up (zh and z, n and l, ing and in), from 1. */
  readonly classes: Uint16Array;
  readonly classCount: number;
};

/** What many speakers do not tell apart, and so type for each other. */
function blur(syllable: string): string {
  return syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^n(?=.)/, 'l')
    .replace(/ng$/, 'n');
}

export const initials = 'b p m f d t n l g k h j q x z c s r y w zh ch sh'.split(' ');

/** The key of an initial in `numbers`: "s" alone is no syllable, and "e" alone is one. */
export const initialKey = (initial: string): string => `${initial}-`;

function readRuns(ofUnit: Uint16Array, numbers: Map<string, number>): void {
  for (const [, syllable = '', characters = ''] of syllableRuns.matchAll(/([a-z]+)([^a-z]+)/g)) {
    const number = numbers.get(syllable) ?? numbers.size + 1;
    numbers.set(syllable, number);
    for (let at = 0; at < characters.length; at += 1) ofUnit[characters.charCodeAt(at)] = number;
  }
}

/** Reads the table of syllables; done once at a start. */
export function readSounds(): Sounds {
  const ofUnit = new Uint16Array(65536);
  const numbers = new Map<string, number>();
  readRuns(ofUnit, numbers);
  for (const initial of initials) numbers.set(initialKey(initial), numbers.size + 1);
  const classNumbers = new Map<string, number>();
  const classes = new Uint16Array(numbers.size + 1);
  for (const [name, number] of numbers) {
    const blurred = name.endsWith('-') ? name.replace('h-', name === 'h-' ? 'h-' : '-') : blur(name);
    const known = classNumbers.get(blurred) ?? classNumbers.size + 1;
    classNumbers.set(blurred, known);
    classes[number] = known;
  }
  return { ofUnit, numbers, classes, classCount: classNumbers.size };
}

/** The initial that a syllable begins with: "sh" of "sha"; empty for "an". */
export function initialOf(syllable: string): string {
  return /^(?:[zcs]h|[bpmfdtnlgkhjqxzcsryw])/.exec(syllable)?.[0] ?? '';
}
