import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StaffRole } from '../../../src/access/roles.ts';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { addMs, daysMs, hoursMs } from '../../../src/core/clock.ts';
import { shanghaiDate } from '../../../src/core/shanghai-time.ts';
import { writeMinute, writeTimes } from '../../../src/groups/check-activity.ts';
import type { NewRule } from '../../../src/handoff/rota/rota.ts';
import { atHour } from '../../support/booked.ts';
import { addMember } from '../../support/campaign-world.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';
import { openActivity } from '../groups/support.ts';

const PEOPLE = {
  咨询甲: 'counsellor',
  咨询乙: 'counsellor',
  咨询丙: 'counsellor',
  督导丁: 'supervisor',
  主任戊: 'centre-head',
  前台己: 'staff',
  前台辛: 'staff',
} as const satisfies Record<string, StaffRole>;
type Name = keyof typeof PEOPLE;

describe('the workload of a term that is over', () => {
  let world: World;
  let head: Visitor;
  let now: Date;
  const ids = new Map<Name, string>();
  const idOf = (name: Name): string => ids.get(name) ?? '';
  beforeAll(async () => {
    world = await startWorld();
    for (const [name, role] of Object.entries(PEOPLE) as [Name, StaffRole][])
      ids.set(name, await addMember(world, name, role));
    now = await world.office.transactions.run((stores) => stores.now());
    const term = { name: '测试学期', from: shanghaiDate(ago(60)), to: shanghaiDate(ago(4)) };
    await world.database.sql(
      `update xinqiao.rota_calendar set body = jsonb_set(body, '{terms}', $1::jsonb)`,
      [JSON.stringify([term])],
    );
    head = await world.signedIn('主任戊');
  });
  afterAll(() => world.close());

  const ago = (days: number): Date => addMs(now, -daysMs(days));
  const addRule = (rule: NewRule) =>
    world.office.transactions.run((stores) => stores.rota.add(rule, null, ago(90)));
  const rowOf = async (name: Name): Promise<string | null> => {
    await head.open(`/console/workload?term=${encodeURIComponent('测试学期')}`);
    return new RegExp(`${name}( [\\d.]+)+`).exec(head.text())?.[0] ?? null;
  };

  it('leaves the duty of whoever is disabled afterwards with them, and gives it to nobody else', async () => {
    await addRule({
      kind: 'rotation',
      id: randomUUID(),
      duty: 'duty',
      name: '白天',
      members: [idOf('咨询甲'), idOf('咨询乙'), idOf('咨询丙')],
      periodDays: 7,
      handOverWeekday: 1,
      handOverMinute: 0,
      fromMinute: 8 * 60,
      toMinute: 12 * 60,
      days: 'all',
      validFrom: shanghaiDate(ago(80)),
      validTo: null,
    });
    const rows = async () => [await rowOf('咨询甲'), await rowOf('咨询乙'), await rowOf('咨询丙')];
    const before = await rows();
    // 57 days of four hours, by turns of a week.
    const minutes = before.map((row) => Number(row?.split(' ')[3]));
    expect(minutes.reduce((sum, one) => sum + one, 0)).toBe(57 * 240);
    for (const one of minutes) expect(one).toBeGreaterThanOrEqual(14 * 240);
    expect((await createStaffDesk(world.office).revoke(OPERATOR, idOf('咨询乙'))).ok).toBe(true);
    expect(await rows()).toEqual(before);
  });

  it('names whoever was on duty or led something, whatever they are, and nobody who did neither', async () => {
    const startsAt = await atHour(world, -20, 14);
    const stint = { startsAt, endsAt: addMs(startsAt, hoursMs(1)) };
    await addRule({ kind: 'single', id: randomUUID(), duty: 'duty', staffId: idOf('督导丁'), ...stint });
    expect(await rowOf('督导丁')).toBe('督导丁 0 0 60 0 60 1.33 0 0 0 0 0');
    expect([await rowOf('主任戊'), await rowOf('前台己')]).toEqual([null, null]);
    const own = await world.signedIn('督导丁');
    await own.open(`/console/workload?term=${encodeURIComponent('测试学期')}`);
    expect(own.text()).toMatch(/督导丁 0 0 60/);
    expect(own.text()).not.toMatch(/咨询甲 \d/);
  });

  it('leaves a series with whoever led it, also when it is passed on and the rest is called off', async () => {
    const { id } = await openActivity(world, '6606', { leaderId: idOf('前台己'), capacity: 3 }, 3);
    const read = async () => {
      const found = await world.office.transactions.run(({ activities }) => activities.byId(id));
      if (found === null) throw new Error('no activity');
      return found;
    };
    // Two of three are over; whole minutes, as the form writes them.
    const days = [-13, -6, 1];
    for (const [index, date] of (await read()).dates.entries()) {
      const startsAt = await atHour(world, days[index] ?? 0, 10);
      await world.database.sql(
        `update xinqiao.activity_date set starts_at = $2, ends_at = $2::timestamptz + interval '2 hours', walk_ins = $3
         where id = $1`,
        [date.id, startsAt, startsAt < now ? 5 : 0],
      );
    }
    const led = '前台己 0 0 0 240 240 5.33 0 0 0 0 0';
    expect(await rowOf('前台己')).toBe(led);

    const at = `/console/activities/${id}`;
    const writer = await world.signedIn('前台己');
    const { kind, title, text, place, dates } = await read();
    const fields = {
      ...{ kind, title, text, place, capacity: '3', questionKind: 'words', leaderId: idOf('前台辛') },
      ...{ signUpFrom: writeMinute(ago(20)), signUpUntil: writeMinute(now), dates: writeTimes(dates) },
    };
    await writer.open(`${at}/edit`);
    expect(await writer.press({ action: `${at}/edit`, label: '保存' }, fields)).toBe(200);
    expect([await rowOf('前台己'), await rowOf('前台辛')]).toEqual([led, null]);

    await writer.open(`${at}/cancel`);
    expect(writer.text()).toContain('已经开始过的 2 次算办过');
    await writer.press({ action: `${at}/cancel`, label: '确认取消' });
    expect([await rowOf('前台己'), await rowOf('前台辛')]).toEqual([led, null]);
    await writer.open(`/console/activities/figures?span=${encodeURIComponent('全部')}`);
    expect(writer.text()).toContain('讲座：1 个活动，2 次，到场 10 人次');
    expect(writer.text().match(/睡个好觉 讲座 已取消 前台(己|辛)/g)).toEqual(
      ['己', '己', '辛'].map((who) => `睡个好觉 讲座 已取消 前台${who}`),
    );
  });
});
