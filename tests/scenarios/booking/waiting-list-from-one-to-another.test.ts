import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { booksFirst, cancels, openOnly, passUntil } from '../../support/waiting-world.ts';
import { startWorld, type World } from '../../support/world.ts';

describe('the waiting list on WeChat and on the web page', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ wechat: {} });
    await world.responder('测试老师甲', ['counsellor'], false);
    await passUntil(world, '09:00');
    await openOnly(world, '测试老师甲', 3, ['10:00']);
  });
  afterAll(() => world.close());

  it('is joined by number, and what is offered goes from one to the other', async () => {
    const booked = await world.acquainted();
    await booksFirst(booked);
    const student = world.onWechat();
    student.says('你好');
    await student.hears(/我是程序/);
    student.says(student.numberOf('同意并开始'));
    await student.hears(/想做什么/);
    student.says('预约');
    await student.hears(/单独问你/);
    student.says(student.numberOf('同意'));
    await student.hears(/最近都约满了/);
    student.says(student.numberOf('候补登记'));
    await student.hears(/候补不是急救[\s\S]*你的意愿/);
    student.says('什么时段');
    await student.hears(/选一个/);
    student.says(student.numberOf('上午'));
    await student.hears(/什么时段：上午/);
    student.says(student.numberOf('就这样，登记'));
    await student.hears(/登记好了[\s\S]*最前面/);

    const visitor = world.visitor();
    await visitor.says('你好');
    await visitor.taps('同意并开始');
    await visitor.says('候补');
    await visitor.taps('同意');
    expect(visitor.text()).toMatch(/候补不是急救/);
    await visitor.taps('就这样，登记');
    expect(visitor.text()).toMatch(/前面还有 1 位/);

    await cancels(booked);
    await student.hears(/轮到你了[\s\S]*1\. 就要这个时间/);
    student.says(student.numberOf('不要这个'));
    await student.hears(/让给别的同学/);
    await world.settle();
    await expect
      .poll(async () => {
        await visitor.open('/');
        return visitor.text();
      })
      .toMatch(/轮到你了/);
    await visitor.taps('就要这个时间');
    expect(visitor.text()).toMatch(/先为你留 20 分钟/);
    await visitor.taps('确认预约');
    expect(visitor.text()).toMatch(/约好了/);
    // Whoever follows a link is not shown what was there before it, and changes nothing of it.
    student.says('换到网页');
    const path = new URL(/https?:\/\/\S+/.exec(await student.hears(/在网页上接着说/))?.[0] ?? '').pathname;
    const other = world.visitor();
    await other.open(path);
    await other.press({ action: path });
    await student.hears(/不是我/);
    await other.says('候补');
    expect(other.text()).toMatch(/这里现在不能再登记候补[\s\S]*以前在别处约过或登记过候补，请到原来的聊天里/);
    expect(other.text()).not.toMatch(/最前面|不等了|就这样，登记|登记好了/);

    student.says('候补');
    await student.hears(/什么时段：上午[\s\S]*最前面|最前面[\s\S]*什么时段：上午/);
    student.says(student.numberOf('不等了'));
    await student.hears(/不再候补了吗/);
    student.says(student.numberOf('确定不等了'));
    await student.hears(/不再候补了/);
    expect(await world.database.sql('select status from xinqiao.waiting_list_entry order by number')).toEqual(
      [{ status: 'left' }, { status: 'booked' }],
    );
  });

  it('is accepted on WeChat by a number, and booked', async () => {
    await openOnly(world, '测试老师甲', 4, ['15:00']);
    const booked = await world.acquainted();
    await booksFirst(booked);
    const student = await world.anybody('wechat');
    await student.says('候补');
    await student.hears(/单独问你/);
    await student.picks('同意');
    await student.hears(/候补不是急救/, /你的意愿/);
    await student.picks('就这样，登记');
    await student.hears(/登记好了/);
    await cancels(booked);
    await student.hears(/轮到你了[\s\S]*15:00–15:50/);
    await student.picks('就要这个时间');
    await student.hears(/先为你留 20 分钟/);
    await student.picks('确认预约');
    await student.hears(/约好了/);
    expect(
      await world.database.sql('select status from xinqiao.waiting_list_entry order by number desc limit 1'),
    ).toEqual([{ status: 'booked' }]);
  });
});
