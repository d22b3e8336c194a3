/** What a wake-up of the kind `escalation` names where a colleague was asked and may not have answered. */
export const requestWake = (requestId: string): string => `request.${requestId}`;
