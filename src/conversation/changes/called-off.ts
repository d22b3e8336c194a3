import { addMs, hoursMs } from '../../core/clock.ts';

/** A student who was called off may take another time with one tap for so long, in hours. */
const CALLED_OFF_HOURS = 7 * 24;

export const calledOffUntil = (now: Date): Date => addMs(now, hoursMs(CALLED_OFF_HOURS));

/**
 * Where the counsellor did not come, the old time is over for nobody but them: a student who reads of it late still
 * chooses for as long, from its start on.
 */
export const absenceUntil = (startsAt: Date): Date => calledOffUntil(startsAt);
