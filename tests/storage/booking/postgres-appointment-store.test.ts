import { afterAll, beforeAll } from 'vitest';
import { appointmentStoreContract } from '../../contracts/appointment-store-contract.ts';
import { calendarContract } from '../../contracts/calendar-contract.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { openBookingWorld } from './booking-world.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.close());

appointmentStoreContract('PostgreSQL', async () => openBookingWorld(database));
calendarContract('PostgreSQL', async () => openBookingWorld(database));
