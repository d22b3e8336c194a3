import type { siteTexts } from '../content/site-texts.ts';
import type { TimelineStore } from '../conversation/timeline.ts';
import type { ChangeFeed } from '../core/change-feed.ts';
import type { Receive } from '../core/channel.ts';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/log.ts';
import type { Texts } from '../core/texts.ts';
import type { Hotline } from '../flows/flow.ts';
import type { WebSession, WebSessionStore } from '../people/web-session.ts';
import type { StaticFiles } from './static-files.ts';

export type SiteTexts = Texts<typeof siteTexts>;

/** A session that can also be begun afresh. */
export type SiteSession = WebSession & {
  /** Lines up to this time are never shown again, not even with a PIN; null when there was no fresh start. */
  readonly freshAt: Date | null;
};

export interface SiteSessions extends WebSessionStore {
  create(input: { token: string; now: Date }): Promise<SiteSession>;
  find(token: string): Promise<SiteSession | null>;
  /**
   * Ends the hiding by giving up the older lines for good, and forgets the PIN. The contact and its case stay: staff
   * lose nothing.
   */
  startFresh(addressId: string, now: Date): Promise<void>;
}

export type SiteStatus = {
  /** Somebody real can be paged. */
  readonly realResponder: boolean;
  /** The sample centre's people and times are still in use. */
  readonly sampleCentre: boolean;
  readonly degraded: boolean;
};

/** Everything the student's pages need from the rest of the program. */
export type SiteParts = {
  /** Stores one update; rejects when it could not be stored anywhere. */
  readonly receive: Receive;
  /** Handles what waits for this address now, for about two seconds at most; never throws. */
  readonly settle: (addressId: string) => Promise<void>;
  readonly sessions: SiteSessions;
  readonly timeline: TimelineStore;
  readonly changes: ChangeFeed;
  readonly clock: Clock;
  /** Random text of so many random bytes, of the characters A-Z, a-z, 0-9, - and _. */
  readonly secret: (bytes: number) => string;
  readonly texts: () => SiteTexts;
  readonly hotlines: () => readonly Hotline[];
  readonly status: () => Promise<SiteStatus>;
  /** Whether the page is reached over https. */
  readonly secureCookies: boolean;
  readonly log: Logger;
  readonly files: StaticFiles;
  /** Where 快速离开 goes; https://www.baidu.com when left out. */
  readonly leaveUrl?: string;
  /** Time between two signs of life on an event stream, in ms. */
  readonly heartbeatMs?: number;
};

export const DEFAULT_LEAVE_URL = 'https://www.baidu.com/';
