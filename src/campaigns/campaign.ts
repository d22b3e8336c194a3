import type { Language } from '../core/language.ts';
import type { Blur } from './blur.ts';
import type { Segment } from './segment.ts';

export const CAMPAIGN_STATUSES = ['draft', 'scheduled', 'sending', 'paused', 'done', 'cancelled'] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

/** `expired`: what could not be sent within its days. `nobody` and `too-few`: found when it was to begin. */
export type CampaignEnd = 'finished' | 'expired' | 'cancelled' | 'nobody' | 'too-few';

/** What its author writes. */
export type Draft = {
  /** For staff only. */
  readonly title: string;
  readonly zh: string;
  /** Null: everybody gets the Chinese text. */
  readonly en: string | null;
  readonly segment: Segment;
};

export type Campaign = Draft & {
  readonly id: string;
  readonly status: CampaignStatus;
  /** One more with every change of the draft, so that what is sent is what was looked at. */
  readonly version: number;
  readonly authorId: string;
  readonly blur: Blur;
  readonly madeAt: Date;
  readonly sendAt: Date | null;
  readonly startedAt: Date | null;
  /** Nothing of it is sent from then on. */
  readonly expiresAt: Date | null;
  readonly endedAt: Date | null;
  readonly end: CampaignEnd | null;
};

/** From where each step may be taken; twice is once. */
export const STEPS = {
  edit: ['draft'],
  send: ['draft'],
  pause: ['sending'],
  resume: ['paused'],
  cancel: ['draft', 'scheduled', 'sending', 'paused'],
} as const satisfies Readonly<Record<string, readonly CampaignStatus[]>>;
export type Step = keyof typeof STEPS;

export const mayStep = (step: Step, status: CampaignStatus): boolean =>
  (STEPS[step] as readonly CampaignStatus[]).includes(status);

/** What one person reads, with the line that tells how to get no more of it. */
export function wordsFor(draft: Draft, language: Language, optOutLine: string): string {
  const text = language === 'en' ? (draft.en ?? draft.zh) : draft.zh;
  return `${text.trimEnd()}\n\n${optOutLine}`;
}
