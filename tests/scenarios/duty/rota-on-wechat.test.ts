import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { addMs } from '../../../src/core/clock.ts';
import { BLANK_FIELDS } from '../../../src/handoff/rota/read-rule.ts';
import { HOUR, local, MINUTE, rotaIn } from '../../support/rota-desk-world.ts';
import { startWorld } from '../../support/world.ts';

it('a counsellor on WeChat takes a colleague’s shift by a number, and reads who is on in a word', async () => {
  const world = await startWorld({ wechat: { startsChats: true } });
  try {
    const rota = rotaIn(world);
    await rota.clearSample();
    const jia = await world.responder('测试老师甲', ['counsellor'], false);
    const counsellor = world.onWechat();
    const { code } = await world.addStaff('微信老师', 'wechat', counsellor.account);
    counsellor.says(code);
    await counsellor.hears(/这个账号已经启用/);
    const begin = addMs(await rota.soon(), HOUR);
    const endsAt = addMs(begin, 4 * HOUR);
    await rota.schedule('测试老师甲', begin, endsAt);
    await jia.hears(/值班安排有变/);
    const offer = async (): Promise<void> => {
      const actor = await rota.actorOf('测试老师甲');
      const toStaffId = await rota.idOf('微信老师');
      const asked = { id: randomUUID(), fromStaffId: actor.staffId, toStaffId, startsAt: begin, endsAt };
      expect((await rota.desk.offer(actor, { ...asked, duty: 'duty' })).ok).toBe(true);
      await counsellor.hears(/测试老师甲 想请你替班[\s\S]*1\. 接受[\s\S]*2\. 不接受/);
    };
    await offer();
    counsellor.says('２');
    await counsellor.hears(/不由你值/);
    await jia.hears(/微信老师 不接受换班/);
    await offer();
    counsellor.says('1');
    await counsellor.hears(/好，.* 由你值/);
    await jia.hears(/微信老师 接受了换班/);
    counsellor.says('值班表');
    await counsellor.hears(/下一班：微信老师/);
    await world.pass(HOUR + 2 * MINUTE);
    expect(await rota.onCall()).toEqual(['微信老师']);
    counsellor.says('/oncall');
    await counsellor.hears(/现在值班：微信老师（到 /);
  } finally {
    await world.close();
  }
});

it('on WeChat both sides hear of an override and of its end, and whoever comes on is called for who waits', async () => {
  const world = await startWorld({ wechat: { startsChats: true } });
  try {
    const rota = rotaIn(world);
    await rota.clearSample();
    const enlist = async (name: string) => {
      const person = world.onWechat();
      const account = { channel: 'wechat', account: person.account, notifier: null } as const;
      const input = { name, roles: ['counsellor'], accounts: [account], onCall: false };
      const added = await createStaffDesk(world.office).add(OPERATOR, input);
      if (!added.ok) throw new Error(added.code);
      person.says(added.value.code ?? '');
      await person.hears(/这个账号已经启用/);
      return person;
    };
    const [jia, yi] = [await enlist('测试老师甲'), await enlist('测试老师乙')];
    const begin = addMs(await rota.soon(), 10 * MINUTE);
    await rota.schedule('测试老师甲', begin, addMs(begin, HOUR));
    await jia.hears(/值班安排有变：.* 由你值班/);
    const override = {
      ...BLANK_FIELDS,
      kind: 'override' as const,
      staffId: await rota.idOf('测试老师乙'),
      insteadOf: await rota.idOf('测试老师甲'),
      startsAt: local(begin),
      endsAt: local(addMs(begin, HOUR)),
    };
    const first = randomUUID();
    expect(await rota.desk.add(OPERATOR, first, override)).toEqual({ ok: true });
    await yi.hears(/由你替 测试老师甲 值班/);
    await jia.hears(/由 测试老师乙 替你值班，不用你来了/);
    expect((await rota.desk.end(OPERATOR, first)).ok).toBe(true);
    await jia.hears(/由你值班/);
    await yi.hears(/不用你值班了/);

    const backup = world.onWechat();
    const { code } = await world.addStaff('测试老师丙', 'wechat', backup.account);
    backup.says(code);
    await backup.hears(/这个账号已经启用/);
    await world.visitor().says('我想自杀');
    await backup.hears(/个案 #1001/);
    await world.pass(addMs(begin, 1_000).getTime() - (await rota.now()).getTime());
    await jia.hearsUntil(/个案 #1001/);
    yi.expectNothingMore();
    jia.says('接');
    await jia.hearsUntil(/#1001 归你了/);
    await backup.hearsUntil(/由 测试老师甲 接手了/);
    jia.says('/转接 测试老师丙');
    await jia.hears(/测试老师丙/);
    await backup.hears(/#1001/);
  } finally {
    await world.close();
  }
}, 60_000);
