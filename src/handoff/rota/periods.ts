export const DAY_MS = 86_400_000;

export const laterOf = (a: Date, b: Date): Date => (a > b ? a : b);
export const earlierOf = (a: Date, b: Date): Date => (a < b ? a : b);

/** Whether there is a moment that both hold; ends are not included. */
export const overlap = (
  a: { readonly startsAt: Date; readonly endsAt: Date },
  b: { readonly startsAt: Date; readonly endsAt: Date },
): boolean => a.startsAt < b.endsAt && b.startsAt < a.endsAt;
