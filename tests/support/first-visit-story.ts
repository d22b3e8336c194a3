import { expect } from 'vitest';
import type { StaffRole } from '../../src/access/roles.ts';
import { createStaffDesk, OPERATOR } from '../../src/conversation/desks/people/staff-office.ts';
import { planRoster } from '../../src/people/roster-file.ts';
import { onTelegram } from './anybody.ts';
import { asksForDays, choosesTime } from './booking-story.ts';
import type { TelegramPerson } from './telegram-person.ts';
import type { Visitor } from './visitor.ts';
import type { World } from './world.ts';

const ROSTER = `学号,姓名,邮箱,学院,年级
20260001,测试同学,ceshi1@campus.example,测试学院,2026
20260002,测试同学乙,,测试学院,2026
20260003,测试同学丙,ceshi3@campus.example,测试学院,2026
20260004,测试同学丁,ceshi4@campus.example,测试学院,2026
20260005,测试同学戊,,测试学院,2026`;

export async function importRoster(world: World): Promise<void> {
  const plan = planRoster(ROSTER);
  expect(plan.faults).toEqual([]);
  await world.office.transactions.run(async (stores) => stores.roster.save(plan.people, await stores.now()));
}

/** A browser of somebody new with this role, who is nowhere but in the console. */
export async function signedInAs(world: World, name: string, role: StaffRole): Promise<Visitor> {
  const added = await createStaffDesk(world.office).add(OPERATOR, {
    name,
    roles: [role],
    accounts: [],
    onCall: false,
  });
  expect(added.ok).toBe(true);
  return world.signedIn(name);
}

/** Up to the time that is held. */
export async function holds(person: TelegramPerson, isFirst = true): Promise<void> {
  const student = onTelegram(person);
  await asksForDays(student, isFirst);
  await choosesTime(student, { day: -1 });
}
