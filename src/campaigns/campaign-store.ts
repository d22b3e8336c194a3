import type { TalkChannel } from '../core/channel.ts';
import type { Recipient } from './audience.ts';
import type { Blur, Progress } from './blur.ts';
import type { Campaign, CampaignEnd, Draft } from './campaign.ts';
import type { GateFacts } from './decide-gate.ts';
import type { Segment } from './segment.ts';

export interface CampaignStore {
  /** Newest first. */
  list(limit: number): Promise<Campaign[]>;
  byId(id: string): Promise<Campaign | null>;
  /** Those that wait for their time, are being sent, or are paused beyond their days. */
  inMotion(now: Date): Promise<string[]>;
  /** For one round; null when it is gone or another process has it in hand. */
  lock(id: string): Promise<Campaign | null>;

  /** False when this id is there already: the same form sent twice is one draft. */
  add(input: Draft & { id: string; authorId: string; blur: Blur; now: Date }): Promise<boolean>;
  /** The steps below answer false where the campaign does not stand where the step begins. */
  edit(id: string, version: number, draft: Draft, now: Date): Promise<boolean>;
  schedule(id: string, version: number, sendAt: Date, now: Date): Promise<boolean>;
  /** Nothing leaves any more from this moment on, save what is on its way already. */
  pause(id: string, now: Date): Promise<boolean>;
  /** Rows that were kept back go on with the next round. */
  resume(id: string, now: Date): Promise<boolean>;
  /** Also what was written already and has not left is given up. */
  end(id: string, end: CampaignEnd, now: Date): Promise<boolean>;

  /** How many people a segment reaches now, each counted once, where they would be written to. */
  countAudience(segment: Segment): Promise<{ channel: TalkChannel; people: number }[]>;
  /** Writes down once who will be written to; answers how many people those are. */
  choose(id: string, segment: Segment): Promise<number>;
  begin(id: string, now: Date, expiresAt: Date): Promise<boolean>;
  /** People for whom no message has been written yet. */
  unwritten(id: string, limit: number): Promise<Recipient[]>;
  written(id: string, contactId: string, outgoingId: string): Promise<void>;
  /** Rows that a pause kept back are due again; answers how many. */
  release(id: string, now: Date): Promise<number>;
  progress(id: string): Promise<Progress<number>>;
  /** Keeps what open pages were told last; false when they know it already. */
  tell(id: string, settled: number): Promise<boolean>;

  /** Null when no campaign knows this row. */
  gateFacts(outgoingId: string): Promise<GateFacts | null>;
}
