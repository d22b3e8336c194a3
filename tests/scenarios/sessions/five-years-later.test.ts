import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import type { OpenStore } from '../../../src/storage/open-store.ts';
import { tidy } from '../../../src/storage/tidy.ts';
import { openStoreOf } from '../../support/open-store-of.ts';
import { booksTomorrow, passUntil, seesVisitors, WHOLE_RECORD } from '../../support/session-world.ts';
import { startWorld, type World } from '../../support/world.ts';

const RECORD = '水獭标记五年后';
const YEAR = 365.25 * 86_400_000;
const PEOPLE = { 咨询甲: 'counsellor', 主任戊: 'centre-head', 管理庚: 'administrator' } as const;

describe('five years after the last session', () => {
  let world: World;
  let store: OpenStore;
  beforeAll(async () => {
    world = await startWorld();
    store = openStoreOf(world);
    for (const [name, role] of Object.entries(PEOPLE)) {
      const added = await createStaffDesk(world.office).add(OPERATOR, {
        name,
        roles: [role],
        accounts: [],
        onCall: false,
      });
      if (!added.ok) throw new Error(added.code);
    }
    await seesVisitors(world, '咨询甲');
    // A term that lies around these days, whenever they are.
    await world.database.sql(
      `update xinqiao.rota_calendar set body = jsonb_set(body, '{terms}', jsonb_build_array(jsonb_build_object(
         'name', '测试学期', 'from', (xinqiao.app_now() - interval '9 days')::date::text,
         'to', (xinqiao.app_now() + interval '30 days')::date::text)))`,
    );
  });
  afterAll(async () => {
    await store.close();
    await world.close();
  });

  /** Every hour the program does both by itself. */
  const tidyUp = async () => {
    await tidy(store.db);
    return store.retention.carryOut();
  };
  const workload = async () => {
    const head = await world.signedIn('主任戊');
    await head.open(`/console/workload?term=${encodeURIComponent('测试学期')}`);
    const [row] = /咨询甲( [\d.]+)+/.exec(head.text()) ?? [];
    return row;
  };

  it('the record is gone with its words, the workload is what it was, and whoever comes back begins anew', async () => {
    const onPage = world.visitor();
    await onPage.says('你好');
    const student = await world.acquainted();
    const session = await booksTomorrow(world, '咨询甲');
    await passUntil(world, session, 61);
    const counsellor = await world.signedIn('咨询甲');
    const path = `/console/sessions/${session.id}`;
    await counsellor.open(path);
    await counsellor.press({ action: `${path}/attendance`, label: '到了' });
    await counsellor.press(
      { action: `${path}/record`, label: '签名保存' },
      { ...WHOLE_RECORD, text: RECORD },
    );
    expect(counsellor.text()).toContain(RECORD);
    await passUntil(world, session, 130);
    await student.hearsUntil(/愿意说说感受吗/);
    student.taps('5 完全同意');
    await student.hears(/2\/3/);
    student.taps('4 比较同意');
    await student.hears(/3\/3/);
    student.taps('5 完全同意');
    await student.hears(/还想写几句吗/);
    const before = await workload();
    expect(before).toBe('咨询甲 1 60 0 0 60 1.33 0 0 1 0 0');

    await world.database.advance(5 * YEAR - 30 * 86_400_000);
    // Whoever only said hello and agreed to nothing is forgotten long before.
    expect(await tidyUp()).toMatchObject({ counselling: 0, people: 1 });
    const head = await world.signedIn('主任戊');
    await head.open('/console/status');
    expect(head.text()).toMatch(/保存期限.*满 5 年删除：不到 10 人到期.*满 10 年删除：没有到期/);
    const administrator = await world.signedIn('管理庚');
    await administrator.open('/console/status');
    expect(administrator.text()).not.toContain('保存期限');

    await world.database.advance(60 * 86_400_000);
    expect(await tidyUp()).toMatchObject({ counselling: 1, people: 1 });
    expect(await workload()).toBe(before);
    const later = await world.signedIn('咨询甲');
    expect(await later.open(path)).toBe(404);
    expect(await world.database.sql('select from xinqiao.session_record')).toEqual([]);

    // Nobody knows them any more, on either channel: they are told anew what this is.
    student.says('你好');
    await student.hearsUntil(/我是程序/);
    await onPage.says('我想死');
    await world.settle();
    expect(await world.database.sql('select level from xinqiao.handoff_case')).toHaveLength(1);
  }, 90_000);
});
