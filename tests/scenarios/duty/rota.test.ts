import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { addMs } from '../../../src/core/clock.ts';
import { startSmtpFake } from '../../fakes/notifiers/smtp-fake.ts';
import { byMail, mailHouse } from '../../support/by-mail.ts';
import { HOUR, MINUTE, rotaIn } from '../../support/rota-desk-world.ts';
import { startWorld, type World } from '../../support/world.ts';

describe('the rota', () => {
  let world: World;
  let rota: ReturnType<typeof rotaIn>;
  beforeEach(async () => {
    world = await startWorld();
    rota = rotaIn(world);
  });
  afterEach(() => world.close());

  it('tells staff who is on now and next, by any of its words', async () => {
    await rota.clearSample();
    const jia = await world.responder('测试老师甲', ['counsellor'], false);
    const begin = await rota.soon();
    await rota.schedule('测试老师甲', begin, addMs(begin, 8 * HOUR));
    await jia.hears(/值班安排有变/);
    await world.pass(2 * MINUTE);
    for (const word of ['/oncall', '值班表', '/值班表']) {
      jia.says(word);
      const said = await jia.hears(/现在值班：测试老师甲（到 /);
      expect(said).toMatch(/现在后备：没有人/);
      expect(said).toMatch(/注意：.* 没有真人值班/);
    }
    jia.says('/lang en');
    await jia.hears(/./);
    jia.says('oncall');
    await jia.hears(/On duty now: 测试老师甲 \(until /);
    const student = world.student();
    student.says('值班表');
    await student.hears(/我是程序/);
  });

  it('offers a swap from a messenger: one’s own shift, then a colleague; nobody is asked twice', async () => {
    await rota.clearSample();
    const jia = await world.responder('测试老师甲', ['counsellor'], false);
    const yi = await world.responder('测试老师乙', ['counsellor'], false);
    yi.says('/换班');
    await yi.hears(/没有等你回答的换班/);
    const begin = addMs(await rota.soon(), HOUR);
    await rota.schedule('测试老师甲', begin, addMs(begin, 4 * HOUR));
    await jia.hears(/值班安排有变/);
    await rota.schedule('测试老师甲', addMs(begin, 15 * 24 * HOUR), addMs(begin, 15 * 24 * HOUR + HOUR));
    await jia.hears(/值班安排有变/);
    jia.says('/换班');
    await jia.hears(/没有等你回答的换班。想请人替班，选你接下来 14 天的一个班/);
    const [shift, ...more] = jia.choices();
    expect(shift).toMatch(/ 值班$/);
    expect(more).toEqual([]);
    jia.taps(shift ?? '');
    await jia.hears(/请谁替/);
    expect(jia.choices()).toEqual(['测试老师乙']);
    jia.taps('测试老师乙');
    await jia.hears(/已经问了 测试老师乙.*在那以前还是你值/);
    await yi.hears(/测试老师甲 想请你替班/);
    jia.taps('测试老师乙');
    await jia.hears(/已经问了 测试老师乙/);
    expect(await world.database.sql('select status from xinqiao.rota_swap')).toEqual([{ status: 'offered' }]);
    yi.taps('接受');
    await yi.hears(/好，.* 由你值/);
    await jia.hears(/测试老师乙 接受了换班/);
    jia.taps(shift ?? '');
    await jia.hears(/这个班有变化，或者已经开始了/);
  });

  it('offers a shift of one’s own also while an offer waits, and takes it back by its button', async () => {
    await rota.clearSample();
    const jia = await world.responder('测试老师甲', ['counsellor'], false);
    const yi = await world.responder('测试老师乙', ['counsellor'], false);
    const begin = addMs(await rota.soon(), HOUR);
    for (const [index, [name, person]] of (
      [
        ['测试老师甲', jia],
        ['测试老师乙', yi],
      ] as const
    ).entries()) {
      await rota.schedule(name, addMs(begin, index * 4 * HOUR), addMs(begin, (index + 1) * 4 * HOUR));
      await person.hears(/值班安排有变/);
    }
    const askFor = async (asks: typeof jia, asked: typeof jia, name: string, says: RegExp): Promise<void> => {
      await asks.hears(says);
      asks.taps(asks.choices()[0] ?? '');
      await asks.hears(/请谁替/);
      asks.taps(name);
      await asks.hears(/已经问了/);
      expect(asks.choices()).toEqual(['收回']);
      await asked.hears(/想请你替班/);
    };
    yi.says('/换班');
    await askFor(yi, jia, '测试老师甲', /没有等你回答的换班。想请人替班/);
    jia.says('/换班');
    await jia.hears(/测试老师乙 想请你替班/);
    expect(jia.choices()).toEqual(['接受', '不接受', '我的班']);
    jia.taps('我的班');
    await askFor(jia, yi, '测试老师乙', /^想请人替班，选你接下来 14 天的一个班/);
    jia.taps('收回');
    await jia.hears(/收回了，测试老师乙 不用替了：.*还是你值/);
    await yi.hears(/测试老师甲 收回了换班/);
    jia.taps('收回');
    await jia.hears(/收回了/);

    // Later, when the button is far above.
    yi.says('/换班');
    await yi.hears(/没有等你回答的换班/);
    expect(yi.choices()).toHaveLength(2);
    yi.taps(yi.choices()[1] ?? '');
    await yi.hears(/收回了，测试老师甲 不用替了/);
    await jia.hears(/测试老师乙 收回了换班/);
    const rows = await world.database.sql<{ status: string }>('select status from xinqiao.rota_swap');
    expect(rows.map(({ status }) => status)).toEqual(['withdrawn', 'withdrawn']);
  });

  it('offers a shift that begins before the fourteenth day and ends after it, with its real end', async () => {
    await rota.clearSample();
    const jia = await world.responder('测试老师甲', ['counsellor'], false);
    const yi = await world.responder('测试老师乙', ['counsellor'], false);
    const begin = addMs(await rota.soon(), 14 * 24 * HOUR - HOUR);
    const endsAt = addMs(begin, 12 * HOUR);
    await rota.schedule('测试老师甲', begin, endsAt);
    await jia.hears(/值班安排有变/);
    jia.says('/换班');
    await jia.hears(/选你接下来 14 天的一个班/);
    jia.taps(jia.choices()[0] ?? '');
    await jia.hears(/请谁替/);
    jia.taps('测试老师乙');
    await jia.hears(/已经问了 测试老师乙/);
    await yi.hears(/想请你替班/);
    const rows = await world.database.sql('select starts_at, ends_at from xinqiao.rota_swap');
    expect(rows).toEqual([{ starts_at: begin, ends_at: endsAt }]);
    // Whoever asked hears of it when somebody else takes the question back.
    const head = await world.responder('测试主任', ['centre-head'], false);
    const [swap] = await world.database.sql<{ id: string }>('select id from xinqiao.rota_swap');
    const boss = { ...(await rota.actorOf('测试主任')), roles: ['centre-head' as const] };
    expect((await rota.desk.settle(boss, swap?.id ?? '', 'withdrawn')).ok).toBe(true);
    await yi.hears(/测试老师甲 收回了换班/);
    await jia.hears(/测试主任 收回了你请 测试老师乙 替的班.*还是你值/);
    head.expectNothingMore();
  });

  it('says of a swap by mail that there is one, and to whoever asked that nothing reaches a colleague', async () => {
    const mail = await startSmtpFake();
    const other = await startWorld({ notifiers: [mailHouse(mail)] });
    try {
      const theirs = rotaIn(other);
      await theirs.clearSample();
      const jia = await other.responder('测试老师甲', ['counsellor'], false);
      const yi = await byMail(other, mail, '测试老师乙', ['counsellor']);
      const nobody = { name: '测试老师丙', roles: ['counsellor'], accounts: [], onCall: false };
      expect((await createStaffDesk(other.office).add(OPERATOR, nobody)).ok).toBe(true);
      const begin = addMs(await theirs.soon(), HOUR);
      await theirs.schedule('测试老师甲', begin, addMs(begin, HOUR));
      await jia.hears(/值班安排有变/);
      const asks = async (name: string, answer: RegExp): Promise<void> => {
        jia.says('/换班');
        await jia.hears(/选你接下来 14 天的一个班/);
        jia.taps(jia.choices()[0] ?? '');
        await jia.hears(/请谁替/);
        jia.taps(name);
        await jia.hears(answer);
        expect(jia.choices()).toEqual(['收回']);
        jia.taps('收回');
        await jia.hears(/收回了/);
      };
      await asks('测试老师乙', /已经问了 测试老师乙/);
      await yi.reads(/有同事想请你替班，等你回答。登录控制台看/);
      await yi.reads(/你的一次换班有了结果/);
      await asks('测试老师丙', /记下了，可是现在没有办法把消息送到 测试老师丙 那里/);
      await theirs.schedule('测试老师乙', addMs(begin, 5 * HOUR), addMs(begin, 6 * HOUR));
      await yi.reads(/你的值班安排有 1 处变化/);
    } finally {
      await other.close();
      await mail.close();
    }
  }, 60_000);

  it('answers a late tap on 收回 with what is so', async () => {
    await rota.clearSample();
    const jia = await world.responder('测试老师甲', ['counsellor'], false);
    const yi = await world.responder('测试老师乙', ['counsellor'], false);
    const begin = addMs(await rota.soon(), HOUR);
    await rota.schedule('测试老师甲', begin, addMs(begin, 4 * HOUR));
    await jia.hears(/值班安排有变/);
    jia.says('/换班');
    await jia.hears(/选你接下来 14 天的一个班/);
    jia.taps(jia.choices()[0] ?? '');
    await jia.hears(/请谁替/);
    jia.taps('测试老师乙');
    await jia.hears(/已经问了/);
    await yi.hears(/想请你替班/);
    yi.taps('接受');
    await yi.hears(/由你值/);
    await jia.hears(/接受了换班/);
    jia.taps('收回');
    await jia.hears(/已经有了结果，或者时间已经到了/);
    expect(await world.database.sql('select status from xinqiao.rota_swap')).toEqual([
      { status: 'accepted' },
    ]);
    jia.says('/换班');
    await jia.hears(/^没有等你回答的换班。$/);
  });

  it('swaps a shift only once the other one has accepted, by button', async () => {
    await rota.clearSample();
    const jia = await world.responder('测试老师甲', ['counsellor'], false);
    const yi = await world.responder('测试老师乙', ['counsellor'], false);
    const begin = addMs(await rota.soon(), HOUR);
    const period = { startsAt: begin, endsAt: addMs(begin, 4 * HOUR) };
    await rota.schedule('测试老师甲', period.startsAt, period.endsAt);
    await jia.hears(/值班安排有变/);

    const [fromStaffId, toStaffId] = [await rota.idOf('测试老师甲'), await rota.idOf('测试老师乙')];
    const offer = { id: randomUUID(), duty: 'duty' as const, fromStaffId, toStaffId, ...period };
    const actor = await rota.actorOf('测试老师甲');
    expect(await rota.desk.offer(actor, offer)).toEqual({ ok: true, value: { told: true } });
    // A form that is sent twice asks once.
    expect(await rota.desk.offer(actor, offer)).toEqual({ ok: true, value: { told: true } });
    await yi.hears(/测试老师甲 想请你替班/);
    expect(await rota.desk.settle(await rota.actorOf('测试老师甲'), offer.id, 'accepted')).toMatchObject({
      ok: false,
    });
    yi.taps('接受');
    await yi.hears(/好，.* 由你值/);
    await jia.hears(/测试老师乙 接受了换班/);
    yi.says('/换班');
    await yi.hears(/没有等你回答的换班/);
    await world.pass(HOUR + 2 * MINUTE);
    expect(await rota.onCall()).toEqual(['测试老师乙']);
  });

  it('leaves the shift with its owner when an offer is declined, taken back or never answered', async () => {
    await rota.clearSample();
    const jia = await world.responder('测试老师甲', ['counsellor'], false);
    const yi = await world.responder('测试老师乙', ['counsellor'], false);
    const begin = addMs(await rota.soon(), HOUR);
    await rota.schedule('测试老师甲', begin, addMs(begin, 4 * HOUR));
    await jia.hears(/值班安排有变/);
    const actor = await rota.actorOf('测试老师甲');
    const [fromStaffId, toStaffId] = [actor.staffId, await rota.idOf('测试老师乙')];
    const offer = async (startsAt: Date): Promise<string> => {
      const id = randomUUID();
      const endsAt = addMs(begin, 4 * HOUR);
      const offered = await rota.desk.offer(actor, {
        id,
        duty: 'duty',
        fromStaffId,
        toStaffId,
        startsAt,
        endsAt,
      });
      expect(offered.ok).toBe(true);
      await yi.hears(/想请你替班/);
      return id;
    };
    await offer(begin);
    yi.taps('不接受');
    await yi.hears(/不由你值/);
    await jia.hears(/测试老师乙 不接受换班/);
    await rota.desk.settle(actor, await offer(begin), 'withdrawn');
    await yi.hears(/测试老师甲 收回了换班/);
    const late = await offer(begin);
    await world.pass(HOUR + 2 * MINUTE);
    await jia.hears(/换班（值班）没有人接受，时间到了/);
    expect(await rota.onCall()).toEqual(['测试老师甲']);
    expect(await rota.desk.settle(await rota.actorOf('测试老师乙'), late, 'accepted')).toEqual({
      ok: false,
      code: 'stale',
    });
    expect(
      await rota.desk.offer(actor, {
        id: late,
        duty: 'backup',
        fromStaffId,
        toStaffId,
        startsAt: addMs(begin, 2 * HOUR),
        endsAt: addMs(begin, 3 * HOUR),
      }),
    ).toEqual({ ok: false, code: 'not-on-then' });
  });

  it('warns heads and administrators of gaps once a day, and nobody else', async () => {
    const head = await world.responder('测试主任', ['centre-head'], false);
    await world.responder('测试老师甲', ['counsellor'], false);
    await world.database.sql(`update xinqiao.rota_task set due_at = xinqiao.app_now() where name = 'gaps'`);
    await world.settle();
    const said = await head.hears(/值班表今后 14 天有 1 段没有真人值班/);
    expect(said).toMatch(/\/console\/duty/);
    // The same task twice on one day says it once.
    await world.database.sql(`update xinqiao.rota_task set due_at = xinqiao.app_now() where name = 'gaps'`);
    await world.settle();
    await world.pass(24 * HOUR);
    await head.hears(/没有真人值班/);
    await world.database.sql(`update xinqiao.rota_task set due_at = null where name = 'gaps'`);
  });

  it('warns at once of a gap that a change makes, and of none that was there', async () => {
    await rota.clearSample();
    const head = await world.responder('测试主任', ['centre-head'], false);
    const jia = await world.responder('测试老师甲', ['counsellor'], false);
    const begin = addMs(await rota.soon(), HOUR);
    await rota.schedule('测试老师甲', begin, addMs(begin, 4 * HOUR));
    await jia.hears(/值班安排有变/);
    await world.settle();
    head.expectNothingMore();
    const [shift] = await world.database.sql<{ id: string }>('select id from xinqiao.rota_stint');
    await rota.desk.end(OPERATOR, shift?.id ?? '');
    await jia.hears(/不用你值班了/);
    await world.settle();
    await head.hears(/值班表今后 14 天有 1 段没有真人值班/);
    await world.database.sql(`update xinqiao.rota_task set due_at = null where name = 'gaps'`);
  });

  it('counts as a gap a shift of somebody whom nothing can wake, and warns when a swap makes one', async () => {
    await rota.clearSample();
    const head = await world.responder('测试主任', ['centre-head'], false);
    const jia = await world.responder('测试老师甲', ['counsellor'], false);
    const yi = await world.responder('测试老师乙', ['counsellor'], false);
    const begin = addMs(await rota.soon(), HOUR);
    const period = { startsAt: begin, endsAt: addMs(begin, 4 * HOUR) };
    await rota.schedule('测试老师甲', period.startsAt, period.endsAt);
    await jia.hears(/值班安排有变/);
    expect((await rota.desk.view(OPERATOR))?.gaps).toHaveLength(2);
    const actor = await rota.actorOf('测试老师甲');
    const toStaffId = await rota.idOf('测试老师乙');
    const offer = {
      id: randomUUID(),
      duty: 'duty' as const,
      fromStaffId: actor.staffId,
      toStaffId,
      ...period,
    };
    await rota.desk.offer(actor, offer);
    await yi.hears(/想请你替班/);
    await world.database.sql(
      `update xinqiao.address set reachable = false
       where id in (select address_id from xinqiao.staff_address where staff_id = $1)`,
      [toStaffId],
    );
    expect((await rota.desk.settle(await rota.actorOf('测试老师乙'), offer.id, 'accepted')).ok).toBe(true);
    await jia.hears(/接受了换班/);
    expect((await rota.desk.view(OPERATOR))?.gaps).toHaveLength(1);
    await head.hears(/值班表今后 14 天有 1 段没有真人值班/);
    await world.database.sql(`update xinqiao.rota_task set due_at = null where name = 'gaps'`);
  });

  it('does not let a shift be taken that is no more that of whoever offered it', async () => {
    await rota.clearSample();
    const jia = await world.responder('测试老师甲', ['counsellor'], false);
    const yi = await world.responder('测试老师乙', ['counsellor'], false);
    const bing = await world.responder('测试老师丙', ['counsellor'], false);
    const begin = addMs(await rota.soon(), HOUR);
    const period = { startsAt: begin, endsAt: addMs(begin, 4 * HOUR) };
    await rota.schedule('测试老师甲', period.startsAt, period.endsAt);
    await jia.hears(/值班安排有变/);
    const actor = await rota.actorOf('测试老师甲');
    const offers: string[] = [];
    for (const [name, person] of [
      ['测试老师乙', yi],
      ['测试老师丙', bing],
    ] as const) {
      const id = randomUUID();
      offers.push(id);
      const toStaffId = await rota.idOf(name);
      await rota.desk.offer(actor, { id, duty: 'duty', fromStaffId: actor.staffId, toStaffId, ...period });
      await person.hears(/想请你替班/);
    }
    const [first = '', second = ''] = offers;
    expect(await rota.desk.settle(await rota.actorOf('测试老师乙'), first, 'accepted')).toMatchObject({
      ok: true,
    });
    await jia.hears(/测试老师乙 接受了换班/);
    expect(await rota.desk.settle(await rota.actorOf('测试老师丙'), second, 'accepted')).toEqual({
      ok: false,
      code: 'stale',
    });
    expect(await rota.desk.settle(await rota.actorOf('测试老师丙'), second, 'declined')).toMatchObject({
      ok: true,
    });
    await jia.hears(/测试老师丙 不接受换班/);
  });
});
