/** What a wake-up of the kind `escalation` names where a drill, or its plan, has something to do. */
export const drillWake = (what: string): string => `drill.${what}`;
