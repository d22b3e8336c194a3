import type { Normalised } from '../normalise.ts';
import { createNormaliser } from '../normalise.ts';
import type { Evasions } from './evasion-file.ts';
import type { Restore } from './restore.ts';

/** An example in `config/evasions.yaml` that does not do what it says. */
export type EvasionFailure = {
  readonly group: string;
  readonly text: string;
  readonly found: string;
  readonly expected: string;
};

const read = ({ units, length }: Normalised): string => String.fromCharCode(...units.subarray(0, length));

/** Runs every example; an empty answer means that all hold. */
export function checkEvasions({ groups }: Evasions, restore: Restore): EvasionFailure[] {
  const normalise = createNormaliser();
  const failures: EvasionFailure[] = [];
  for (const { id, examples } of groups) {
    for (const [text, plain] of Object.entries(examples.restored)) {
      const expected = read(normalise(plain));
      const view = restore(normalise(text));
      const found = view === null ? 'nothing restored' : read(view);
      if (found !== expected) failures.push({ group: id, text, found, expected });
    }
    for (const text of examples.kept) {
      const view = restore(normalise(text));
      if (view === null) continue;
      failures.push({ group: id, text, found: read(view), expected: 'nothing restored' });
    }
  }
  return failures;
}
