/**
 * This machine’s own clock, for signatures and for the age of a file: others compare it with theirs, so the time of the database,
 * which tests can move, would be the wrong one. No deadline is measured with it.
 */
export type WallClock = () => Date;

export const wallClock: WallClock = () => new Date();

export const unixSeconds = (now: Date): number => Math.floor(now.getTime() / 1_000);
