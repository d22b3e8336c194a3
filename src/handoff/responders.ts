import type { StaffRole } from '../access/roles.ts';
import { notifierOf, personOf, roleOf, rotaOf } from './targets.ts';

/** Somebody who can be called. `real` is false for people of the sample centre and for those nothing can wake now. */
export type Responder = { readonly staffId: string; readonly real: boolean };

/** Who is there at this moment; resolved when sending, never earlier. */
export type DutyBoard = {
  /** By the rota and beside it. */
  readonly duty: readonly Responder[];
  readonly backup: readonly Responder[];
  readonly byRole: Readonly<Partial<Record<StaffRole, readonly Responder[]>>>;
  readonly byName: ReadonlyMap<string, Responder>;
  /** Whoever a rotation has on now, by its name. */
  readonly byRota: ReadonlyMap<string, readonly Responder[]>;
  readonly administrators: readonly Responder[];
};

/** The people whom these targets stand for now; groups are nobody. Pure. */
export const respondersOf = (targets: readonly string[], board: DutyBoard): Responder[] =>
  targets.flatMap((target) => respondersOfOne(target, board));

function respondersOfOne(target: string, board: DutyBoard): readonly Responder[] {
  if (target === 'duty') return board.duty;
  if (target === 'backup') return board.backup;
  const role = roleOf(target);
  if (role !== null) return board.byRole[role as StaffRole] ?? [];
  const person = board.byName.get(personOf(target) ?? '');
  if (person !== undefined) return [person];
  return board.byRota.get(rotaOf(target) ?? '') ?? [];
}

export function notifiersOf(targets: readonly string[]): string[] {
  const names = targets.map(notifierOf).filter((name) => name !== null);
  return [...new Set(names)];
}

export const hasReal = (responders: readonly Responder[]): boolean =>
  responders.some((responder) => responder.real);

export const idsOf = (responders: readonly Responder[]): string[] => [
  ...new Set(responders.map(({ staffId }) => staffId)),
];
