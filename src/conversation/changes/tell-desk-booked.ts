import type { OfferedAppointment } from '../../booking/booking-request.ts';
import { lateMinutes } from '../../booking/reminder.ts';
import { parseSlotId } from '../../booking/slot.ts';
import { sayMoment, sayRange } from '../../core/both-times.ts';
import { addMs, minutesMs } from '../../core/clock.ts';
import { sayPlace } from '../../core/place.ts';
import { sayMinutes } from '../../flows/sayings.ts';
import type { Address } from '../../people/address-store.ts';
import type { Scope } from '../scope.ts';
import { sayWithCalendar } from '../student/calendar-file.ts';
import { isAskedFirst } from '../student/first-visit.ts';
import { sayBeside } from './say-beside.ts';
import { tellBooked } from './tell-counsellors.ts';

/**
 * To the student, who can call it off or move it from there, with its calendar entry; and to the counsellor, unless they
 * booked it themselves.
 */
export async function tellDeskBooked(
  scope: Scope,
  bookedBy: string,
  { id: addressId, contactId, language: read }: Address,
  one: OfferedAppointment,
): Promise<void> {
  const { centre, now } = scope;
  const { noticePeriodMinutes } = centre.booking;
  const late = lateMinutes(noticePeriodMinutes, centre.reminders);
  const mayMove = addMs(one.startAt, -minutesMs(late)) >= now;
  const asked = await isAskedFirst({ scope, address: { contactId }, language: read });
  const content = centre.contents[read];
  const calendar = await sayWithCalendar({ scope, addressId, content }, '', [one]);
  const compose: Parameters<typeof sayBeside>[3] = ({ flows }, language, timeZone) => {
    const reader = { language, timeZone };
    const { counsellor, onlineAddress, appointmentId } = one;
    const online =
      onlineAddress === undefined
        ? flows('booking.online')
        : flows('booking.onlineAt', { address: onlineAddress });
    const told = flows('deskBooked.told', {
      counsellor,
      time: sayRange(one, reader),
      room: sayPlace(one, online),
      notice: sayMinutes(noticePeriodMinutes, flows),
    });
    const time = sayMoment(one.startAt, reader);
    const cancel = { id: `unbook.${appointmentId}`, label: flows('appointments.cancel', { time }) };
    const move = { id: `rebook.${appointmentId}`, label: flows('appointments.move', { time }) };
    const words = asked ? `${told}\n\n${flows('deskBooked.stillAsked')}` : told;
    return {
      ...calendar,
      text: `${words}${calendar.text}`,
      choices: mayMove ? [cancel, move] : [cancel],
    };
  };
  await sayBeside(scope, addressId, `desk-booked:${one.appointmentId}`, compose, { staleAt: one.startAt });
  if (parseSlotId(one.id)?.staffId !== bookedBy) await tellBooked(scope, one);
}
