import type { Actor } from '../../../access/can.ts';
import type { DayFacts } from '../../../core/calendar.ts';
import type { IgnoredColumn } from '../../../core/ignored-columns.ts';
import type { Result } from '../../../core/result.ts';
import type { ImportFault } from '../../../handoff/rota/planned-shift.ts';
import type { PlannedRule } from '../../../handoff/rota/read-rota-file.ts';
import type { RuleFields, RuleProblem } from '../../../handoff/rota/read-rule.ts';
import type { RotaRule, Stint, Swap, SwapStatus } from '../../../handoff/rota/rota.ts';
import type { Gap } from '../../escalation/rota-gaps.ts';
import type { Offered, OfferRefusal, SwapOffer } from '../../staff/swap-shifts.ts';

export type OnCallView = {
  readonly now: readonly { readonly name: string; readonly until: Date | null }[];
  readonly next: { readonly names: readonly string[]; readonly at: Date } | null;
};

/** What of a stint lies on one day. */
export type DayStint = Stint & {
  readonly name: string;
  readonly sample: boolean;
  /** On leave for some of it: called all the same, and not counted on. */
  readonly away: boolean;
};

export type RotaDay = {
  readonly date: string;
  readonly startsAt: Date;
  readonly facts: DayFacts;
  readonly term: { readonly term: string; readonly week: number } | null;
  readonly stints: readonly DayStint[];
  readonly gaps: readonly Gap[];
};

export type StaffName = { readonly id: string; readonly name: string; readonly sample: boolean };

export type SwapView = Swap & {
  readonly from: string;
  readonly to: string;
  /** What the viewer may do with it now. */
  readonly may: { readonly answer: boolean; readonly withdraw: boolean };
};

export type RotaView = {
  readonly now: Date;
  readonly duty: OnCallView;
  readonly backup: OnCallView;
  readonly gaps: readonly Gap[];
  readonly backupGaps: readonly Gap[];
  readonly days: readonly RotaDay[];
  /** Those in effect now or later. */
  readonly rules: readonly RotaRule[];
  readonly swaps: readonly SwapView[];
  /** The viewer's own stints that can still be offered. */
  readonly own: readonly Stint[];
  readonly staff: readonly StaffName[];
  readonly sampleCalendar: boolean;
  readonly may: { readonly change: boolean };
};

export type ChangeRule =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: 'forbidden' | 'unknown' | 'stale' }
  | { readonly ok: false; readonly code: 'wrong'; readonly problems: readonly RuleProblem[] }
  | {
      readonly ok: false;
      /** Whoever they stand in for is on for some of it only: nothing is saved before that was seen. */
      readonly code: 'part';
      readonly covered: readonly { readonly startsAt: Date; readonly endsAt: Date }[];
      /** Stands for what was seen; sent along, it is saved. */
      readonly agreed: string;
    };

export type RotaFile = { readonly format: 'csv' | 'ics'; readonly text: string };

export type ImportAnswer =
  | {
      readonly ok: true;
      readonly added: readonly PlannedRule[];
      /** Those that are there already. */
      readonly known: number;
      readonly ignored: readonly IgnoredColumn[];
    }
  | { readonly ok: false; readonly code: 'forbidden' }
  | {
      readonly ok: false;
      readonly code: 'faults';
      readonly faults: readonly ImportFault[];
      readonly ignored: readonly IgnoredColumn[];
    };

/** What staff do with the rota, from the console and the command line; authorised and audited here. */
export interface RotaDesk {
  view(actor: Actor): Promise<RotaView | null>;
  /** `id` is made by whoever asks: sent twice it is added once. */
  add(actor: Actor, id: string, fields: RuleFields, agreed?: string): Promise<ChangeRule>;
  /** Ends the rule as it was shown and puts another one in its place; `stale` where somebody else was quicker. */
  change(
    actor: Actor,
    oldId: string,
    newId: string,
    fields: RuleFields,
    agreed?: string,
  ): Promise<ChangeRule>;
  end(actor: Actor, id: string): Promise<Result<null, 'forbidden' | 'unknown'>>;
  offer(actor: Actor, offer: SwapOffer): Promise<Result<Offered, OfferRefusal>>;
  settle(
    actor: Actor,
    id: string,
    to: Exclude<SwapStatus, 'offered' | 'expired'>,
  ): Promise<Result<Swap, 'absent' | 'stale'>>;
  /** Of one person, or of everybody with null; the term that runs or comes, unless days are named. */
  export(
    actor: Actor,
    input: {
      readonly format: RotaFile['format'];
      readonly staffId: string | null;
      readonly from?: string;
      readonly to?: string;
    },
  ): Promise<string | null>;
  /** All of it or nothing; a dry run changes nothing. */
  import(actor: Actor, file: RotaFile, dryRun: boolean): Promise<ImportAnswer>;
  /** As the bot says it. */
  sayOnCall(actor: Actor): Promise<string | null>;
}
