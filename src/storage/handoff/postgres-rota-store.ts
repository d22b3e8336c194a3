import { fail, ok } from '../../core/result.ts';
import type { NewRule } from '../../handoff/rota/rota.ts';
import type { ByStaff, RotaStore } from '../../handoff/rota-store.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import { createSwapStore } from './postgres-swaps.ts';
import { type RotaJson, readRotaJson } from './rota-json.ts';

const TABLES = ['rota_shift', 'rota_rotation', 'rota_stint'] as const;

export function createPostgresRotaStore(session: Session): RotaStore {
  const add: RotaStore['add'] = async (rule, by, now) => {
    if (await isThere(session, rule.id)) return false;
    await insert(session, rule, by, now);
    return true;
  };
  const end: RotaStore['end'] = async (id, by, now) => {
    for (const table of TABLES) {
      const ended = await session
        .updateTable(table)
        .set({ ended_by: by, ended_at: now })
        .where('id', '=', id)
        .where('ended_at', 'is', null)
        .executeTakeFirst();
      if (ended.numUpdatedRows > 0n) return true;
    }
    return false;
  };
  return {
    ...createSwapStore(session),
    add,
    end,
    async read(since) {
      // One question: it is asked whenever somebody is called.
      const answer = await sql<RotaJson>`
        select
          (select json_agg(r) from xinqiao.rota_shift r
           where (ended_at is null or ended_at > ${since})) as weekly,
          (select json_agg(r) from xinqiao.rota_rotation r
           where (ended_at is null or ended_at > ${since})) as rotations,
          (select json_agg(r) from xinqiao.rota_stint r
           where ends_at > ${since} and (ended_at is null or ended_at > ${since})) as stints,
          (select json_agg(r) from xinqiao.rota_swap r
           where status = 'accepted' and ends_at > ${since}) as swaps,
          (select json_agg(json_build_object('id', id, 'at', disabled_at)) from xinqiao.staff_member
           where disabled_at is not null) as gone,
          (select body from xinqiao.rota_calendar) as calendar`.execute(session);
      return readRotaJson(answer.rows[0] as RotaJson);
    },
    async replace(id, rule, by, now) {
      if (await isThere(session, rule.id)) return ok(null);
      if (!(await end(id, by, now))) return fail('stale');
      await insert(session, rule, by, now);
      return ok(null);
    },
    async takenFile() {
      const row = await session.selectFrom('rota_file').select('body').executeTakeFirst();
      return row?.body ?? null;
    },
    async takeFile(body, now) {
      await session
        .insertInto('rota_file')
        .values({ id: 1, body, taken_at: now })
        .onConflict((oc) => oc.column('id').doUpdateSet({ body, taken_at: now }))
        .execute();
    },
    async saveCalendar(calendar, now) {
      const body = JSON.stringify(calendar);
      await session
        .insertInto('rota_calendar')
        .values({ id: 1, body, read_at: now })
        .onConflict((oc) => oc.column('id').doUpdateSet({ body, read_at: now }))
        .execute();
    },
  };
}

async function isThere(session: Session, id: string): Promise<boolean> {
  for (const table of TABLES) {
    const row = await session.selectFrom(table).select('id').where('id', '=', id).executeTakeFirst();
    if (row !== undefined) return true;
  }
  return false;
}

async function insert(session: Session, rule: NewRule, by: ByStaff, now: Date): Promise<void> {
  const life = { id: rule.id, duty: rule.duty, made_by: by, made_at: now, ended_by: null, ended_at: null };
  switch (rule.kind) {
    case 'weekly':
      await session
        .insertInto('rota_shift')
        .values({
          ...life,
          ...hoursOf(rule),
          staff_id: rule.staffId,
          weekday: rule.weekday,
          valid_from: rule.validFrom,
          sample: rule.sample,
        })
        .onConflict((oc) => oc.doNothing())
        .execute();
      return;
    case 'rotation':
      await session
        .insertInto('rota_rotation')
        .values({
          ...life,
          ...hoursOf(rule),
          name: rule.name,
          members: [...rule.members],
          period_days: rule.periodDays,
          hand_over_weekday: rule.handOverWeekday,
          hand_over_minute: rule.handOverMinute,
          valid_from: rule.validFrom,
        })
        .onConflict((oc) => oc.doNothing())
        .execute();
      return;
    case 'single':
    case 'override':
      await session
        .insertInto('rota_stint')
        .values({
          ...life,
          kind: rule.kind,
          staff_id: rule.staffId,
          instead_of: rule.kind === 'override' ? rule.insteadOf : null,
          starts_at: rule.startsAt,
          ends_at: rule.endsAt,
        })
        .onConflict((oc) => oc.doNothing())
        .execute();
      return;
  }
}

const hoursOf = ({
  fromMinute,
  toMinute,
  days,
  validTo,
}: Extract<NewRule, { readonly kind: 'weekly' | 'rotation' }>) => ({
  from_minute: fromMinute,
  to_minute: toMinute,
  days,
  valid_to: validTo,
});
