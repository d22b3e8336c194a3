import { nameActor, nameResource } from '../../../access/audit.ts';
import { type Actor, can, type IntakeRelation } from '../../../access/can.ts';
import { localDateOf } from '../../../booking/local-day.ts';
import { addMs, daysMs } from '../../../core/clock.ts';
import type { AppointmentOf, IntakeAnswer } from '../../../people/intake-store.ts';
import { audit, type ConversationParts, inScope, type Scope } from '../../scope.ts';

/** Appointments of so many days, before and after now, are listed. */
const DAYS_BACK = 14;
const DAYS_AHEAD = 60;

export type IntakeRow = {
  readonly appointmentId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly counsellor: string;
  readonly form: 'none' | 'begun' | 'finished';
  readonly bound: boolean;
};

export type IntakeView = IntakeRow & {
  readonly answers: readonly IntakeAnswer[];
  /** As the roster has them; null where they are bound to nobody, or for whoever is not their counsellor. */
  readonly person: { readonly name: string; readonly college: string } | null;
};

/** 初访登记表, for the counsellor of the appointment and whoever supervises them; authorised and audited here. */
export interface IntakeDesk {
  list(actor: Actor): Promise<IntakeRow[] | null>;
  /** Null and absent look alike. */
  view(actor: Actor, appointmentId: string): Promise<IntakeView | null>;
}

export const createIntakeDesk = (parts: ConversationParts): IntakeDesk => ({
  list: (actor) =>
    inScope(parts, async (scope) => {
      const allowed = can(actor, 'intake.list', { kind: 'intake' }, 'care');
      const entry = { actor: nameActor(actor), action: 'intake.list' as const, resource: 'intake' };
      await audit(scope, { ...entry, purpose: 'care', allowed });
      if (!allowed) return null;
      const { stores, now } = scope;
      const from = addMs(now, -daysMs(DAYS_BACK));
      const found = await stores.intakes.appointments(from, addMs(now, daysMs(DAYS_AHEAD)));
      const rows: IntakeRow[] = [];
      for (const one of found)
        if (can(actor, 'intake.read', await relate(scope, one), 'care')) rows.push(await rowOf(scope, one));
      return rows;
    }),
  view: (actor, appointmentId) =>
    inScope(parts, async (scope) => {
      const one = await scope.stores.intakes.appointment(appointmentId);
      if (one === null || actor.kind !== 'staff') return null;
      const resource = await relate(scope, one);
      const allowed = can(actor, 'intake.read', resource, 'care');
      const entry = {
        actor: nameActor(actor),
        action: 'intake.read' as const,
        resource: nameResource(resource),
      };
      await audit(scope, { ...entry, purpose: 'care', allowed });
      if (!allowed) return null;
      const isTheirs = one.staffId === actor.staffId;
      const form = await scope.stores.intakes.read(one.contactId);
      const answers = (form?.answers ?? []).filter(({ field }) => isTheirs || field !== 'contact');
      const person = isTheirs ? await scope.stores.bindings.personOf(one.contactId) : null;
      return { ...(await rowOf(scope, one)), answers, person };
    }),
});

async function relate({ stores, now }: Scope, one: AppointmentOf): Promise<IntakeRelation> {
  const supervisorIds = await stores.supervisions.supervisorsOf(one.staffId, localDateOf(now));
  return { kind: 'intake', id: one.appointmentId, ownerId: one.staffId, supervisorIds };
}

async function rowOf({ stores }: Scope, one: AppointmentOf): Promise<IntakeRow> {
  const { appointmentId, startsAt, endsAt, counsellor, contactId } = one;
  const bound = await stores.bindings.isBound(contactId);
  return { appointmentId, startsAt, endsAt, counsellor, form: one.form, bound };
}
