import { HOLDS, isOver, type SignUpStatus } from '../../groups/activity.ts';
import type { ActivityStore } from '../../groups/activity-store.ts';
import { inTransaction } from '../booking/in-transaction.ts';
import { readLed } from '../booking/led-times.ts';
import { lockLedTimes } from '../booking/open-time.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { draftColumns, signUpOf, withDates } from './activity-rows.ts';
import { claimUnasked, findUnasked, showAnswer } from './answer-readers.ts';
import { codeShown, findCheckIn } from './check-in-codes.ts';
import { NO_SIGN_UPS, readDateFigures } from './date-figures.ts';
import { editActivity } from './edit-activity.ts';
import { readLeaderless, readLedDates } from './led-dates.ts';
import { readClashes } from './read-clashes.ts';
import { readSignUps } from './read-sign-ups.ts';
import {
  askTalk,
  decideSignUp,
  fillPlaces,
  findSignUp,
  NAME_PLACE,
  signOff,
  signUp,
  withPlace,
} from './sign-ups.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Activities in PostgreSQL, on the database or within somebody's transaction. */
export function createPostgresActivityStore(session: Session, keys: KeyRing): ActivityStore {
  const one = async (column: 'id' | 'code', value: string) => {
    const rows = await session.selectFrom('activity').selectAll().where(column, '=', value).execute();
    return (await withDates(session, rows))[0] ?? null;
  };
  return {
    add: ({ id, code, madeBy, dates, now, ...draft }) =>
      inTransaction(session, async (inside) => {
        const added = await inside
          .insertInto('activity')
          .values({ id, code, made_by: madeBy, made_at: now, changed_at: now, ...draftColumns(draft) })
          .onConflict((oc) => oc.doNothing())
          .returning('id')
          .executeTakeFirst();
        if (added === undefined) return false;
        await inside
          .insertInto('activity_date')
          .values(
            dates.map((date) => ({
              id: date.id,
              activity_id: id,
              starts_at: date.startsAt,
              ends_at: date.endsAt,
              check_in: null,
              reminded_at: null,
            })),
          )
          .execute();
        return true;
      }),
    edit: (id, version, draft, dates, mayPass, now) =>
      inTransaction(session, (inside) => editActivity(inside, id, version, draft, dates, mayPass, now)),
    async setStatus(id, from, to, now) {
      const done = await session
        .updateTable('activity')
        .set((eb) => ({ status: to, changed_at: now, version: eb('version', '+', 1) }))
        // Of a draft nothing was held, whenever its dates are.
        .$if(to === 'cancelled', (query) =>
          query.set({ called_off_at: sql`case when status <> 'draft' then ${now}::timestamptz end` }),
        )
        .where('id', '=', id)
        .where('status', 'in', [...from])
        .executeTakeFirst();
      return done.numUpdatedRows === 1n;
    },
    lockTimes: () => lockLedTimes(session),
    clashes: (needs, except, now) => readClashes(session, needs, except, now),
    async list(limit, skipped) {
      const rows = await session
        .selectFrom('activity')
        .selectAll()
        .orderBy('made_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .offset(skipped)
        .execute();
      return withDates(session, rows);
    },
    dateFigures: (from, to) => readDateFigures(session, from, to),
    async firstAndLast() {
      const { first, last } = await session
        .selectFrom('activity_date')
        .select((eb) => [eb.fn.min('starts_at').as('first'), eb.fn.max('starts_at').as('last')])
        .executeTakeFirstOrThrow();
      return first === null || last === null ? null : { first, last };
    },
    byId: async (id) => (UUID.test(id) ? one('id', id) : null),
    byCode: (code) => one('code', code),
    async listOpen(now) {
      const rows = await session
        .selectFrom('activity')
        .selectAll()
        .where('status', '=', 'open')
        .where('sign_up_from', '<=', now)
        .where('sign_up_until', '>', now)
        .execute();
      const open = await withDates(session, rows);
      return open.sort((a, b) => startOf(a.dates) - startOf(b.dates));
    },

    signUp: (order) => inTransaction(session, (inside) => signUp(inside, keys, order)),
    signOff: (activityId, contactId, now) =>
      inTransaction(session, (inside) => signOff(inside, activityId, contactId, now)),
    fill: (activityId, now) => inTransaction(session, (inside) => fillPlaces(inside, activityId, now)),
    decide: (signUpId, taken, now) =>
      inTransaction(session, (inside) => decideSignUp(inside, signUpId, taken, now)),
    askTalk: (signUpId, now) => inTransaction(session, (inside) => askTalk(inside, signUpId, now)),
    async forgetAnswers(contactId) {
      await session
        .updateTable('sign_up')
        .from('activity')
        .set({ answer_sealed: null })
        .whereRef('activity.id', '=', 'sign_up.activity_id')
        .where('activity.kind', '=', 'group')
        .where('sign_up.contact_id', '=', contactId)
        .where('sign_up.answer_sealed', 'is not', null)
        .execute();
    },
    async setName(activityId, contactId, name) {
      const row = await findSignUp(session, activityId, contactId);
      if (row === undefined || row.status === 'cancelled') return;
      const key = await keys.ofAddress(session, row.address_id);
      const sealed = keys.vault.seal(key, { table: NAME_PLACE, row: row.id }, name);
      await session.updateTable('sign_up').set({ name_sealed: sealed }).where('id', '=', row.id).execute();
    },

    async find(activityId, contactId) {
      const row = await findSignUp(session, activityId, contactId);
      return row === undefined ? null : withPlace(session, row);
    },
    async led(staffId, from, to) {
      const times = await readLed(session, from, to, staffId);
      const past = await session
        .selectFrom('past_led')
        .select(['starts_at as startsAt', 'ends_at as endsAt'])
        .where('staff_id', '=', staffId)
        .where('starts_at', '<', to)
        .where('ends_at', '>', from)
        .execute();
      return [...past, ...times.map(({ startAt, endAt }) => ({ startsAt: startAt, endsAt: endAt }))];
    },
    ledDates: (staffId, from, to) => readLedDates(session, staffId, from, to),
    leaderless: (now) => readLeaderless(session, now),
    async ofContact(contactId, now) {
      const rows = await session
        .selectFrom('sign_up')
        .selectAll()
        .where('contact_id', '=', contactId)
        .where('status', 'in', [...HOLDS])
        .orderBy('made_at')
        .execute();
      if (rows.length === 0) return [];
      const ids = rows.map((row) => row.activity_id);
      const found = await session.selectFrom('activity').selectAll().where('id', 'in', ids).execute();
      const activities = (await withDates(session, found)).filter(
        (activity) => activity.status !== 'cancelled' && !isOver(activity, now),
      );
      const owned = [];
      for (const row of rows) {
        const activity = activities.find(({ id }) => id === row.activity_id);
        if (activity !== undefined) owned.push({ activity, signedUp: await withPlace(session, row) });
      }
      return owned;
    },
    async bySignUp(signUpId) {
      if (!UUID.test(signUpId)) return null;
      const row = await session
        .selectFrom('sign_up')
        .selectAll()
        .where('id', '=', signUpId)
        .executeTakeFirst();
      return row === undefined ? null : signUpOf(row);
    },
    signUps: (activityId, readerId) => readSignUps(session, keys, activityId, readerId),
    unasked: (limit) => findUnasked(session, limit),
    claimUnasked: (signUpId) => claimUnasked(session, signUpId),
    showAnswer: (signUpId, askedVersion) => showAnswer(session, signUpId, askedVersion),
    async count(activityId) {
      const counts: Record<SignUpStatus, number> = { ...NO_SIGN_UPS };
      const rows = await session
        .selectFrom('sign_up')
        .select((eb) => ['status' as const, eb.fn.countAll<number>().as('count')])
        .where('activity_id', '=', activityId)
        .groupBy('status')
        .execute();
      for (const { status, count } of rows) counts[status] = Number(count);
      return counts;
    },
    async countAttended(activityId) {
      const rows = await session
        .selectFrom('activity_attendance')
        .innerJoin('activity_date', 'activity_date.id', 'activity_attendance.date_id')
        .select((eb) => ['activity_attendance.date_id', eb.fn.countAll<number>().as('count')])
        .where('activity_date.activity_id', '=', activityId)
        .where('activity_attendance.attended', '=', true)
        .groupBy('activity_attendance.date_id')
        .execute();
      return new Map(rows.map(({ date_id, count }) => [date_id, Number(count)]));
    },

    checkInCode: (dateId, now) => codeShown(keys, dateId, now),
    async byCheckIn(code, now) {
      const found = await findCheckIn(session, keys, code, now);
      const activity = found === null ? null : await one('id', found.activityId);
      const date = activity?.dates.find(({ id }) => id === found?.dateId);
      return found === null || activity === null || date === undefined
        ? null
        : { activity, date, phase: found.phase };
    },
    async attend(signUpId, dateId, attended, staffId, now) {
      const values = { attended, staff_id: staffId, at: now };
      await session
        .insertInto('activity_attendance')
        .values({ sign_up_id: signUpId, date_id: dateId, ...values })
        .onConflict((oc) =>
          oc
            .columns(['sign_up_id', 'date_id'])
            .doUpdateSet(values)
            .where((eb) =>
              eb.or([
                eb('activity_attendance.attended', '<>', attended),
                // Their own word stays where what staff noted is taken back.
                ...(staffId === null ? [eb('activity_attendance.staff_id', 'is not', null)] : []),
              ]),
            ),
        )
        .execute();
    },
    async takeBackMarks(dateId) {
      await session
        .deleteFrom('activity_attendance')
        .where('date_id', '=', dateId)
        .where('staff_id', 'is not', null)
        .execute();
      await session.updateTable('activity_date').set({ walk_ins: 0 }).where('id', '=', dateId).execute();
    },
    async noteAbsent(signUpIds, dateId, staffId, now) {
      if (signUpIds.length === 0) return;
      const values = { date_id: dateId, attended: false, staff_id: staffId, at: now };
      await session
        .insertInto('activity_attendance')
        .values(signUpIds.map((id) => ({ sign_up_id: id, ...values })))
        .onConflict((oc) => oc.doNothing())
        .execute();
    },
    async setWalkIns(dateId, count, from) {
      const done = await session
        .updateTable('activity_date')
        .set({ walk_ins: count })
        .where('id', '=', dateId)
        .where('walk_ins', 'in', [from, count])
        .executeTakeFirst();
      return done.numUpdatedRows === 1n;
    },
    async claimReminders(now, until) {
      const rows = await session
        .updateTable('activity_date')
        .from('activity')
        .set({ reminded_at: now })
        .whereRef('activity.id', '=', 'activity_date.activity_id')
        .where('activity.status', 'in', ['open', 'closed'])
        .where('activity_date.reminded_at', 'is', null)
        .where('activity_date.starts_at', '<=', until)
        .where('activity_date.starts_at', '>', now)
        .returning(['activity_date.id as date_id', 'activity.id as activity_id'])
        .execute();
      return rows.map((row) => ({ dateId: row.date_id, activityId: row.activity_id }));
    },
  };
}

const startOf = (dates: readonly { startsAt: Date }[]): number => dates[0]?.startsAt.getTime() ?? 0;
