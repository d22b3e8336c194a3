import { addMs, secondsMs } from '../core/clock.ts';
import type { CaseLevel, HandoffCase, PageReason } from './case.ts';
import { countedFrom, owedSince } from './owed.ts';

/** One case that a responder is to be told of. */
export type DigestItem = {
  readonly caseId: string;
  readonly number: number;
  readonly level: CaseLevel;
  readonly openedAt: Date;
  readonly reason: PageReason;
  /** Chooses the policy, and which repeat called for it: some ways of calling are kept for later ones. */
  readonly college: string | null;
  readonly round: number;
  /** Who took it, and since when they owe a word or the student is silent; null while neither is so. */
  readonly owner: { readonly id: string; readonly name: string; readonly since: Date } | null;
  /** A web contact that nobody knew before. */
  readonly newWebContact: boolean;
};

export type Digest = {
  /** Each told on its own, most urgent first. */
  readonly single: readonly DigestItem[];
  /** New, unknown web contacts of a burst, told as one line; empty when there is no burst. */
  readonly grouped: readonly DigestItem[];
};

/** From this many on, new web contacts in one digest are told as one line. */
export const BURST = 4;

const urgency = (item: DigestItem): number =>
  (item.level === 'imminent' ? 0 : 1e15) + item.openedAt.getTime();

/** Sorts what waits for one responder: known contacts stay apart from a burst of new ones. Pure. */
export function composeDigest(items: readonly DigestItem[]): Digest {
  const sorted = [...items].sort((a, b) => urgency(a) - urgency(b));
  const fresh = sorted.filter((item) => item.newWebContact);
  if (fresh.length < BURST) return { single: sorted, grouped: [] };
  return { single: sorted.filter((item) => !item.newWebContact), grouped: fresh };
}

/**
 * Whether a page that was not yet told still says what is true: the case waits for somebody, or it is about the owner
 * who has it now. Pure.
 */
export function stillStands(
  page: { readonly reason: PageReason; readonly at: Date; readonly staffId: string },
  one: Pick<
    HandoffCase,
    | 'status'
    | 'ownerId'
    | 'unansweredSince'
    | 'unrepliedSince'
    | 'studentSilentSince'
    | 'arrivedAt'
    | 'ownerActiveAt'
    | 'hold'
  >,
): boolean {
  const { reason, at } = page;
  if (one.status === 'closed') return false;
  const isOwner = one.ownerId === page.staffId;
  const hasStoodSince = (since: Date | null): boolean => since !== null && since <= at;
  switch (reason) {
    case 'waiting':
    case 'no-responder':
      return one.status === 'open';
    case 'owner-raised':
      return true;
    case 'raised':
      return one.status === 'open' || isOwner;
    case 'handed-over':
      return isOwner && one.status === 'acknowledged' && one.unansweredSince !== null;
    case 'silent-owner':
    case 'owner-away':
      return one.status === 'open' || hasStoodSince(owedSince(one));
    case 'both-silent': {
      const signs = one.arrivedAt !== null || (one.ownerActiveAt !== null && one.ownerActiveAt > at);
      return one.status === 'open' || (!signs && hasStoodSince(countedFrom(one.studentSilentSince, one)));
    }
    case 'new-danger':
      return isOwner && hasStoodSince(one.unansweredSince);
    case 'silent-student':
      return isOwner && one.arrivedAt === null && hasStoodSince(countedFrom(one.studentSilentSince, one));
    case 'hold-over':
      return isOwner && hasStoodSince(one.hold?.until ?? null);
  }
}

/** What is told once, and not again with the next message of pages. */
export const NEWS_ONCE: readonly PageReason[] = [
  'raised',
  'owner-raised',
  'handed-over',
  'new-danger',
  'silent-student',
  'hold-over',
];
export const isNewsOnce = (reason: PageReason): boolean => NEWS_ONCE.includes(reason);

/**
 * When the next message of pages may go to a responder who got the last one at `lastAt`. For an imminent case `lastAt` is
 * when a message last told of an imminent one: it need not wait behind ordinary ones. Pure.
 */
export function digestDueAt(lastAt: Date | null, digestSeconds: number, now: Date): Date {
  if (lastAt === null) return now;
  const earliest = addMs(lastAt, secondsMs(digestSeconds));
  return earliest > now ? earliest : now;
}
