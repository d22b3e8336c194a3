import { randomUUID } from 'node:crypto';
import { addMs, daysMs, hoursMs } from '../../../src/core/clock.ts';
import type { ActivityDraft } from '../../../src/groups/activity.ts';
import { addMember } from '../../support/campaign-world.ts';
import type { World } from '../../support/world.ts';

export type MadeActivity = {
  readonly id: string;
  readonly code: string;
  readonly leaderId: string;
  readonly checkIn: string;
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
  const checkIn = `55${code}`;
  return world.office.transactions.run(async (stores) => {
    const now = await stores.now();
    const startsAt = addMs(now, daysMs(3));
    const dates = Array.from({ length: times }, (_, week) => ({
      id: randomUUID(),
      startsAt: addMs(startsAt, daysMs(7 * week)),
      endsAt: addMs(startsAt, daysMs(7 * week) + hoursMs(2)),
      checkIn: `${55 + week}${code}`,
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
    return { id, code, leaderId, checkIn, startsAt };
  });
}
