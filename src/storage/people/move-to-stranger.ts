import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';

/** Somebody who had the browser of another's link: what they did there is theirs and not that other person's. */
export type Parting = {
  readonly oldContactId: string;
  readonly newContactId: string;
  /** The address that was joined, and those that went on from it. */
  readonly addressIds: readonly string[];
  readonly joinedAt: Date;
};

/** Each row names the address at which it came to be; such an address had never been anybody else's. */
const BY_ADDRESS = [
  'session_series',
  'waiting_list_entry',
  'sign_up',
  'consent',
  'identity_claim',
  'identity_request',
  'identity_binding',
] as const;

/**
 * What was done at these addresses goes with whoever did it. Nothing is sealed anew: words are sealed with the key of
 * their address, records of sessions with that of their file, which the new contact gets as well.
 * The addresses must be the new contact's already, and the old contact locked.
 */
export async function moveToStranger(session: Session, parting: Parting): Promise<void> {
  const { newContactId, addressIds } = parting;
  for (const table of BY_ADDRESS)
    await sql`update ${sql.table(table)} set contact_id = ${newContactId}
      where address_id in (${sql.join([...addressIds])})`.execute(session);
  await moveAppointments(session, parting);
  await partForms(session, parting);
}

async function moveAppointments(session: Session, parting: Parting): Promise<void> {
  const { oldContactId, newContactId, addressIds } = parting;
  const moved = await session
    .updateTable('appointment')
    .set({ contact_id: newContactId })
    .where('address_id', 'in', [...addressIds])
    .returning('id')
    .execute();
  if (moved.length === 0) return;
  const ids = moved.map(({ id }) => id);
  await session
    .updateTable('visitor_evaluation')
    .set({ contact_id: newContactId })
    .where('appointment_id', 'in', ids)
    .execute();
  await session
    .updateTable('referral')
    .set({ contact_id: newContactId })
    .where('appointment_id', 'in', ids)
    .execute();
  // What was signed never changes, so it cannot be sealed anew; the key goes when the last of its files goes.
  await sql`
    insert into xinqiao.counselling_file (contact_id, data_key_id, made_at)
    select ${newContactId}, f.data_key_id, f.made_at from xinqiao.counselling_file f
    where f.contact_id = ${oldContactId} and (
      exists (select from xinqiao.session_record r where r.appointment_id in (${sql.join(ids)}))
      or exists (select from xinqiao.referral r where r.appointment_id in (${sql.join(ids)}))
      or exists (select from xinqiao.visitor_evaluation e
        where e.appointment_id in (${sql.join(ids)}) and e.answers_sealed is not null))`.execute(session);
}

/**
 * A contact has one form. It goes with whoever began it, and of the answers given since the joining only those of its
 * owner stay: an answer is from where something was heard in the same turn, and from a stranger where that is not known.
 */
async function partForms(session: Session, parting: Parting): Promise<void> {
  const { oldContactId, newContactId, addressIds, joinedAt } = parting;
  const form = await session
    .selectFrom('intake_form')
    .select(['id', 'address_id'])
    .where('contact_id', '=', oldContactId)
    .executeTakeFirst();
  if (form === undefined) return;
  const isTheirs = addressIds.includes(form.address_id);
  const heardOfOld = sql<boolean>`exists (
    select from xinqiao.heard h join xinqiao.address a on a.id = h.address_id
    where a.contact_id = ${oldContactId} and h.at = intake_answer.at)`;
  const dropped = await session
    .deleteFrom('intake_answer')
    .where('form_id', '=', form.id)
    .where('at', '>=', joinedAt)
    .where(isTheirs ? heardOfOld : sql<boolean>`not ${heardOfOld}`)
    .executeTakeFirst();
  if (dropped.numDeletedRows > 0n)
    await session.updateTable('intake_form').set({ finished_at: null }).where('id', '=', form.id).execute();
  if (isTheirs)
    await session
      .updateTable('intake_form')
      .set({ contact_id: newContactId })
      .where('id', '=', form.id)
      .execute();
}
