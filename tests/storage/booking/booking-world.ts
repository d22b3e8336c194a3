import { randomUUID } from 'node:crypto';
import { createPostgresAppointmentStore } from '../../../src/storage/booking/postgres-appointment-store.ts';
import { createPostgresBookingSetup } from '../../../src/storage/booking/postgres-booking-setup.ts';
import type { AppointmentStoreWorld, Person } from '../../contracts/appointment-store-world.ts';
import type { TestDatabase } from '../../support/test-database.ts';

const MADE_AT = new Date('2026-09-01T00:00:00Z');

/** The real store on a real database, with the rows of other folders that it refers to. */
export function openBookingWorld(database: TestDatabase): AppointmentStoreWorld {
  const { db, sql } = database;
  return {
    store: createPostgresAppointmentStore(db),
    setup: createPostgresBookingSetup(db),
    async addCounsellor(name) {
      const id = randomUUID();
      const row = { id, name, roles: ['counsellor'], made_at: MADE_AT, disabled_at: null };
      await db.insertInto('staff_member').values(row).execute();
      return id;
    },
    async disableCounsellor(staffId) {
      await db.updateTable('staff_member').set({ disabled_at: MADE_AT }).where('id', '=', staffId).execute();
    },
    addContact: () => addContact(database),
    async addAway({ staffId, startAt, endAt }) {
      await sql('insert into xinqiao.availability_exception values ($1, $2, tstzrange($3, $4))', [
        randomUUID(),
        staffId,
        startAt,
        endAt,
      ]);
    },
  };
}

async function addContact({ sql }: TestDatabase): Promise<Person> {
  const contactId = randomUUID();
  const addressId = randomUUID();
  const keyId = randomUUID();
  await sql('insert into xinqiao.contact (id, made_at) values ($1, $2)', [contactId, MADE_AT]);
  await sql("insert into xinqiao.data_key (id, kid, wrapped, made_at) values ($1, 'test', '\\x00', $2)", [
    keyId,
    MADE_AT,
  ]);
  await sql(
    `insert into xinqiao.address
       (id, contact_id, data_key_id, channel, bot, account_hash, account_sealed, made_at, last_heard_at)
     values ($1, $2, $3, 'web', 'web', $4, '\\x00', $5, $5)`,
    [addressId, contactId, keyId, Buffer.from(addressId), MADE_AT],
  );
  return { contactId, addressId };
}
