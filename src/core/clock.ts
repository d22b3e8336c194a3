/**
 * The one source of the present. In production it is the database's time, so that several machines agree;
 * tests move it with an offset kept in the database.
 */
export interface Clock {
  now(): Promise<Date>;
}

export const secondsMs = (seconds: number): number => seconds * 1_000;
export const minutesMs = (minutes: number): number => minutes * 60_000;
export const hoursMs = (hours: number): number => hours * 3_600_000;
export const daysMs = (days: number): number => days * 86_400_000;

export const addMs = (at: Date, ms: number): Date => new Date(at.getTime() + ms);
