/** 初访登记表: what is asked and in which order. Pure. */

/** How urgent it is comes first: whoever stops early has been asked. */
export const INTAKE_FIELDS = ['urgency', 'reason', 'since', 'help', 'medicines', 'contact'] as const;
export type IntakeField = (typeof INTAKE_FIELDS)[number];

/** What somebody wanted to know before they agreed: kept beside the form, and never asked for by it. */
export const INTAKE_QUESTION = 'question';
export type IntakeEntry = IntakeField | typeof INTAKE_QUESTION;

export const isIntakeEntry = (text: string): text is IntakeEntry =>
  text === INTAKE_QUESTION || (INTAKE_FIELDS as readonly string[]).includes(text);

/** Answers that are chosen; the other fields are typed. */
export const INTAKE_CHOICES = {
  urgency: ['ordinary', 'soon', 'distress', 'harm'],
  since: ['weeks', 'month', 'halfyear', 'longer'],
  help: ['none', 'campus', 'elsewhere'],
} as const;

/** These call a person at once, wherever and whenever they are tapped. */
export const URGENT_ANSWERS = ['distress', 'harm'] as const;
/** Begins the choices of those answers. */
export const URGENT = 'urgent.';

/** May be passed over. */
export const OPTIONAL_FIELDS: readonly IntakeField[] = ['since', 'help', 'medicines', 'contact'];

/** As much as is kept of anything that a student says, who is told where it was more; in UTF-16 code units. */
export const LONGEST_ANSWER = 4_000;
/** Of all that was asked before agreeing, in UTF-16 code units. */
export const LONGEST_QUESTIONS = 10 * LONGEST_ANSWER;

export const nextField = (answered: readonly string[]): IntakeField | null =>
  INTAKE_FIELDS.find((field) => !answered.includes(field)) ?? null;
