import type { ChangeOffer } from '../../booking/change-offer.ts';
import { type Reader, sayMoment } from '../../core/both-times.ts';
import type { Choice } from '../../core/message.ts';
import { WAIT_LIST } from '../../flows/waiting-list/waiting-choices.ts';
import type { Address } from '../../people/address-store.ts';
import { isChoosable } from '../changes/offer-rules.ts';
import type { CentreContent, Scope } from '../scope.ts';

/** What was asked of a student and waits for their answer; `row` is what it is about, `choice` shows or answers it. */
export type OpenQuestion = { readonly row: string; readonly choice: Choice };

type Found = OpenQuestion & { readonly addressId: string };

/**
 * Everything about appointments that a student may still answer, by what it is about. Where numbers are typed they mean the
 * list that came last: here the others are found again. An address that was joined to a person later sees only what was
 * asked there.
 */
export async function openQuestions(
  scope: Scope,
  { id: addressId, contactId }: Pick<Address, 'id' | 'contactId'>,
  { flows }: CentreContent,
  reader: Reader,
): Promise<OpenQuestion[]> {
  const { stores, now } = scope;
  const at = (startsAt: Date) => ({ time: sayMoment(startsAt, reader) });
  const found: Found[] = [];
  for (const { id, kind, startsAt, appointment } of await openOffers(scope, contactId))
    found.push({
      row: id,
      addressId: appointment.addressId,
      choice: { id: `change.look.${id}`, label: flows(`open.${kind}`, at(startsAt)) },
    });
  const place = await stores.waitingList.placeOf(contactId, now);
  // What is kept for the morning is theirs to see at night, too.
  if (place !== null && place.offer !== null)
    found.push({
      row: place.offer.id,
      addressId: place.entry.addressId,
      choice: { id: WAIT_LIST, label: flows('open.waiting', at(place.offer.startAt)) },
    });
  for (const { id, expiresAt, times, ...series } of await stores.series.offeredTo(contactId)) {
    const [first] = times;
    if (first === undefined || expiresAt <= now) continue;
    const label = flows('open.series', at(first.startAt));
    found.push({ row: id, addressId: series.addressId, choice: { id: `series.look.${id}`, label } });
  }
  for (const { id, startsAt, ...reminder } of await stores.reminders.unanswered(contactId, now)) {
    const label = flows('open.reminder', at(startsAt));
    found.push({ row: id, addressId: reminder.addressId, choice: { id: `remind.yes.${id}`, label } });
  }
  const hidesEarlier = found.length > 0 && (await stores.continues.joinedAt(addressId)) !== null;
  return found.filter((one) => !hidesEarlier || one.addressId === addressId);
}

/** Of which they were told; whoever did not choose in time still may, where nobody comes to the old time. */
async function openOffers({ stores, now }: Scope, contactId: string): Promise<ChangeOffer[]> {
  return (await stores.changeOffers.ofContact(contactId)).filter(
    (offer) =>
      offer.toldAt !== null &&
      isChoosable(offer, now) &&
      (offer.status === 'open' ? offer.kind !== 'cancel' || offer.expiresAt > now : offer.kind === 'absence'),
  );
}
