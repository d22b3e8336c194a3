/** What a wake-up of the kind `escalation` names where a reason is owed. */
export const glassWake = (id: string): string => `glass.${id}`;
