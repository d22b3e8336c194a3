/** 转介: handing somebody on to a hospital or another place. */
export const REFERRAL_STATUSES = [
  'proposed',
  'approved',
  'refused',
  'sent',
  'answered',
  'withdrawn',
] as const;
export type ReferralStatus = (typeof REFERRAL_STATUSES)[number];

/** `danger`: without consent, for life is in danger; the reason says why. */
export const CONSENTS = ['given', 'danger'] as const;
export type ReferralConsent = (typeof CONSENTS)[number];

export type ReferralBody = {
  readonly to: string;
  readonly why: string;
  readonly documents: string;
  readonly consent: ReferralConsent;
  /** Of whoever approved or refused it. */
  readonly decision: string;
  /** Of the counsellor, who handed it over or took it back. */
  readonly sent: string;
  readonly withdrawn: string;
  readonly answer: string;
};

/** What it says about somebody: read by the counsellor, a supervisor of theirs, or behind the glass. */
export type ReferralWords = Pick<ReferralBody, 'why' | 'documents' | 'sent' | 'withdrawn' | 'answer'>;

/** What was typed with a step stands with that step. Pure. */
export function withStepWords(body: ReferralBody, to: ReferralStatus, words: string): ReferralBody {
  switch (to) {
    case 'approved':
    case 'refused':
      return { ...body, decision: words };
    case 'sent':
    case 'withdrawn':
      return { ...body, [to]: words };
    case 'answered':
      return { ...body, answer: words };
    case 'proposed':
      return body;
  }
}

export type Referral = {
  readonly id: string;
  readonly contactId: string;
  readonly appointmentId: string;
  readonly staffId: string;
  /** Leaves the university: the centre head approves it first (不得私自转介). */
  readonly outside: boolean;
  readonly status: ReferralStatus;
  readonly body: ReferralBody;
  readonly madeAt: Date;
  readonly changedAt: Date;
};

export type ReferralEvent = { readonly kind: ReferralStatus; readonly staffId: string; readonly at: Date };

/** What may follow. Pure. */
export function mayBecome(from: ReferralStatus, to: ReferralStatus): boolean {
  switch (to) {
    case 'approved':
    case 'refused':
      return from === 'proposed';
    case 'sent':
      return from === 'approved';
    case 'answered':
      return from === 'sent';
    case 'withdrawn':
      return from === 'proposed' || from === 'approved';
    case 'proposed':
      return false;
  }
}

export interface ReferralStore {
  add(one: Referral, eventId: string): Promise<void>;
  /** Locked. */
  find(id: string): Promise<Referral | null>;
  ofSession(appointmentId: string): Promise<Referral[]>;
  list(whose: readonly string[] | 'all'): Promise<Referral[]>;
  change(
    one: Referral,
    event: { readonly id: string; readonly staffId: string; readonly at: Date },
  ): Promise<void>;
  events(id: string): Promise<ReferralEvent[]>;
}
