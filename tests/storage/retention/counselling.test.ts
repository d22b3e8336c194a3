import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_WISHES } from '../../../src/booking/waiting-list/wishes.ts';
import { totalsOf } from '../../../src/sessions/evaluation.ts';
import { EMPTY_RECORD } from '../../../src/sessions/record.ts';
import { computeWorkload } from '../../../src/sessions/workload.ts';
import { KeyDestroyedError } from '../../../src/storage/key-ring.ts';
import {
  type Booked,
  createBooking,
  laterTime,
  minutesAfter,
  newTime,
} from '../../contracts/booked-world.ts';
import { rawText } from '../../support/raw-text.ts';
import { asBookedWorld } from '../booked-world.ts';
import { DAY, openRetentionWorld, type RetentionWorld, YEAR } from './retention-world.ts';

const WORDS = '水獭标记七三一';

describe('counselling records after five years', () => {
  let world: RetentionWorld;
  let start: Date;
  beforeAll(async () => {
    world = await openRetentionWorld();
    start = new Date(Math.ceil((await world.now()).getTime() / DAY) * DAY + 2 * 3_600_000);
  });
  afterAll(() => world.close());

  /** Somebody came, the record is signed, and they said how it was. */
  async function counselled(
    slot: Booked['slot'],
    person?: Parameters<ReturnType<typeof createBooking>['book']>[1],
  ) {
    const booked = asBookedWorld(world);
    const { book } = createBooking(() => booked);
    const one = await book(slot, person, slot.startAt);
    const { appointmentId, contactId, addressId } = one;
    const now = slot.endAt;
    const { staffId } = slot;
    await world.transactions.run(async ({ sessions, records, evaluations, intakes, consents, wishes }) => {
      await consents.record({
        id: randomUUID(),
        contactId,
        addressId,
        purpose: 'counselling',
        version: '1',
        given: true,
        now,
      });
      await sessions.setAttendance({ id: randomUUID(), appointmentId, attendance: 'attended', staffId, now });
      await sessions.checkIn(appointmentId, null, now);
      const body = { ...EMPTY_RECORD, text: WORDS };
      const record = { id: randomUUID(), appointmentId, contactId, staffId, body, signs: true, now };
      await records.write({ ...record, seen: null });
      await intakes.answer({
        formId: randomUUID(),
        contactId,
        addressId,
        field: 'reason',
        value: WORDS,
        now,
      });
      await wishes.keep(addressId, { ...(await wishes.of(addressId)) }, now);
      await evaluations.plan({ appointmentId, contactId, staffId, askAt: now });
      const asked = await evaluations.find(appointmentId, contactId);
      if (asked === null) throw new Error('nothing was asked');
      const answers = { heard: 5, fit: 4, helped: 3, words: WORDS } as const;
      await evaluations.save({ ...asked, answers, status: 'done' }, now);
    });
    return one;
  }

  async function workload(staffId: string) {
    const { sessions, evaluations } = world.stores;
    const [from, to] = [new Date(start.getTime() - DAY), new Date(start.getTime() + 30 * DAY)];
    return computeWorkload({
      staffId,
      counsellor: '测试老师',
      sessions: [...(await sessions.list([staffId], from, to)), ...(await sessions.past(staffId, from, to))],
      duty: [],
      groups: [],
      evaluations: totalsOf(await evaluations.answersOf(staffId, from, to)),
      now: await world.now(),
    });
  }

  it('are gone, their words with them, and the workload says the same; whoever is still in care keeps all', async () => {
    const slot = await newTime(asBookedWorld(world), start);
    const { staffId } = slot;
    const over = [];
    for (let day = 0; day < 5; day += 1) over.push(await counselled(laterTime(slot, day * 1_440)));
    // Closed, and nobody came: counted neither while it is there nor afterwards.
    const closed = await createBooking(() => asBookedWorld(world)).book(laterTime(slot, 300), over[0], start);
    await world.database.sql(
      `insert into xinqiao.change_offer (id, appointment_id, address_id, starts_at, kind, cause, made_by, made_at, status,
         expires_at, settled_at)
       values (gen_random_uuid(), $1, $2, $3, 'absence', 'counsellor-away', $4, $3, 'expired', $3, $3)`,
      [closed.appointmentId, closed.addressId, closed.slot.startAt, staffId],
    );
    const again = await counselled(laterTime(slot, 60));
    const waiting = await counselled(laterTime(slot, 120));
    const followed = await counselled(laterTime(slot, 180));
    await world.database.advance(40 * DAY);
    const before = await workload(staffId);
    expect(before).toMatchObject({ attended: 8, signed: 8, unsettled: 0, evaluations: { count: 5 } });
    const [file] = await world.database.sql<{ data_key_id: string }>(
      'select data_key_id from xinqiao.counselling_file where contact_id = $1',
      [over[0]?.contactId],
    );

    // A day too early nothing goes; the forecast says what will.
    await world.database.advance(5 * YEAR - 60 * DAY);
    expect((await world.retention.carryOut()).counselling).toBe(0);
    await counselled(laterTime(slot, Math.round((5 * YEAR) / 60_000 / 1_440) * 1_440), again);
    await world.stores.waitingList.join({
      id: randomUUID(),
      contactId: waiting.contactId,
      addressId: waiting.addressId,
      wishes: NO_WISHES,
      now: await world.now(),
    });
    await world.database.sql(
      `with key as (insert into xinqiao.data_key (id, kid, wrapped, made_at)
         values (gen_random_uuid(), 'test', '\\x00', now()) returning id)
       insert into xinqiao.handoff_case (id, data_key_id, contact_id, address_id, channel, level, status, known_contact,
         opened_at, level_since)
       select gen_random_uuid(), key.id, $1, $2, 'web', 'high', 'open', true, now(), now() from key`,
      [followed.contactId, followed.addressId],
    );
    const inAYear = new Date((await world.now()).getTime() + 30 * DAY);
    expect((await world.retention.forecast(inAYear)).counselling).toBe(5);
    expect(await world.count('session_record')).toBe(9);

    await world.database.advance(30 * DAY);
    // Two processes at once delete it once.
    const [one, other] = await Promise.all([world.retention.carryOut(), world.retention.carryOut()]);
    expect(one.counselling + other.counselling).toBe(5);
    expect((await world.retention.carryOut()).counselling).toBe(0);
    expect(await workload(staffId)).toEqual(before);

    const gone = over.map(({ contactId }) => `'${contactId}'`).join();
    for (const table of ['appointment', 'visitor_evaluation', 'counselling_file', 'intake_form'])
      expect(await world.count(`${table} where contact_id in (${gone})`)).toBe(0);
    expect(await world.count(`consent where purpose = 'counselling' and contact_id in (${gone})`)).toBe(0);
    const theirs = over.map(({ appointmentId }) => `'${appointmentId}'`).join();
    for (const table of ['session_record', 'session_visit', 'attendance_change'])
      expect(await world.count(`${table} where appointment_id in (${theirs})`)).toBe(0);
    await expect(world.keys.load(world.database.db, file?.data_key_id ?? '')).rejects.toThrow(
      KeyDestroyedError,
    );

    // What stays without a person names nobody.
    const left = rawText(
      await world.database.sql(
        'select s::text, e::text from xinqiao.past_session s, xinqiao.past_evaluation e',
      ),
    );
    for (const { contactId, addressId, appointmentId } of over)
      for (const id of [contactId, addressId, appointmentId, WORDS]) expect(left).not.toContain(id);

    for (const { appointmentId, contactId } of [again, waiting, followed]) {
      const [kept] = await world.reopen().records.ofSession(appointmentId, contactId);
      expect(kept).toMatchObject({ body: { text: WORDS } });
    }
    expect(
      await world.database.sql(`select resource from xinqiao.audit_entry where action = 'retention.delete'`),
    ).toContainEqual({ resource: 'retention:counselling:5' });
  }, 60_000);

  it('are deleted before their time by nobody, not even by the role that may delete', async () => {
    const slot = await newTime(asBookedWorld(world), minutesAfter(await world.now(), 600));
    const booked = asBookedWorld(world);
    const { appointmentId } = await createBooking(() => booked).book(slot, undefined, await world.now());
    await expect(
      world.retentionDb.deleteFrom('appointment').where('id', '=', appointmentId).execute(),
    ).rejects.toThrow('kept for five years');
    await expect(world.retentionDb.deleteFrom('session_record').execute()).rejects.toThrow(
      'session_record is kept for 5 years',
    );
    for (const table of ['past_session', 'session_record', 'audit_cut'] as const)
      await expect(world.database.db.deleteFrom(table).execute()).rejects.toThrow('permission denied');
    await expect(
      world.retentionDb.updateTable('session_record').set({ version: 9 }).execute(),
    ).rejects.toThrow('permission denied');
  });

  it('leave the key to whoever was taken for the same person and is kept longer', async () => {
    const slot = await newTime(asBookedWorld(world), minutesAfter(await world.now(), 1_200));
    const one = await counselled(slot);
    const other = await world.addPerson();
    await world.database.sql(
      `insert into xinqiao.counselling_file (contact_id, data_key_id, made_at)
       select $2, data_key_id, made_at from xinqiao.counselling_file where contact_id = $1`,
      [one.contactId, other.contactId],
    );
    await world.database.advance(5 * YEAR + 40 * DAY);
    const theirs = await counselled(laterTime(slot, Math.round((5 * YEAR) / 60_000)), other);
    await world.retention.carryOut();
    const read = (who: Booked) => world.reopen().records.ofSession(who.appointmentId, who.contactId);
    expect(await read(one)).toEqual([]);
    expect(await read(theirs)).toMatchObject([{ body: { text: WORDS } }]);
  });
});
