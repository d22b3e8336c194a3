import { isIntakeEntry } from '../../core/intake.ts';
import type { AppointmentOf, IntakeStore } from '../../people/intake-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';

const VALUE_PLACE = 'intake_answer.value';

/** Nobody waits in a hold, and who cancelled is nobody's to prepare for. */
const BOOKED = ['booked', 'attended', 'no-show'] as const;

const selectAppointments = (session: Session) =>
  session
    .selectFrom('appointment as a')
    .innerJoin('staff_member as s', 's.id', 'a.staff_id')
    .leftJoin('intake_form as f', 'f.contact_id', 'a.contact_id')
    .select([
      'a.id as appointmentId',
      'a.contact_id as contactId',
      'a.staff_id as staffId',
      's.name as counsellor',
      sql<Date>`lower(a.during)`.as('startsAt'),
      sql<Date>`upper(a.during)`.as('endsAt'),
      sql<AppointmentOf['form']>`case when f.id is null then 'none'
        when f.finished_at is null then 'begun' else 'finished' end`.as('form'),
    ])
    .where('a.status', 'in', [...BOOKED]);

export function createPostgresIntakeStore(session: Session, keys: KeyRing): IntakeStore {
  const formOf = (contactId: string) =>
    session.selectFrom('intake_form').selectAll().where('contact_id', '=', contactId).executeTakeFirst();
  const rowOf = (formId: string, field: string): string => `${formId}|${field}`;

  return {
    async answered(contactId) {
      const form = await formOf(contactId);
      if (form === undefined) return null;
      const rows = await session
        .selectFrom('intake_answer')
        .select('field')
        .where('form_id', '=', form.id)
        .execute();
      return rows.map(({ field }) => field);
    },
    async answer({ formId, contactId, addressId, field, value, now }) {
      await session
        .insertInto('intake_form')
        .values({
          id: formId,
          contact_id: contactId,
          address_id: addressId,
          begun_at: now,
          finished_at: null,
        })
        .onConflict((oc) => oc.column('contact_id').doNothing())
        .execute();
      const form = await formOf(contactId);
      if (form === undefined) throw new Error('a form was neither there nor made');
      const key = await keys.ofAddress(session, form.address_id);
      const sealed = keys.vault.seal(key, { table: VALUE_PLACE, row: rowOf(form.id, field) }, value);
      await session
        .insertInto('intake_answer')
        .values({ form_id: form.id, field, value_sealed: sealed, at: now })
        .onConflict((oc) => oc.columns(['form_id', 'field']).doUpdateSet({ value_sealed: sealed, at: now }))
        .execute();
    },
    async finish(contactId, now) {
      await session
        .updateTable('intake_form')
        .set({ finished_at: now })
        .where('contact_id', '=', contactId)
        .where('finished_at', 'is', null)
        .execute();
    },
    appointments: (from, to) =>
      selectAppointments(session)
        .where(sql<boolean>`lower(a.during) >= ${from} and lower(a.during) < ${to}`)
        .orderBy('startsAt')
        .orderBy('a.id')
        .execute(),
    async appointment(appointmentId) {
      return (await selectAppointments(session).where('a.id', '=', appointmentId).executeTakeFirst()) ?? null;
    },
    async read(contactId) {
      const form = await formOf(contactId);
      if (form === undefined) return null;
      const rows = await session
        .selectFrom('intake_answer')
        .selectAll()
        .where('form_id', '=', form.id)
        .orderBy('at')
        .execute();
      const key = await keys.ofAddress(session, form.address_id);
      const answers = rows.flatMap(({ field, value_sealed, at }) => {
        if (!isIntakeEntry(field)) return [];
        const place = { table: VALUE_PLACE, row: rowOf(form.id, field) };
        return [{ field, value: keys.vault.open(key, place, value_sealed), at }];
      });
      return { begunAt: form.begun_at, finishedAt: form.finished_at, answers };
    },
  };
}
