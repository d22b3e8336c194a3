import type { Language } from '../core/language.ts';
import type { Hotline } from '../flows/flow.ts';
import type { WebSession } from '../people/web-session.ts';
import { arrangeLines, type ShownConversation } from './arrange-lines.ts';
import type { SiteParts, SiteStatus, SiteTexts } from './parts.ts';
import { isLocked, shownSince } from './visit.ts';

/** As many lines as a page shows; staff see the whole conversation. */
export const SHOWN_LINES = 100;

/** The choice that holds everywhere and at any time; its button is not part of any message. */
export const URGENT_CHOICE = 'menu.urgent';

/** A short answer to what the browser did last. */
export type Remark =
  | 'wrong-pin'
  | 'pin-locked'
  | 'pin-saved'
  | 'pin-invalid'
  | 'fresh'
  | 'too-long'
  | 'no-picture'
  | 'not-stored'
  | 'fault'
  | 'fault-unsent'
  | 'stored-late'
  | 'no-cookie'
  | 'foreign'
  | 'empty'
  | 'hiccup'
  | 'link-closed'
  | 'not-found';

const REMARKS: readonly Remark[] = [
  'wrong-pin',
  'pin-locked',
  'pin-saved',
  'pin-invalid',
  'fresh',
  'no-cookie',
  'empty',
];

/** A remark that may stand in an address. */
export const readRemark = (text: string | undefined): Remark | null =>
  REMARKS.find((remark) => remark === text) ?? null;

export type PageView = {
  readonly language: Language;
  readonly texts: SiteTexts;
  readonly hotlines: readonly Hotline[];
  readonly status: SiteStatus;
  readonly conversation: ShownConversation;
  /** Nothing is known of this browser yet. */
  readonly isNew: boolean;
  /** An answer to something that went wrong, without the conversation. */
  readonly isBare: boolean;
  readonly lock: 'open' | 'pin' | 'no-pin';
  readonly hasPin: boolean;
  readonly remark: Remark | null;
  /** Words that could not be stored and are given back to the box. */
  readonly draft: string;
  readonly newNonce: () => string;
};

const EMPTY: ShownConversation = { lines: [], choices: [] };

/** Reads what one browser may see. Throws when the store does not answer. */
export async function readView(
  parts: SiteParts,
  session: WebSession | null,
  language: Language,
): Promise<PageView> {
  const lines =
    session === null
      ? []
      : await parts.timeline.ofAddress(session.addressId, shownSince(session), SHOWN_LINES);
  const shared = await frame(parts, language);
  const { texts } = shared;
  return {
    ...shared,
    conversation: arrangeLines(lines, [{ id: URGENT_CHOICE, label: texts('urgent') }]),
    isNew: session === null,
    isBare: false,
    lock: session === null || !isLocked(session) ? 'open' : session.hasPin ? 'pin' : 'no-pin',
    hasPin: session?.hasPin ?? false,
  };
}

/** Remarks that mean that something of ours does not work. */
const TROUBLES: readonly Remark[] = ['not-stored', 'stored-late', 'hiccup', 'fault', 'fault-unsent'];

/** A page without the conversation: numbers to call, the urgent button and the box, since words may still be heard. */
export async function bareView(
  parts: SiteParts,
  language: Language,
  remark: Remark,
  draft = '',
): Promise<PageView> {
  const shared = await frame(parts, language);
  const trouble = TROUBLES.includes(remark);
  const degraded = shared.status.degraded || trouble;
  const status = { ...shared.status, degraded };
  return {
    ...shared,
    status,
    conversation: EMPTY,
    // After trouble the page's script keeps asking, and the conversation comes back by itself.
    isNew: !trouble,
    isBare: true,
    lock: 'open',
    hasPin: false,
    remark,
    draft,
  };
}

async function frame(parts: SiteParts, language: Language) {
  return {
    language,
    texts: parts.texts(language),
    hotlines: callable(parts.hotlines(language)),
    status: await readStatus(parts),
    remark: null,
    draft: '',
    newNonce: () => parts.secret(16),
  };
}

/** Numbers that exist, those for a danger to life first. */
const callable = (hotlines: readonly Hotline[]): Hotline[] =>
  hotlines.filter((line) => !line.placeholder).sort((a, b) => Number(b.imminent) - Number(a.imminent));

/** The page never fails for want of its banners. */
async function readStatus(parts: SiteParts): Promise<SiteStatus> {
  if (parts.fault?.isDown()) return UNKNOWN;
  try {
    return await parts.status();
  } catch {
    return UNKNOWN;
  }
}

const UNKNOWN: SiteStatus = { realResponder: true, sampleCentre: false, degraded: true, channelsDown: [] };
