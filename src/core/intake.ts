/** 初访登记表: what is asked and in which order. Pure. */

/** How urgent it is comes first: whoever stops early has been asked. */
export const INTAKE_FIELDS = ['urgency', 'reason', 'since', 'help', 'medicines', 'contact'] as const;
export type IntakeField = (typeof INTAKE_FIELDS)[number];

export const isIntakeField = (text: string): text is IntakeField =>
  (INTAKE_FIELDS as readonly string[]).includes(text);

/** Answers that are chosen; the other fields are typed. */
export const INTAKE_CHOICES = {
  urgency: ['ordinary', 'soon', 'distress', 'harm'],
  since: ['weeks', 'month', 'halfyear', 'longer'],
  help: ['none', 'campus', 'elsewhere'],
} as const;

/** These ask for a person at once. */
export const URGENT_ANSWERS: readonly string[] = ['distress', 'harm'];

/** May be passed over. */
export const OPTIONAL_FIELDS: readonly IntakeField[] = ['since', 'help', 'medicines', 'contact'];

/** In UTF-16 code units. */
export const LONGEST_ANSWER = 1_000;

export const nextField = (answered: readonly string[]): IntakeField | null =>
  INTAKE_FIELDS.find((field) => !answered.includes(field)) ?? null;
