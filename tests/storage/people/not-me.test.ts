import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_WISHES } from '../../../src/booking/waiting-list/wishes.ts';
import { addMs, daysMs, hoursMs } from '../../../src/core/clock.ts';
import type { IntakeEntry } from '../../../src/core/intake.ts';
import { planRoster } from '../../../src/people/roster-file.ts';
import { EMPTY_RECORD } from '../../../src/sessions/record.ts';
import { newActivity } from '../../contracts/activity-store-contract.ts';
import { createBooking, laterTime, NOW, newTime, START } from '../../contracts/booked-world.ts';
import { asBookedWorld } from '../booked-world.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

type Person = { contactId: string; addressId: string };

const ROSTER = ['学号,姓名,邮箱,学院,年级', ...[1, 2, 3].map((n) => `2026200${n},测试同学,,测试学院,2026`)];
const LATER = addMs(NOW, hoursMs(1));

let world: StoreWorld;
let staffId: string;
beforeAll(async () => {
  world = await openStoreWorld();
  await world.stores.roster.save(planRoster(ROSTER.join('\n')).people, NOW);
  staffId = await world.addStaff('测试前台');
});
afterAll(() => world.close());

const { book } = createBooking(() => asBookedWorld(world));

/** A browser that went on from there: an address of the same person. */
async function follows(from: Person): Promise<Person> {
  const token = randomUUID();
  await world.stores.continues.makeLink({
    token,
    addressId: from.addressId,
    now: NOW,
    expiresAt: addMs(NOW, hoursMs(48)),
  });
  const sessionToken = randomUUID();
  const joined = await world.transactions.run(({ continues }) =>
    continues.follow({ token, sessionToken, joinId: randomUUID(), now: NOW }),
  );
  if (joined === null) throw new Error('nothing was joined');
  expect(joined.contactId).toBe(from.contactId);
  return { contactId: from.contactId, addressId: joined.toAddressId };
}

async function joined() {
  const student = await world.addPerson('telegram');
  return { student, guest: await follows(student) };
}

/** The guest, as a person of their own. */
async function notMe(student: Person): Promise<Person> {
  const [stranger] = await world.transactions.run(({ continues }) =>
    continues.undo({ fromAddressId: student.addressId, newId: randomUUID, now: LATER }),
  );
  if (stranger === undefined) throw new Error('nobody was cut off');
  return stranger;
}

async function proves(who: Person, number: string) {
  const by = { ...who, now: NOW };
  const claimed = { number, name: '测试同学' };
  await world.stores.bindings.claim(randomUUID(), claimed, by);
  const expiresAt = addMs(NOW, hoursMs(1));
  const code = { id: randomUUID(), claimed, code: '123456', staffId, expiresAt, now: NOW };
  await world.stores.bindings.deskCode(code);
  const ids = { bindingId: randomUUID(), requestId: randomUUID() };
  return world.transactions.run(({ bindings }) => bindings.tryCode({ code: '123456', ...ids, by }));
}

