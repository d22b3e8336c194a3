import type { Appointment } from '../../booking/appointment-store.ts';
import type { BookingResult, OfferedAppointment } from '../../booking/booking-request.ts';
import type { BookedTime, NewOffer } from '../../booking/change-offer-store.ts';
import { parseSlotId } from '../../booking/slot.ts';
import { formatRange } from '../../core/shanghai-time.ts';
import { localDateOf } from '../../handoff/rota/local-day.ts';
import type { Scope } from '../scope.ts';
import { offerKey } from './offer-rules.ts';
import { tellStaff } from './tell-staff.ts';

/** Whoever has read the sheet of this day looks for nothing new on it. */
const isOnSheet = async ({ stores }: Scope, startAt: Date): Promise<boolean> =>
  stores.daySheets.wasMade(localDateOf(startAt));

/**
 * What a student did that the counsellor would learn too late: a time given up late, and all that changes on a day whose
 * sheet is out.
 * @param before what was to be moved or called off, as it was before
 */
export async function tellCounsellors(
  scope: Scope,
  before: Appointment | null,
  result: BookingResult,
): Promise<void> {
  switch (result.of) {
    case 'confirm':
      return result.outcome === 'booked' ? tellBooked(scope, result.appointment) : undefined;
    case 'move':
      if (result.outcome !== 'moved' || before?.status !== 'booked') return;
      return tellMoved(scope, before, result.appointment);
    case 'cancel':
      if (before?.status !== 'booked') return;
      if (result.outcome === 'cancelled-late') return tellCancelled(scope, before);
      if (result.outcome === 'cancelled' && (await isOnSheet(scope, before.slot.startAt)))
        return tellCancelled(scope, before);
  }
}

export async function tellBooked(scope: Scope, one: OfferedAppointment): Promise<void> {
  const staffId = parseSlotId(one.id)?.staffId;
  if (staffId === undefined || !(await isOnSheet(scope, one.startAt))) return;
  await tellStaff(scope, staffId, `booked:${one.appointmentId}`, (texts, language) =>
    texts('sheet.booked', { time: formatRange(one.startAt, one.endAt, language) }),
  );
}

/** Who loses the time and who gets it hear of it, once where they are the same. */
async function tellMoved(scope: Scope, before: Appointment, one: OfferedAppointment): Promise<void> {
  const { staffId, startAt, endAt } = before.slot;
  const same = parseSlotId(one.id)?.staffId === staffId;
  if ((await isOnSheet(scope, startAt)) || (same && (await isOnSheet(scope, one.startAt))))
    await tellStaff(scope, staffId, `moved:${before.id}`, (texts, language) =>
      texts('sheet.moved', {
        time: formatRange(startAt, endAt, language),
        taken: formatRange(one.startAt, one.endAt, language),
      }),
    );
  if (!same) await tellBooked(scope, one);
}

export const tellCancelled = (scope: Scope, { id, slot }: Pick<Appointment, 'id' | 'slot'>): Promise<void> =>
  tellStaff(scope, slot.staffId, `cancelled:${id}`, (texts, language) =>
    texts('remind.told', { time: formatRange(slot.startAt, slot.endAt, language) }),
  );

/** The centre called it off: whose time it was waits for nobody, whatever the student does next. Not who did it themselves. */
export async function tellCalledOff(
  scope: Scope,
  { staffId, startAt, endAt }: Pick<BookedTime, 'staffId' | 'startAt' | 'endAt'>,
  { id, madeBy }: Pick<NewOffer, 'id' | 'madeBy'>,
): Promise<void> {
  if (staffId === madeBy) return;
  await tellStaff(scope, staffId, `${offerKey(id)}called-off`, (texts, language) =>
    texts('change.told.calledOff', { time: formatRange(startAt, endAt, language) }),
  );
}
