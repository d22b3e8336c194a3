import { randomUUID } from 'node:crypto';
import type { Activity, SignUp } from '../../src/groups/activity.ts';
import type { Owned } from '../../src/groups/activity-store.ts';

const DAY = 86_400_000;
const after = (now: Date, days: number): Date => new Date(now.getTime() + days * DAY);

/** A lecture in a week, with places. */
export function lectureActivity(now: Date, change: Partial<Activity> = {}): Activity {
  const startsAt = after(now, 7);
  return {
    id: randomUUID(),
    code: '2345',
    kind: 'lecture',
    title: '样例讲座',
    titleEn: 'A sample lecture',
    text: '怎样睡得好一点。',
    textEn: null,
    place: '东校区样例楼 101',
    capacity: 30,
    signUpFrom: after(now, -1),
    signUpUntil: after(now, 6),
    question: null,
    leaderId: randomUUID(),
    status: 'open',
    calledOffAt: null,
    version: 1,
    taken: 3,
    madeAt: after(now, -2),
    dates: [
      {
        id: randomUUID(),
        startsAt,
        endsAt: new Date(startsAt.getTime() + 5_400_000),
        walkIns: 0,
        ledBy: null,
      },
    ],
    ...change,
  };
}

/** A group with a question that the leader reads. */
export const groupActivity = (now: Date, change: Partial<Activity> = {}): Activity =>
  lectureActivity(now, {
    code: '3456',
    kind: 'group',
    title: '样例小组',
    titleEn: null,
    capacity: 8,
    question: { text: '你希望从小组得到什么？', en: null, kind: 'words' },
    ...change,
  });

export function ownSignUp(activity: Activity, change: Partial<SignUp> = {}): Owned {
  const signUp: SignUp = {
    id: randomUUID(),
    activityId: activity.id,
    contactId: randomUUID(),
    addressId: randomUUID(),
    number: 4,
    status: 'pending',
    talkAskedAt: null,
    madeAt: activity.madeAt,
    since: activity.madeAt,
    ...change,
  };
  return { activity, signedUp: { signUp, place: signUp.status === 'waiting' ? 2 : null } };
}