describe('what a stranger did before 不是我', () => {
  it('gives them their appointment, with what was sealed about it, and leaves the student their own', async () => {
    const { student, guest } = await joined();
    const slot = await newTime(asBookedWorld(world));
    const own = await book(laterTime(slot, 120), student);
    const theirs = await book(slot, guest);
    const signs = { staffId: slot.staffId, now: addMs(START, hoursMs(1)), signs: true, seen: null };
    const body = (text: string) => ({ ...EMPTY_RECORD, risk: 'none' as const, topics: [], text });
    await world.transactions.run(async ({ records, evaluations }) => {
      for (const [one, text] of [
        [own, '本人'],
        [theirs, '另一人'],
      ] as const) {
        const { appointmentId, contactId } = one;
        expect(
          await records.write({ id: randomUUID(), appointmentId, contactId, body: body(text), ...signs }),
        ).toBe('written');
        await evaluations.plan({ appointmentId, contactId, staffId: slot.staffId, askAt: NOW });
        const asked = await evaluations.find(appointmentId, contactId);
        if (asked === null) throw new Error('nothing was asked');
        const answers = { heard: 5, fit: 4, helped: 3, words: text } as const;
        await evaluations.save({ ...asked, answers, status: 'done' }, LATER);
      }
    });
    const stranger = await notMe(student);
    const { appointments, records, evaluations } = world.reopen();
    const ids = async ({ contactId }: Person) =>
      (await appointments.listUpcoming(contactId, NOW)).map(({ id }) => id);
    expect(await ids(student)).toEqual([own.appointmentId]);
    expect(await ids(stranger)).toEqual([theirs.appointmentId]);
    const read = async (appointmentId: string, { contactId }: Person) =>
      (await records.ofSession(appointmentId, contactId)).map(
        (one) => one.kind === 'record' && one.body.text,
      );
    expect(await read(own.appointmentId, student)).toEqual(['本人']);
    expect(await read(theirs.appointmentId, stranger)).toEqual(['另一人']);
    expect(await evaluations.find(theirs.appointmentId, stranger.contactId)).toMatchObject({
      answers: { words: '另一人' },
    });
    expect(await evaluations.find(theirs.appointmentId, student.contactId)).toBeNull();
    const cancelled = await appointments.cancel({
      appointmentId: theirs.appointmentId,
      contactId: stranger.contactId,
      now: LATER,
      noticePeriodMinutes: 0,
    });
    expect(cancelled.ok).toBe(true);
  });

  it('gives them several times that were agreed on, and their place in the waiting list', async () => {
    const { student, guest } = await joined();
    const slot = await newTime(asBookedWorld(world));
    const entryId = randomUUID();
    const seriesId = randomUUID();
    const offered = await world.transactions.run(async ({ series, waitingList }) => {
      await waitingList.join({ id: entryId, ...guest, wishes: NO_WISHES, now: NOW });
      return series.offer({
        series: {
          id: seriesId,
          ...guest,
          staffId: slot.staffId,
          everyWeeks: 1,
          expiresAt: addMs(NOW, daysMs(1)),
        },
        slots: [{ id: randomUUID(), slot }],
        now: NOW,
        upcomingLimit: 1,
        caps: { daily: null, weekly: null },
      });
    });
    expect(offered.outcome).toBe('offered');
    const stranger = await notMe(student);
    const { series, waitingList } = world.reopen();
    expect(await series.offeredTo(student.contactId)).toEqual([]);
    expect((await series.offeredTo(stranger.contactId)).map(({ id }) => id)).toEqual([seriesId]);
    expect(await waitingList.placeOf(student.contactId, NOW)).toBeNull();
    expect((await waitingList.placeOf(stranger.contactId, NOW))?.entry).toMatchObject({
      wishes: NO_WISHES,
    });
    const accepted = await world.transactions.run((stores) =>
      stores.series.accept(seriesId, stranger.contactId, NOW, {
        upcomingLimit: 1,
        caps: { daily: null, weekly: null },
      }),
    );
    expect(accepted).toBe('accepted');
  });

  it('gives them their place in a group and their consents', async () => {
    const { student, guest } = await joined();
    const activity = newActivity(staffId);
    const version = 'v1';
    await world.stores.activities.add(activity);
    await world.stores.activities.setStatus(activity.id, ['draft'], 'open', activity.now);
    await world.transactions.run(async ({ activities, consents }) => {
      const order = { id: randomUUID(), activityId: activity.id, ...guest, answer: null, now: activity.now };
      expect((await activities.signUp(order)).ok).toBe(true);
      const consent = { version, given: true, now: NOW };
      await consents.record({ id: randomUUID(), ...student, purpose: 'service', ...consent });
      await consents.record({ id: randomUUID(), ...guest, purpose: 'counselling', ...consent });
    });
    const stranger = await notMe(student);
    const { activities, consents } = world.stores;
    expect(await activities.find(activity.id, student.contactId)).toBeNull();
    expect((await activities.find(activity.id, stranger.contactId))?.signUp.addressId).toBe(guest.addressId);
    expect(await consents.given(student.contactId, 'service')).toBe(version);
    expect(await consents.given(student.contactId, 'counselling')).toBeNull();
    expect(await consents.given(stranger.contactId, 'counselling')).toBe(version);
    expect(await consents.given(stranger.contactId, 'service')).toBeNull();
  });

  it('gives them the number that they proved, and the student can prove theirs', async () => {
    const { student, guest } = await joined();
    const before = await world.addPerson();
    expect(await proves(before, '20262003')).toEqual({ kind: 'bound' });
    expect(await proves(guest, '20262001')).toEqual({ kind: 'bound' });
    // Somebody else's: a person will decide.
    expect(await proves(guest, '20262003')).toEqual({ kind: 'asked' });
    const stranger = await notMe(student);
    const { bindings } = world.stores;
    expect(await bindings.personOf(student.contactId)).toBeNull();
    expect((await bindings.personOf(stranger.contactId))?.number).toBe('20262001');
    expect(await proves(student, '20262002')).toEqual({ kind: 'bound' });
    const rows = await world.database.sql<{ number: string }>(
      `select contact_id from xinqiao.identity_request where address_id = $1
       union all select contact_id from xinqiao.identity_claim where address_id = $1`,
      [guest.addressId],
    );
    expect(rows).toEqual([1, 2, 3].map(() => ({ contact_id: stranger.contactId })));
  });

  it('cuts off with them whoever went on from their browser', async () => {
    const { student, guest } = await joined();
    const further = await follows(guest);
    const theirs = await book(await newTime(asBookedWorld(world)), further);
    const stranger = await notMe(student);
    expect((await world.stores.addresses.byId(further.addressId)).contactId).toBe(stranger.contactId);
    expect(await world.stores.appointments.listUpcoming(student.contactId, NOW)).toEqual([]);
    expect(await world.stores.appointments.listUpcoming(stranger.contactId, NOW)).toMatchObject([
      { id: theirs.appointmentId },
    ]);
  });
});

