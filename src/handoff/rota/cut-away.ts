import { overlap } from './periods.ts';

type Period = { readonly startsAt: Date; readonly endsAt: Date };

/** A time in which somebody is not to be counted on. */
export type Away = Period & { readonly staffId: string };

/** What is left of a stretch outside these periods. Pure. */
export function cutOut<T extends Period>(one: T, periods: readonly Period[]): T[] {
  return periods.reduce<T[]>(
    (pieces, away) =>
      pieces.flatMap((piece) => {
        if (!overlap(piece, away)) return [piece];
        return [
          ...(piece.startsAt < away.startsAt ? [{ ...piece, endsAt: away.startsAt }] : []),
          ...(away.endsAt < piece.endsAt ? [{ ...piece, startsAt: away.endsAt }] : []),
        ];
      }),
    [one],
  );
}

/** Stretches of people without the times in which they are away. Pure. */
export const cutAway = <T extends Away>(stints: readonly T[], away: readonly Away[]): T[] =>
  stints.flatMap((stint) =>
    cutOut(
      stint,
      away.filter(({ staffId }) => staffId === stint.staffId),
    ),
  );
