import { factsOf } from '../../core/calendar.ts';
import { addMs, daysMs } from '../../core/clock.ts';
import { shanghaiDate } from '../../core/shanghai-time.ts';
import { localDay } from '../../handoff/rota/local-day.ts';
import type { Scope } from '../scope.ts';

/** So far ahead nobody has booked by themselves; a series may. */
const LOOKED_DAYS = 200;

/** A booked time that could not be booked any more, since its day became a holiday or its room was retired. */
export type StrandedTime = {
  readonly appointmentId: string;
  readonly staffId: string;
  readonly counsellor: string;
  readonly startAt: Date;
  /** The name of the holiday, or null where the room is retired. */
  readonly holiday: string | null;
};

/** What staff have to look after: the program moves and cancels none of it by itself. */
export async function strandedTimes({ stores, now }: Scope): Promise<StrandedTime[]> {
  const entries = await stores.appointments.listBetween(now, addMs(now, daysMs(LOOKED_DAYS)), now);
  const { calendar } = await stores.rota.read(now);
  const rooms = await stores.availability.rooms();
  const retired = new Set(rooms.filter((room) => room.retired).map(({ id }) => id));
  const rules = await stores.availability.rules(shanghaiDate(now));
  return entries.flatMap(({ appointmentId, staffId, counsellor, roomId, startAt, status }) => {
    if (status !== 'booked' || startAt <= now) return [];
    const date = shanghaiDate(startAt);
    const holiday = factsOf(calendar, date, localDay(date).weekday).holiday ?? null;
    // Somebody opened this very day on purpose.
    const opened = rules.some((rule) => rule.extra && rule.staffId === staffId && rule.validFrom === date);
    const isRetired = roomId !== null && retired.has(roomId);
    if (!isRetired && (holiday === null || opened)) return [];
    return [{ appointmentId, staffId, counsellor, startAt, holiday: isRetired ? null : holiday }];
  });
}
