import { addMs, hoursMs } from '../../core/clock.ts';

/** A student who was called off may take another time with one tap for so long, in hours. */
const CALLED_OFF_HOURS = 7 * 24;

export const calledOffUntil = (now: Date): Date => addMs(now, hoursMs(CALLED_OFF_HOURS));
