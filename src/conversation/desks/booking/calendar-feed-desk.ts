import { nameActor } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import { startOfLocalDay } from '../../../booking/local-day.ts';
import { addMs, daysMs } from '../../../core/clock.ts';
import { writeCalendar } from '../../../handoff/rota/rota-ics.ts';
import { audit, type ConversationParts, inScope, type Scope } from '../../scope.ts';

/** Where calendar programs read; behind it stands the secret, and `.ics`. */
export const FEED_PATH = '/feeds';
/** How far back a calendar goes, and how far ahead: a series runs for half a year. */
const PAST_DAYS = 30;
const AHEAD_DAYS = 400;
/** All that an entry says. */
const BUSY = '忙';

/** Calendars of counsellors that other programs may read. Null looks like absent. */
export interface CalendarFeedDesk {
  /** `madeAt` is null while there is none. */
  own(actor: Actor): Promise<{ readonly madeAt: Date | null } | null>;
  /** A new address, shown this once; the one before is dead. */
  make(actor: Actor): Promise<{ readonly address: string } | null>;
  revoke(actor: Actor): Promise<'revoked' | 'none' | 'absent'>;
  /** The file behind a secret: when the counsellor is taken, and nothing else. Null alike for a wrong and a dead one. */
  read(secret: string): Promise<string | null>;
}

async function permits(scope: Scope, actor: Actor): Promise<string | null> {
  const allowed = can(actor, 'calendar-feed.own', { kind: 'appointments' }, 'administration');
  await audit(scope, {
    actor: nameActor(actor),
    action: 'calendar-feed.own',
    resource: 'appointments',
    purpose: 'administration',
    allowed,
  });
  return allowed && actor.kind === 'staff' ? actor.staffId : null;
}

export function createCalendarFeedDesk(parts: ConversationParts): CalendarFeedDesk {
  return {
    own: (actor) =>
      inScope(parts, async (scope) => {
        const staffId = await permits(scope, actor);
        if (staffId === null) return null;
        return { madeAt: (await scope.stores.calendarFeeds.of(staffId))?.madeAt ?? null };
      }),
    make: (actor) =>
      inScope(parts, async (scope) => {
        const staffId = await permits(scope, actor);
        if (staffId === null) return null;
        const secret = parts.newSecret();
        await scope.stores.calendarFeeds.make({ id: parts.newId(), staffId, secret, now: scope.now });
        return { address: `${parts.publicUrl}${FEED_PATH}/${secret}.ics` };
      }),
    revoke: (actor) =>
      inScope(parts, async (scope) => {
        const staffId = await permits(scope, actor);
        if (staffId === null) return 'absent';
        return (await scope.stores.calendarFeeds.revoke(staffId, scope.now)) ? 'revoked' : 'none';
      }),
    read: (secret) =>
      parts.transactions.read(async (stores) => {
        const feed = await stores.calendarFeeds.find(secret);
        if (feed === null) return null;
        const now = await stores.now();
        const to = startOfLocalDay(now, AHEAD_DAYS);
        const times = await stores.calendarFeeds.times(feed, addMs(now, -daysMs(PAST_DAYS)), to);
        const events = times.map(({ uid, startAt, endAt }) => ({
          uid: `${uid}@xinqiao`,
          title: BUSY,
          startsAt: startAt,
          endsAt: endAt,
          busy: true,
        }));
        // The same file all day as long as nothing changes, so that a program that has it need not read it again.
        return writeCalendar('忙闲', events, startOfLocalDay(now, 0));
      }),
  };
}
