/** Who had a case after whom, by its events. Pure. */
import type { OwningEvent } from './history.ts';

export type Owners = {
  /** Everybody who had it in good order, each once. */
  readonly rightful: ReadonlySet<string>;
  /** Everybody to whom it was given while somebody else had it. */
  readonly beside: readonly string[];
};

/**
 * One owner after the other: somebody else may have the case once its owner left, gave no sign, or gave it on. A silence
 * is for whoever has the case then, and however often it is written down it lets one other person in.
 */
export function findOwners(owning: readonly OwningEvent[]): Owners {
  const rightful = new Set<string>();
  const beside: string[] = [];
  let owner: string | null = null;
  let mayBeTaken = true;
  const give = (to: string, isDue: boolean): void => {
    if (isDue) rightful.add(to);
    else beside.push(to);
    owner = to;
    mayBeTaken = false;
  };
  for (const event of owning) {
    switch (event.kind) {
      case 'acknowledged':
        give(event.staffId, mayBeTaken);
        break;
      case 'resumed':
        if (event.staffId !== null) give(event.staffId, mayBeTaken);
        break;
      case 'transferred':
        give(event.toStaffId, owner === event.staffId);
        break;
      case 'left':
      case 'silent-owner':
      case 'both-silent':
        if (owner === event.staffId) mayBeTaken = true;
        break;
    }
  }
  return { rightful, beside };
}
