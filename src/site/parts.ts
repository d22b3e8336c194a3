import type { siteTexts } from '../content/site-texts.ts';
import type { TimelineStore } from '../conversation/ports/timeline.ts';
import type { ContinueDesk } from '../conversation/student/continue-link.ts';
import type { PresenceDesk } from '../conversation/student/presence.ts';
import type { ChangeFeed } from '../core/change-feed.ts';
import type { Incoming, Receive } from '../core/channel.ts';
import type { Clock } from '../core/clock.ts';
import type { Language } from '../core/language.ts';
import type { Logger } from '../core/log.ts';
import type { Texts } from '../core/texts.ts';
import type { Hotline } from '../flows/flow.ts';
import type { Activity } from '../groups/activity.ts';
import type { KeptMedia } from '../media/media-store.ts';
import type { WebSessionStore } from '../people/web-session.ts';
import type { StaticFiles } from './static-files.ts';

export type SiteTexts = Texts<typeof siteTexts>;

export type SiteStatus = {
  /** Somebody real can be paged. */
  readonly realResponder: boolean;
  /** The sample centre's people and times are still in use. */
  readonly sampleCentre: boolean;
  readonly degraded: boolean;
  /** The self-check of the way from a cry for help to a call does not come to its end: people may be slow. */
  readonly crisisPathDown?: boolean;
  /** Channels that hear nobody now. */
  readonly channelsDown: readonly ('telegram' | 'wechat')[];
};

/** Takes words while no database can be reached. */
export type SiteFault = {
  isDown(): boolean;
  /** Never rejects. What is not kept stays with whoever wrote it. */
  take(
    incoming: Incoming,
    language: Language,
  ): Promise<{ readonly kept: boolean; readonly text: string | null; readonly at: Date }>;
};

/** Everything the student's pages need from the rest of the program. */
export type SiteParts = {
  /** Stores one update; rejects when it could not be stored anywhere. */
  readonly receive: Receive;
  readonly fault?: SiteFault;
  /** Handles what waits for this address now, for about two seconds at most; never throws. */
  readonly settle: (addressId: string) => Promise<void>;
  readonly sessions: WebSessionStore;
  /** The calendar file behind a secret; null alike for a wrong and a dead one. */
  feed(secret: string): Promise<string | null>;
  readonly continuing: ContinueDesk;
  readonly presence: PresenceDesk;
  /** What a poster's code stands for; null where there is no such thing to sign up for. */
  readonly activity: (code: string) => Promise<Activity | null>;
  readonly timeline: TimelineStore;
  /** Keeps a picture as it came, until it is drawn anew; null for what is none. Answers what it is fetched by. */
  readonly upload: (addressId: string, bytes: Uint8Array) => Promise<string | null>;
  /** A picture that is kept, whoever may see it. */
  readonly picture: (id: string) => Promise<KeptMedia | null>;
  readonly changes: ChangeFeed;
  readonly clock: Clock;
  /** Random text of so many random bytes, of the characters A-Z, a-z, 0-9, - and _. */
  readonly secret: (bytes: number) => string;
  readonly texts: (language: Language) => SiteTexts;
  readonly hotlines: (language: Language) => readonly Hotline[];
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
