import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeSendTime } from '../../src/campaigns/send-time.ts';
import { advanceCampaigns } from '../../src/conversation/delivery/campaign-round.ts';
import { addMs, daysMs, hoursMs } from '../../src/core/clock.ts';
import { addAuthor, addReaders, type CampaignAuthor, passTo, WORDS } from '../support/campaign-world.ts';
import type { TelegramPerson } from '../support/telegram-person.ts';
import { until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';

const TEXT = /操场有五二五游园会/;
/** Seconds in which Telegram wants no bulk. */
const REST = 4;

describe('a campaign', () => {
  let world: World;
  let author: CampaignAuthor;
  beforeEach(async () => {
    world = await startWorld();
    author = await addAuthor(world, '活动老师');
    await passTo(world, 10);
  });
  afterEach(() => world.close());

  const hear = (people: readonly TelegramPerson[]) => Promise.all(people.map((one) => one.hears(TEXT)));
  /** Those who had a second one before it was stopped. */
  const hearAgain = (people: readonly TelegramPerson[]) =>
    hear(people.filter((one) => world.telegram.sentTo(one.chatId).length > 1));
  const sent = async (): Promise<number> => {
    const rows = await world.database.sql(
      "select from xinqiao.outgoing where lane = 'campaign' and status = 'sent'",
    );
    return rows.length;
  };
  /** Nobody is called or told again, however slow the machine is. */
  const holdTime = async (): Promise<void> => {
    await world.database.sql('update xinqiao.handoff_case set wake_at = null, tell_at = null');
    await world.database.sql('delete from xinqiao.digest');
  };
  /** Telegram refuses the first message, and no further one is tried for some seconds. */
  const beginAndRest = async (id: string): Promise<void> => {
    world.telegram.fail('sendMessage', { status: 429, retryAfter: REST });
    expect(await author.send(id)).toBe('done');
    await until('a refusal', async () => {
      const rows = await world.database.sql(
        "select from xinqiao.outgoing where lane = 'campaign' and error_code = 'rate-limited'",
      );
      return rows.length === 1;
    });
  };

  it('reaches everybody who wants it, leaves out whoever has a case, and shows nobody who that was', async () => {
    const counsellor = await world.responder('测试老师甲');
    const readers = await addReaders(world, 24);
    const [troubled] = readers;
    if (!troubled) throw new Error('nobody');
    const onWeb = world.visitor();
    await onWeb.says('你好');
    await onWeb.taps('同意并开始');
    const stranger = world.student();
    stranger.says('/start');
    await stranger.hears(/我是程序/);
    troubled.says('我不想活了');
    await troubled.hears(/正在叫/, /120/, /你在哪里/);
    await counsellor.hears(/个案 #1001 · 高危/);
    await world.settle();
    await holdTime();

    const id = await author.draft();
    const before = await author.view(id);
    expect(before.audience?.problem).toBeNull();
    expect(before.shown).toEqual([
      { language: 'zh', text: `${WORDS}\n\n回复「退订」，就不再收到活动消息。` },
    ]);

    await beginAndRest(id);
    await author.desk.step(author.actor, id, 'pause');
    await world.settle();
    const unsent = readers.filter(
      (one) => one !== troubled && world.telegram.sentTo(one.chatId).length === 0,
    );
    const [leaver, blocker, shaken] = unsent;
    if (!leaver || !blocker || !shaken) throw new Error('too late');
    leaver.says('退订');
    await leaver.hears(/不再给你发活动/);
    world.telegram.userBlocks(blocker.chatId);
    shaken.says('我不想活了');
    await shaken.hears(/正在叫/, /120/, /你在哪里/);
    await counsellor.hears(/2 个在等/);
    await world.settle();
    await holdTime();
    await author.desk.step(author.actor, id, 'resume');
    await author.reaches(id, 'done');
    const others = readers.filter((one) => ![troubled, leaver, blocker, shaken].includes(one));
    await hear(others);
    await onWeb.open('/');
    expect(onWeb.text()).toMatch(TEXT);

    // 25 people, of whom 21 have it: four are left out, for three reasons.
    const after = await author.view(id);
    expect(after.end).toBe('finished');
    expect(after.progress).toMatchObject({ waiting: 'few', rest: 'few' });
    const codes = await world.database.sql(
      `select o.error_code, count(*)::int as rows from xinqiao.outgoing o
       where o.lane = 'campaign' and o.status <> 'sent' group by 1`,
    );
    expect(codes).toEqual([{ error_code: 'withheld', rows: 4 }]);
    expect(await sent()).toBe(21);
    const shown = Object.values(after.progress ?? {});
    expect(shown.every((count) => count === 'few' || count % 10 === 0)).toBe(true);
  }, 60_000);

  it.each(['退订', 'TD', 'stop', 'Unsubscribe'])('is left by whoever writes %s', async (word) => {
    const [leaver] = await addReaders(world, 1);
    leaver?.says(word);
    await leaver?.hears(/不再给你发活动/);
    expect(await author.send(await author.draft())).toBe('nobody');
  });

  it('waits behind every crisis', async () => {
    const counsellor = await world.responder('测试老师乙');
    const readers = await addReaders(world, 120);
    const id = await author.draft();
    expect(await author.send(id)).toBe('done');
    await until('the first messages', async () => (await sent()) > 5);
    const student = world.student();
    student.says('我不想活了');
    await student.hears(/正在叫/, /120/, /你在哪里/);
    await counsellor.hears(/个案 #1001 · 高危/);
    expect(await sent()).toBeLessThan(120);
    await author.reaches(id, 'done');
    await hear(readers);
    expect(await sent()).toBe(120);
  }, 90_000);

  it('is sent once to each, however many processes run its rounds at once', async () => {
    const readers = await addReaders(world, 40);
    const id = await author.draft();
    expect(await Promise.all([author.send(id), author.send(id), author.send(id)])).toEqual([
      'done',
      'done',
      'done',
    ]);
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(Array.from({ length: 4 }, () => advanceCampaigns(world.office)));
    }
    await author.reaches(id, 'done');
    await hear(readers);
    await world.settle();
    for (const one of readers) expect(world.telegram.sentTo(one.chatId)).toHaveLength(1);
  }, 60_000);

  it('leaves at its time, never at night, and the night that comes in between is waited for', async () => {
    const readers = await addReaders(world, 21);
    const now = await world.office.transactions.run((stores) => stores.now());
    const tenAtNight = addMs(now, hoursMs(12));
    const id = await author.draft({ channels: ['telegram'] });
    const when = { kind: 'at', text: writeSendTime(addMs(tenAtNight, 60_000)) } as const;
    const plan = await author.desk.plan(author.actor, id, when);
    expect(plan).toMatchObject({ ok: true, value: { waits: true } });
    expect(await author.send(id, when)).toBe('done');
    await passTo(world, 23);
    await advanceCampaigns(world.office);
    expect((await author.view(id)).status).toBe('scheduled');
    expect(await sent()).toBe(0);
    await passTo(world, 8);
    await author.reaches(id, 'done');
    await hear(readers);
  }, 60_000);

  it('stops when it is paused or cancelled, and what is paused goes on', async () => {
    const readers = await addReaders(world, 22);
    const id = await author.draft();
    await beginAndRest(id);
    expect(await author.desk.step(author.actor, id, 'pause')).toBe('done');
    await world.settle();
    // Some were on their way when Telegram said no.
    const before = await sent();
    expect(before).toBeLessThan(22);
    await passTo(world, 11);
    await advanceCampaigns(world.office);
    await world.settle();
    expect(await sent()).toBe(before);
    expect(await author.desk.step(author.actor, id, 'resume')).toBe('done');
    await author.reaches(id, 'done');
    await hear(readers);

    const second = await author.draft();
    await beginAndRest(second);
    expect(await author.desk.step(author.actor, second, 'cancel')).toBe('done');
    expect(await author.desk.step(author.actor, second, 'cancel')).toBe('done');
    expect(await author.desk.step(author.actor, second, 'resume')).toBe('absent');
    await world.settle();
    const after = await sent();
    expect(after).toBeLessThan(44);
    await world.pass(hoursMs(1));
    expect(await sent()).toBe(after);
    await hearAgain(readers);
  }, 60_000);

  it('is given up after its days, and a message whose fate nobody knows is never sent again', async () => {
    const readers = await addReaders(world, 21);
    world.telegram.fail('sendMessage', 'drop-after');
    const id = await author.draft();
    expect(await author.send(id)).toBe('done');
    await author.reaches(id, 'done');
    await hear(readers);
    expect(await sent()).toBe(20);
    await world.database.sql("delete from xinqiao.outgoing where lane = 'campaign' and status = 'unknown'");
    const paused = await author.draft();
    await beginAndRest(paused);
    await author.desk.step(author.actor, paused, 'pause');
    await world.pass(daysMs(7));
    await author.reaches(paused, 'done');
    expect((await author.view(paused)).end).toBe('expired');
    expect(await sent()).toBeLessThan(41);
    await hearAgain(readers);
  }, 60_000);

  it('is refused where a filter leaves only a few, and begins with nobody who has left meanwhile', async () => {
    const readers = await addReaders(world, 20);
    const few = await author.draft({ languages: ['en'] });
    expect(await author.send(few)).toBe('nobody');
    const id = await author.draft({ channels: ['telegram'] });
    const text = writeSendTime(addMs(await world.office.transactions.run((one) => one.now()), hoursMs(1)));
    expect(await author.send(id, { kind: 'at', text })).toBe('done');
    const [leaver] = readers;
    leaver?.says('退订');
    await leaver?.hears(/不再给你发活动/);
    expect(await author.send(await author.draft({ channels: ['telegram'] }))).toBe('too-few');
    await world.pass(hoursMs(1));
    await author.reaches(id, 'cancelled');
    expect(await author.view(id)).toMatchObject({ end: 'too-few', progress: null });
    expect(await sent()).toBe(0);
  });
});
