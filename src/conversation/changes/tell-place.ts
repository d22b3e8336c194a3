import type { Room } from '../../booking/availability-store.ts';
import { sayRange } from '../../core/both-times.ts';
import { sayRoom } from '../../core/place.ts';
import type { Scope } from '../scope.ts';
import { sayBeside } from './say-beside.ts';
import { bookedIn, keepingOf } from './stranded-times.ts';

const placeKey = (appointmentId: string): string => `place:${appointmentId}:`;
const placeOf = ({ name, campus }: Room): string => sayRoom({ room: name, campus }) ?? name;

/**
 * Whoever has a time ahead in this room looks for it under the name that they know. What was said of it before and has not
 * left yet is true no more. A retired room is no place: its times are the desk's to settle, and so is a time that does not
 * hold for something else: whoever heard that nobody comes does not hear that it stays.
 */
export async function tellPlace(scope: Scope, before: Room | undefined, after: Room): Promise<void> {
  if (before === undefined || after.retired || placeOf(before) === placeOf(after)) return;
  const { appointments, outgoing } = scope.stores;
  const { nameCounsellor } = scope.centre.reminders;
  const cannotKeep = keepingOf(scope);
  for (const { appointmentId, contactId } of await bookedIn(scope, after.id)) {
    const one = await appointments.find(appointmentId, contactId);
    if (one === null) continue;
    await outgoing.dropHeldToo(one.addressId, [placeKey(appointmentId)]);
    if (one.closed === true || (await cannotKeep(one))) continue;
    await sayBeside(
      scope,
      one.addressId,
      // The same name may come back after another one.
      `${placeKey(appointmentId)}${placeOf(after)}:${scope.now.getTime()}`,
      ({ tools }, language, timeZone) => {
        const time = sayRange(one.slot, { language, timeZone });
        const place = placeOf(after);
        return {
          text: nameCounsellor
            ? tools('place.changed', { time, place })
            : tools('place.changedUnnamed', { time }),
          choices: [],
        };
      },
      { staleAt: one.slot.endAt },
    );
  }
}
