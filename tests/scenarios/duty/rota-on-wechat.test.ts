import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { addMs } from '../../../src/core/clock.ts';
import { HOUR, MINUTE, rotaIn } from '../../support/rota-desk-world.ts';
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
