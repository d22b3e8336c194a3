import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EMPTY_RECORD } from '../../../src/sessions/record.ts';
import { createBooking, NOW, newTime } from '../../contracts/booked-world.ts';
import { evaluationStoreContract } from '../../contracts/evaluation-store-contract.ts';
import { recordStoreContract } from '../../contracts/record-store-contract.ts';
import { referralStoreContract } from '../../contracts/referral-store-contract.ts';
import { seriesStoreContract } from '../../contracts/series-store-contract.ts';
import { sessionStoreContract } from '../../contracts/session-store-contract.ts';
import { supervisionStoreContract } from '../../contracts/supervision-store-contract.ts';
import { asBookedWorld } from '../booked-world.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

let world: StoreWorld;
beforeAll(async () => {
  world = await openStoreWorld();
});
afterAll(() => world.close());

const open = async () => asBookedWorld(world);
sessionStoreContract('PostgreSQL', open);
recordStoreContract('PostgreSQL', open);
seriesStoreContract('PostgreSQL', open);
referralStoreContract('PostgreSQL', open);
evaluationStoreContract('PostgreSQL', open);
supervisionStoreContract('PostgreSQL', open);

it('lets the application change no signed record and take away no word on who came', async () => {
  const booked = asBookedWorld(world);
  const { book } = createBooking(() => booked);
  const { appointmentId, contactId, slot } = await book(await newTime(booked));
  const { staffId } = slot;
  const record = { id: randomUUID(), appointmentId, contactId, staffId, body: EMPTY_RECORD, now: NOW };
  await world.transactions.run(({ records }) => records.write({ ...record, signs: true, seen: null }));
  const said = { id: randomUUID(), appointmentId, attendance: 'attended' as const, staffId, now: NOW };
  await world.stores.sessions.setAttendance(said);
  const { db } = world.database;
  await expect(
    db.updateTable('session_record').set({ changed_at: NOW }).where('id', '=', record.id).execute(),
  ).rejects.toThrow('a signed record never changes');
  for (const table of ['session_record', 'attendance_change', 'referral_event', 'counselling_file'] as const)
    await expect(db.deleteFrom(table).execute()).rejects.toThrow('permission denied');
  await expect(db.updateTable('attendance_change').set({ at: NOW }).execute()).rejects.toThrow(
    'permission denied',
  );
});
