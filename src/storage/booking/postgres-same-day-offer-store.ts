import type { OfferedTime, SameDayOfferStore } from '../../booking/same-day-offer-store.ts';
import type { Session } from '../database.ts';
import { endOf, startOf } from './appointment-rows.ts';

export function createPostgresSameDayOfferStore(session: Session): SameDayOfferStore {
  const select = () =>
    session
      .selectFrom('same_day_offer as o')
      .innerJoin('appointment as a', 'a.id', 'o.appointment_id')
      .innerJoin('staff_member as s', 's.id', 'a.staff_id')
      .select([
        'o.appointment_id as appointmentId',
        'o.case_id as caseId',
        'o.staff_id as staffId',
        'o.expires_at as expiresAt',
        'o.outcome',
        'a.contact_id as contactId',
        'a.address_id as addressId',
        'a.status',
        'a.cancelled_at as cancelledAt',
        's.name as counsellor',
        startOf.as('startAt'),
        endOf.as('endAt'),
      ]);
  return {
    async note({ appointmentId, caseId, staffId, expiresAt }, now) {
      await session
        .insertInto('same_day_offer')
        .values({
          appointment_id: appointmentId,
          case_id: caseId,
          staff_id: staffId,
          offered_at: now,
          expires_at: expiresAt,
          outcome: null,
          settled_at: null,
        })
        .onConflict((oc) => oc.doNothing())
        .execute();
    },
    overdue: (now, limit) =>
      session
        .selectFrom('same_day_offer as o')
        .innerJoin('appointment as a', 'a.id', 'o.appointment_id')
        .select(['o.appointment_id as appointmentId', 'a.address_id as addressId'])
        .where('o.outcome', 'is', null)
        .where('o.expires_at', '<=', now)
        .orderBy('o.expires_at')
        .limit(limit)
        .execute(),
    async settle(appointmentId, now) {
      const found = await select()
        .where('o.appointment_id', '=', appointmentId)
        .where('o.outcome', 'is', null)
        .where('o.expires_at', '<=', now)
        .forUpdate('o')
        .skipLocked()
        .executeTakeFirst();
      if (found === undefined) return null;
      const { status, cancelledAt, outcome: _outcome, ...offer } = found;
      const lapsed = ranOut({ status, cancelledAt, expiresAt: offer.expiresAt });
      await session
        .updateTable('same_day_offer')
        .set({ outcome: lapsed ? 'lapsed' : 'answered', settled_at: now })
        .where('appointment_id', '=', appointmentId)
        .execute();
      return lapsed ? offer : null;
    },
    async lastOf(caseId, now) {
      const found = await select()
        .where('o.case_id', '=', caseId)
        .orderBy('o.offered_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (found === undefined) return null;
      const { status, cancelledAt: _cancelledAt, outcome, ...offer } = found;
      if (outcome === 'lapsed') return { ...offer, state: 'lapsed' };
      return status === 'held' && offer.expiresAt > now ? { ...offer, state: 'waiting' } : null;
    },
  };
}

/** A hold that ran out stays as it is until somebody takes its time, who then clears it: that is no answer either. */
const ranOut = ({
  status,
  cancelledAt,
  expiresAt,
}: Pick<OfferedTime, 'expiresAt'> & {
  readonly status: string;
  readonly cancelledAt: Date | null;
}): boolean =>
  status === 'held' || (status === 'cancelled' && cancelledAt !== null && cancelledAt >= expiresAt);
