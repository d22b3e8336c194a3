import type { Appointment, CalendarEntry } from '../../booking/appointment-store.ts';
import type { LeaveTime } from '../../booking/change-offer-store.ts';
import { type Stranding, type StrandingFacts, strandedBy } from '../../booking/stranding.ts';
import { addMs, daysMs } from '../../core/clock.ts';
import { shanghaiDate } from '../../core/shanghai-time.ts';
import type { Scope } from '../scope.ts';

/** So far ahead nobody has booked by themselves; a series may. */
const LOOKED_DAYS = 200;

/** A booked time that could not be booked any more, and why. */
export type StrandedTime = {
  readonly appointmentId: string;
  readonly staffId: string;
  readonly counsellor: string;
  readonly startAt: Date;
  readonly why: Stranding | { readonly kind: 'leave'; readonly leave: LeaveTime['leave'] };
};

type Looking = Pick<Scope, 'stores' | 'now'>;

/** What staff have to look after: the program moves and cancels none of it by itself. */
export async function strandedTimes({ stores, now }: Scope): Promise<StrandedTime[]> {
  const inLeave = (await stores.changeOffers.inLeave(now)).map(
    ({ id, staffId, counsellor, startAt, leave }): StrandedTime => ({
      appointmentId: id,
      staffId,
      counsellor,
      startAt,
      why: { kind: 'leave', leave },
    }),
  );
  const known = new Set(inLeave.map(({ appointmentId }) => appointmentId));
  const others = (await strandedOtherwise({ stores, now })).filter(
    ({ appointmentId }) => !known.has(appointmentId),
  );
  return [...inLeave, ...others];
}

async function strandedOtherwise(scope: Looking): Promise<StrandedTime[]> {
  const facts = await readFacts(scope);
  return (await readBooked(scope)).flatMap((entry) => {
    const why = strandedBy(entry, facts);
    const { appointmentId, staffId, counsellor, startAt } = entry;
    return why === null ? [] : [{ appointmentId, staffId, counsellor, startAt, why }];
  });
}

async function readBooked({ stores, now }: Looking): Promise<CalendarEntry[]> {
  const entries = await stores.appointments.listBetween(now, addMs(now, daysMs(LOOKED_DAYS)), now);
  return entries.filter(({ status, startAt }) => status === 'booked' && startAt > now);
}

async function readFacts({ stores, now }: Looking): Promise<StrandingFacts> {
  const { calendar } = await stores.rota.read(now);
  const rooms = await stores.availability.rooms();
  return { calendar, rooms, rules: await stores.availability.rules(shanghaiDate(now)) };
}

/** How many booked times a room is not there for. */
export async function countStrandedIn(scope: Looking, roomId: string): Promise<number> {
  const facts = await readFacts(scope);
  return (await readBooked(scope)).filter((entry) => {
    const kind = entry.roomId === roomId ? strandedBy(entry, facts)?.kind : undefined;
    return kind === 'room' || kind === 'hours';
  }).length;
}

/** What is booked ahead in a room. */
export const bookedIn = async (scope: Looking, roomId: string): Promise<CalendarEntry[]> =>
  (await readBooked(scope)).filter((entry) => entry.roomId === roomId);

type Booked = Pick<Appointment, 'slot' | 'inLeave'>;

/**
 * Whether a booked time does not hold, whoever has been told of it: whoever gives it up is not late. What speaks against
 * times is read once, however many are asked about.
 */
export function keepingOf(scope: Looking): (one: Booked) => Promise<boolean> {
  let facts: Promise<StrandingFacts> | null = null;
  return async ({ slot, inLeave }) => {
    if (inLeave === true) return true;
    facts ??= readFacts(scope);
    return strandedBy(slot, await facts) !== null;
  };
}

export const cannotKeep = (scope: Looking, one: Booked): Promise<boolean> => keepingOf(scope)(one);

/** Whether a booked time could not be booked any more, for something else than leave. */
export async function isStranded(
  scope: Looking,
  { appointmentId, contactId }: { readonly appointmentId: string; readonly contactId: string },
): Promise<boolean> {
  const booked = await scope.stores.appointments.find(appointmentId, contactId);
  return booked !== null && strandedBy(booked.slot, await readFacts(scope)) !== null;
}
