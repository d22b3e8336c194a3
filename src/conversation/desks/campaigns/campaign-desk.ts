import type { Actor } from '../../../access/can.ts';
import type { AudienceProblem } from '../../../campaigns/audience.ts';
import type { Blurred, Progress } from '../../../campaigns/blur.ts';
import type { CampaignEnd, CampaignStatus, Step } from '../../../campaigns/campaign.ts';
import type { DraftInput, DraftProblem } from '../../../campaigns/check-draft.ts';
import type { SendTimeProblem } from '../../../campaigns/send-time.ts';
import type { TalkChannel } from '../../../core/channel.ts';
import type { Language } from '../../../core/language.ts';
import type { Result } from '../../../core/result.ts';

export type CampaignRow = {
  readonly id: string;
  readonly title: string;
  readonly status: CampaignStatus;
  readonly end: CampaignEnd | null;
  readonly author: string;
  readonly madeAt: Date;
  readonly sendAt: Date | null;
  readonly endedAt: Date | null;
};

export type CampaignView = CampaignRow & {
  readonly version: number;
  readonly draft: DraftInput;
  /** As it will be read, with the last line; English only where it is another text. */
  readonly shown: readonly { readonly language: Language; readonly text: string }[];
  /** Whom it would reach now; null once it has begun. */
  readonly audience: AudienceView | null;
  /** Null until it has begun. */
  readonly progress: Progress<Blurred> | null;
  /** What this viewer may do with it now. */
  readonly may: Readonly<Record<Step, boolean>>;
};

export type AudienceView = {
  readonly people: Blurred;
  readonly channels: readonly { readonly channel: TalkChannel; readonly people: number | 'hidden' }[];
  /** Why it cannot be sent to them. */
  readonly problem: AudienceProblem | null;
};

/** When it would leave: in the quiet hours it waits for the morning. */
export type SendPlan = { readonly at: Date; readonly leavesAt: Date; readonly waits: boolean };

/** Now, or a minute in Shanghai as a form writes it. */
export type When = { readonly kind: 'now' } | { readonly kind: 'at'; readonly text: string };

export type DraftRefusal =
  | { readonly ok: false; readonly code: 'absent' }
  /** Somebody else has changed or sent it meanwhile. */
  | { readonly ok: false; readonly code: 'changed' }
  | { readonly ok: false; readonly code: 'problems'; readonly problems: readonly DraftProblem[] };

/** What staff do with campaigns; authorised and audited here, forbidden looks exactly like absent. */
export interface CampaignDesk {
  list(actor: Actor): Promise<CampaignRow[] | null>;
  view(actor: Actor, id: string): Promise<CampaignView | null>;
  /** The same id twice is one draft. */
  create(
    actor: Actor,
    id: string,
    input: DraftInput,
  ): Promise<{ readonly ok: true; readonly id: string } | DraftRefusal>;
  edit(
    actor: Actor,
    id: string,
    version: number,
    input: DraftInput,
  ): Promise<{ readonly ok: true } | DraftRefusal>;
  /** Changes nothing: for the page that asks once more. */
  plan(actor: Actor, id: string, when: When): Promise<Result<SendPlan, 'absent' | SendTimeProblem>>;
  /** Of the version that was looked at; a second press finds it done. */
  send(
    actor: Actor,
    id: string,
    version: number,
    when: When,
  ): Promise<'done' | 'absent' | 'changed' | AudienceProblem | SendTimeProblem>;
  /** Done also when it stood so already. */
  step(actor: Actor, id: string, step: 'pause' | 'resume' | 'cancel'): Promise<'done' | 'absent'>;
}