describe('a form in which two have written', () => {
  const answers = async (
    { contactId, addressId }: Person,
    field: IntakeEntry,
    value: string,
    minute: number,
  ) => {
    const now = addMs(NOW, minute * 60_000);
    await world.stores.intakes.answer({ formId: randomUUID(), contactId, addressId, field, value, now });
    await world.database.sql(
      `insert into xinqiao.heard (id, address_id, kind, body_sealed, level, at)
       values (gen_random_uuid(), $1, 'text', '\\x00', 'none', $2)`,
      [addressId, now],
    );
  };
  const formOf = async ({ contactId }: Person) => {
    const form = await world.reopen().intakes.read(contactId);
    return form && { finished: form.finishedAt !== null, values: form.answers.map(({ value }) => value) };
  };

  it('stays with the student who began it, without what the stranger wrote', async () => {
    const { student, guest } = await joined();
    await answers(student, 'reason', '本人', -1);
    await answers(guest, 'since', '另一人', 1);
    await answers(student, 'help', '本人后来', 2);
    await world.stores.intakes.finish(student.contactId, LATER);
    const stranger = await notMe(student);
    expect(await formOf(student)).toEqual({ finished: false, values: ['本人', '本人后来'] });
    expect(await formOf(stranger)).toBeNull();
  });

  it('goes with the stranger who began it, without what the student wrote', async () => {
    const { student, guest } = await joined();
    await answers(guest, 'reason', '另一人', 1);
    await answers(student, 'since', '本人', 2);
    const stranger = await notMe(student);
    expect(await formOf(student)).toBeNull();
    expect(await formOf(stranger)).toEqual({ finished: false, values: ['另一人'] });
    await answers(student, 'reason', '自己的', 3);
    expect(await formOf(student)).toEqual({ finished: false, values: ['自己的'] });
  });
});
