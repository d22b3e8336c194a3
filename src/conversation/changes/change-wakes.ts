/** What a wake-up of the kind `escalation` names where something about an appointment is due. */
export const reminderWake = (id: string): string => `remind.${id}`;
export const sheetWake = (date: string): string => `sheet.${date}`;
export const changeWake = (id: string): string => `change.${id}`;
