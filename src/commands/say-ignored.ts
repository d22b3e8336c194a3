import type { IgnoredColumn } from '../core/ignored-columns.ts';
import { complain } from './command.ts';

/** Names the columns that are not imported; it is no failure. */
export function complainOfIgnored(command: string, ignored: readonly IgnoredColumn[]): void {
  for (const one of ignored)
    complain(
      `${command}: line ${one.line}, column ${one.column}: ${JSON.stringify(one.found)} ${reasonOf(one)}`,
    );
}

function reasonOf({ why, meant }: IgnoredColumn): string {
  if (why === 'again') return `says the same as ${meant}: only that one is imported`;
  return `is no column that is known, and is not imported${meant === null ? '' : `; is it ${meant}?`}`;
}
