import { type Calendar, factsOf } from '../core/calendar.ts';
import type { Room } from './availability-store.ts';
import type { NewAvailabilityRule } from './booking-setup.ts';
import { isWithin, sessionStarts } from './open-days.ts';

/**
 * What a rule asks of its room that the room's hours do not give. Of a weekly rule the sessions outside open nothing; a
 * single day opens all the same, and somebody has to see to the room.
 */
export type RoomGap =
  | { readonly kind: 'retired'; readonly room: string }
  | {
      readonly kind: 'outside';
      readonly room: string;
      /** Of so many sessions of a day ... */
      readonly sessions: number;
      /** ... so many lie outside. */
      readonly outside: number;
      /** They are open nevertheless. */
      readonly opens: boolean;
    };

type Ruled = Pick<
  NewAvailabilityRule,
  | 'weekday'
  | 'fromMinute'
  | 'toMinute'
  | 'sessionMinutes'
  | 'bufferBeforeMinutes'
  | 'bufferAfterMinutes'
  | 'validFrom'
  | 'extra'
>;

/** Null where its room is there whenever the rule opens, and online. Pure. */
export function findRoomGap(rule: Ruled, room: Room | undefined, calendar: Calendar): RoomGap | null {
  if (room === undefined) return null;
  if (room.retired) return { kind: 'retired', room: room.name };
  if (room.hours.length === 0) return null;
  // On a make-up day a room keeps the hours of the weekday that is made up for.
  const weekday =
    rule.extra === true ? factsOf(calendar, rule.validFrom, rule.weekday).weekday : rule.weekday;
  const starts = sessionStarts(rule);
  const outside = starts.filter(
    (from) => !isWithin(room.hours, weekday, from, from + rule.sessionMinutes),
  ).length;
  if (outside === 0) return null;
  return { kind: 'outside', room: room.name, sessions: starts.length, outside, opens: rule.extra === true };
}

/** 这间房间（101室）在一天 4 次里的 2 次不开放，这几次约不到 */
export function sayRoomGap(gap: RoomGap): string {
  if (gap.kind === 'retired') return `${gap.room}已经停用，约不到`;
  const { room, sessions, outside, opens } = gap;
  if (opens) return `${outside} 次在${room}的开放钟点之外，照样开放：请先确认那天房间能用`;
  return outside === sessions
    ? `全部 ${sessions} 次都在${room}的开放钟点之外，一次也约不到`
    : `每天 ${sessions} 次里有 ${outside} 次在${room}的开放钟点之外，那几次约不到`;
}
