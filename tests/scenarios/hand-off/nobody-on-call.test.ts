import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIRST_ADMINISTRATOR } from '../../../src/conversation/desks/people/seed-centre.ts';
import { startWorld, type World } from '../../support/world.ts';

describe('while nobody real is on call', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  it('tells the student the truth, pages the administrator’s console, and lets them stand in', async () => {
    const visitor = world.visitor();
    await visitor.says('我不想活了，今晚就跳楼');
    expect(visitor.text()).toMatch(/现在打 120/);
    expect(visitor.text()).toMatch(/目前中心没有能马上接的老师，系统正在呼叫管理员/);
    expect(visitor.text()).toMatch(/目前没有能马上接的值班老师/);

    await world.settle();
    const administrator = await world.signedIn(FIRST_ADMINISTRATOR);
    await administrator.open('/console');
    expect(administrator.text()).toMatch(/1001/);
    expect(administrator.html()).not.toMatch(/跳楼|不想活/);
    await administrator.press({ action: '/console/cases/', label: '接手' });
    expect(administrator.text()).toMatch(/想活了[\s\S]*第一人称说不想活/);
    await administrator.press({ action: '/console/cases/', label: '发送' }, { text: '我是老师，在的' });
    await administrator.pressAgain();
    await world.settle();
    await visitor.open('/');
    expect(visitor.text()).toMatch(/值班老师接手了/);
    expect(visitor.text().match(/我是老师，在的/g)).toHaveLength(1);

    await visitor.says('我在宿舍');
    await administrator.open(administrator.path());
  });

  it('says so in /readyz until a real responder is there', async () => {
    const readyz = async () => (await fetch(`${world.app.url}/readyz`)).json();
    expect(await readyz()).toMatchObject({ status: 'degraded', realResponder: false, sampleCentre: true });
    await world.responder('测试老师甲');
    expect(await readyz()).toMatchObject({ realResponder: true });
  });
});
