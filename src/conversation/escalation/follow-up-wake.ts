const PREFIX = 'follow-up.';

/** What a wake-up of the kind `escalation` names where a check is due. */
export const followUpWake = (checkId: string): string => `${PREFIX}${checkId}`;

/** The check that a wake-up names; null where it names something else. */
export const checkOfWake = (wakeId: string): string | null =>
  wakeId.startsWith(PREFIX) ? wakeId.slice(PREFIX.length) : null;
