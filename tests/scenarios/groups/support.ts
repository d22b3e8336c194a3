import { randomUUID } from 'node:crypto';
import { addMs, daysMs, hoursMs } from '../../../src/core/clock.ts';
import type { ActivityDraft } from '../../../src/groups/activity.ts';
import { addMember } from '../../support/campaign-world.ts';
import type { World } from '../../support/world.ts';

export type MadeActivity = {
  readonly id: string;
  readonly code: string;
  readonly leaderId: string;
  /** What is shown at the place of the first date now, or was then. */
  checkIn(at?: Date): Promise<string>;
  readonly startsAt: Date;
};

/** An open activity in three days, led by somebody who is reached by the console alone; once, or each week. */
export async function openActivity(
  world: World,
  code: string,
  change: Partial<ActivityDraft> = {},
  times = 1,
): Promise<MadeActivity> {
  const id = randomUUID();
  const leaderId = change.leaderId ?? (await addMember(world, `带领老师 ${code}`, 'counsellor'));
  return world.office.transactions.run(async (stores) => {
    const now = await stores.now();
    const startsAt = addMs(now, daysMs(3));
    const dates = Array.from({ length: times }, (_, week) => ({
      id: randomUUID(),
      startsAt: addMs(startsAt, daysMs(7 * week)),
      endsAt: addMs(startsAt, daysMs(7 * week) + hoursMs(2)),
    }));
    await stores.activities.add({
      id,
      code,
      kind: 'lecture',
      title: '睡个好觉',
      titleEn: 'Sleep well',
      text: '怎样睡得好一点。',
      textEn: null,
      place: '东校区样例楼 101',
      capacity: 1,
      signUpFrom: now,
      signUpUntil: addMs(now, daysMs(2)),
      question: null,
      leaderId,
      ...change,
      madeBy: leaderId,
      now,
      dates,
    });
    await stores.activities.setStatus(id, ['draft'], 'open', now);
    const checkIn = (at?: Date) => codeShown(world, dates[0]?.id ?? '', at);
    return { id, code, leaderId, checkIn, startsAt };
  });
}

/** The code at the place of a date, now or then. */
export const codeShown = (world: World, dateId: string, at?: Date): Promise<string> =>
  world.office.transactions.run(async ({ activities, now }) =>
    activities.checkInCode(dateId, at ?? (await now())),
  );

/** Its one date begins so long from now, for two hours; nobody is reminded of it any more. */
export const begins = (world: World, id: string, inTime: string) =>
  world.database.sql(
    `update xinqiao.activity_date set starts_at = xinqiao.app_now() + $2::interval,
       ends_at = xinqiao.app_now() + $2::interval + interval '2 hours', reminded_at = xinqiao.app_now()
     where activity_id = $1`,
    [id, inTime],
  );
