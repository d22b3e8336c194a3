import { nameActor } from '../access/audit.ts';
import { type Actor, can } from '../access/can.ts';
import { audit, type ConversationParts, inScope } from '../conversation/scope.ts';
import { sayPlace } from '../core/place.ts';

/** The calendar as staff may see it: times and rooms, nobody's name. */
export function createAppointmentDesk(parts: ConversationParts) {
  return {
    list: (actor: Actor, from: Date, to: Date) =>
      inScope(parts, async (scope) => {
        const allowed = can(actor, 'appointments.list', { kind: 'appointments' }, 'administration');
        const entry = {
          actor: nameActor(actor),
          action: 'appointments.list' as const,
          resource: 'appointments',
        };
        await audit(scope, { ...entry, purpose: 'administration', allowed });
        if (!allowed || actor.kind !== 'staff') return null;
        const entries = await scope.stores.appointments.listBetween(from, to, scope.now);
        const met = await scope.stores.daySheets.list(from, to, null);
        const confirmed = new Set(met.filter((one) => one.confirmed).map((one) => one.appointmentId));
        const closed = new Set(met.filter((one) => one.closed).map((one) => one.appointmentId));
        const atDesk = actor.roles.includes('staff');
        return entries
          .filter((one) => atDesk || one.staffId === actor.staffId)
          .map((one) => ({
            id: one.appointmentId,
            startsAt: one.startAt,
            endsAt: one.endAt,
            counsellor: one.counsellor,
            room: one.mode === 'online' ? null : sayPlace(one, ''),
            status: one.status,
            confirmed: confirmed.has(one.appointmentId),
            closed: closed.has(one.appointmentId),
          }));
      }),
  };
}
