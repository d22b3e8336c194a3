/** What a counsellor notes after a session (咨询记录): fields to choose, and words. Sealed wherever it is kept. */
export const SESSION_TYPES = ['first', 'ongoing', 'crisis', 'last'] as const;
export const SESSION_WAYS = ['on-site', 'video', 'phone', 'text'] as const;
export const TOPICS = [
  'study',
  'relations',
  'love',
  'family',
  'mood',
  'sleep',
  'adjustment',
  'career',
  'self',
  'loss',
  'illness',
  'other',
] as const;
export const INTERVENTIONS = [
  'listening',
  'cognitive',
  'behavioural',
  'relaxation',
  'problem-solving',
  'safety-plan',
  'education',
  'other',
] as const;
/** As the register's classes; `none`: nothing found. */
export const RISKS = ['none', 'ordinary', 'serious', 'major-crisis'] as const;
export const NEXT_STEPS = ['agreed', 'student-decides', 'none', 'finished'] as const;
export const REFERRALS = ['none', 'campus', 'hospital', 'other'] as const;

export type Risk = (typeof RISKS)[number];

/** Empty text where nothing was chosen yet: a draft may be unfinished. */
export type RecordBody = {
  readonly type: (typeof SESSION_TYPES)[number] | '';
  readonly way: (typeof SESSION_WAYS)[number] | '';
  readonly topics: readonly (typeof TOPICS)[number][];
  readonly interventions: readonly (typeof INTERVENTIONS)[number][];
  readonly risk: Risk | '';
  readonly next: (typeof NEXT_STEPS)[number] | '';
  readonly referral: (typeof REFERRALS)[number] | '';
  readonly text: string;
};

/** Characters of the free text, and of a correction. */
export const LONGEST_RECORD = 10_000;

export const EMPTY_RECORD: RecordBody = {
  type: '',
  way: '',
  topics: [],
  interventions: [],
  risk: '',
  next: '',
  referral: '',
  text: '',
};

const oneOf = <T extends string>(known: readonly T[], text: string): T | '' =>
  known.find((one) => one === text) ?? '';
const someOf = <T extends string>(known: readonly T[], texts: readonly string[]): T[] =>
  known.filter((one) => texts.includes(one));

/** Reads what a form brought; unknown choices count as none. */
export const readRecord = (form: {
  one(name: string): string;
  all(name: string): readonly string[];
}): RecordBody => ({
  type: oneOf(SESSION_TYPES, form.one('type')),
  way: oneOf(SESSION_WAYS, form.one('way')),
  topics: someOf(TOPICS, form.all('topic')),
  interventions: someOf(INTERVENTIONS, form.all('intervention')),
  risk: oneOf(RISKS, form.one('risk')),
  next: oneOf(NEXT_STEPS, form.one('next')),
  referral: oneOf(REFERRALS, form.one('referral')),
  text: form.one('text'),
});

export type RecordField = keyof RecordBody;

/** Fields without which a record cannot be signed; what was done may be left open. Pure. */
export function missingFields(body: RecordBody): RecordField[] {
  const empty: RecordField[] = [];
  for (const field of ['type', 'way', 'risk', 'next', 'referral'] as const)
    if (body[field] === '') empty.push(field);
  if (body.topics.length === 0) empty.push('topics');
  if (body.text.trim() === '') empty.push('text');
  return empty;
}

/** The counsellor is asked whether to call for a crisis; the program opens nothing by itself. */
export const asksForCase = (risk: RecordBody['risk']): risk is 'serious' | 'major-crisis' =>
  risk === 'serious' || risk === 'major-crisis';
