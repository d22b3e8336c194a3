import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MESSAGE } from '../../../src/bots/wechat/decode.ts';
import {
  type Anybody,
  CHANNELS,
  getsAcquainted,
  onTelegram,
  onWeb,
  onWechat,
} from '../../support/anybody.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;

let world: World;
let owner: Awaited<ReturnType<World['responder']>>;
let colleague: Awaited<ReturnType<World['responder']>>;
beforeAll(async () => {
  world = await startWorld({ wechat: {} });
  owner = await world.responder('测试老师甲');
  colleague = await world.responder('测试老师乙');
});
afterAll(() => world.close());

type Mover = { readonly student: Anybody; readonly moves: () => Promise<void>; readonly there: RegExp };

/** Somebody who tells where they went as their channel can carry it: the web page has no locations. */
const MOVERS: Readonly<Record<(typeof CHANNELS)[number], () => Mover>> = {
  telegram() {
    const person = world.student();
    const student = onTelegram(person);
    return {
      student,
      there: /在哪里：［位置］位置：31\.8,117\.2/,
      async moves() {
        world.telegram.userSendsLocation(person.chatId, 31.7, 117.2);
        await student.hears(/位置收到了/, /记下了/);
        // As of a location that is shared live.
        world.telegram.userSendsLocation(person.chatId, 31.8, 117.2);
      },
    };
  },
  wechat() {
    const person = world.onWechat();
    const student = onWechat(person);
    const location = { latitude: 30.5, longitude: 114.25, accuracy: 5, name: '东湖', address: '湖边路' };
    return {
      student,
      there: /在哪里：［位置］位置：30\.5,114\.25\n东湖/,
      async moves() {
        person.sends({ type: MESSAGE.location, location });
        await student.hears(/位置收到了/, /记下了/);
      },
    };
  },
  web() {
    const student = onWeb(world.onWeb());
    return {
      student,
      there: /在哪里：我到图书馆二楼了/,
      async moves() {
        await student.says('我到图书馆二楼了');
        await student.hears(/^记下了。/);
      },
    };
  },
};

describe.each(CHANNELS)('where somebody is who waits, on %s', (channel) => {
  let mover: Mover;
  let number = 0;
  beforeAll(async () => {
    mover = MOVERS[channel]();
    await getsAcquainted(mover.student);
  });

  it('is where they said last; what they said before stands beside it, both with their times', async () => {
    const { student, moves, there } = mover;
    await student.says('我不想活了');
    await student.hearsUntil(/你在哪里/);
    await student.says('3栋402');
    await student.hears(/身边有人吗/);
    await moves();
    await world.settle();
    number = (await lastCase()).number;
    const card = await takes(owner, number);
    expect(card).toMatch(there);
    expect(card).toMatch(/（\d\d:\d\d 说的）\n· 之前（\d\d:\d\d）说的还是：/);
    await colleague.hearsUntil(/由 测试老师甲 接手了/);
    await student.hears(/接手了/);
  });

  it('is asked anew when they come back, and what they said last time says so', async () => {
    const { student, there } = mover;
    await closeByRows();
    await world.pass(MINUTE + 1_000);
    await student.says('回到求助');
    await student.hears(/正在重新叫值班老师/, /你在哪里/);
    await colleague.hearsUntil(new RegExp(`#${number} · 高危`));
    const card = await takes(colleague, number);
    expect(card).not.toMatch(/同学等的时候说|说的还是/);
    const last = new RegExp(there.source.replace('在哪里', '上次（\\d+月\\d+日 周. \\d\\d:\\d\\d）在哪里'));
    expect(card).toMatch(last);
    await student.hears(/接手了/);
    if (channel === 'telegram') expect(await casePage()).toMatch(/在哪里\s*上次（\d+月\d+日 \d\d:\d\d）说的/);
    await backOnDuty();
  });
});

describe.each(CHANNELS)('whoever comes back and has two cases, on %s', (channel) => {
  let student: Anybody;
  let own = 0;
  let report = 0;
  beforeAll(async () => {
    student = await world.anybody(channel);
    own = await called('我不想活了', /你在哪里/);
    report = await called('我室友说不想活了', /他\/她现在在哪里/);
  });

  /** Says so, is called for, and it is over. */
  async function called(words: string, asked: RegExp): Promise<number> {
    await student.says(words);
    await student.hearsUntil(asked);
    await world.settle();
    const { number } = await lastCase();
    for (const one of [owner, colleague]) await one.hearsUntil(new RegExp(`#${number} · 高危`));
    await endsByRows();
    await world.pass(MINUTE + 1_000);
    return number;
  }

  async function endsByRows(): Promise<void> {
    await world.settle();
    await world.database.sql(
      `update xinqiao.handoff_case set status = 'closed', closed_at = xinqiao.app_now(), outcome = 'ordinary',
         acknowledged_at = xinqiao.app_now(), wake_at = null, tell_at = null, unanswered_since = null,
         unreplied_since = null, owner_id = (select id from xinqiao.staff_member where name = $1)
       where status <> 'closed'`,
      [owner.name],
    );
  }

  async function isTakenUp(number: number): Promise<void> {
    await student.hears(/上次的老师正在值班/);
    await owner.hearsUntil(new RegExp(`#${number} 同学回到了求助`));
    await world.settle();
    const open = await world.database.sql<{ number: number }>(
      `select number::int from xinqiao.handoff_case where status <> 'closed'`,
    );
    expect(open).toEqual([{ number }]);
    await endsByRows();
  }

  const asks = async (): Promise<void> => {
    await student.says('回到求助');
    await student.hears(/要回到哪一个/);
  };

  it('says for whom, by a choice; their own is not out of reach behind a later report', async () => {
    await asks();
    expect(student.choices()).toEqual(expect.arrayContaining(['为自己', '为别人']));
    await student.picks('为自己');
    await isTakenUp(own);
    await asks();
    await student.picks('为别人');
    await isTakenUp(report);
  });

  it('is asked as well while the report is still open, and neither is out of reach', async () => {
    const asksBeside = async (): Promise<void> => {
      await student.says('回到求助');
      await owner.hearsUntil(/回到求助/);
      await student.hears(/替别人说的那件事还开着[\s\S]*要接着哪一个/);
    };
    await asks();
    await student.picks('为别人');
    await student.hears(/上次的老师正在值班/);
    await owner.hearsUntil(new RegExp(`#${report} 同学回到了求助`));
    await asksBeside();
    await student.picks('为别人');
    await student.hears(/一直开着/, /接手以后还没有说话/);
    await owner.hearsUntil(new RegExp(`#${report} 同学回来了`));
    await asksBeside();
    await student.picks('为自己');
    await student.hears(/上次的老师正在值班/);
    await owner.hearsUntil(new RegExp(`#${own} 同学回到了求助`));
    await world.settle();
    expect(
      await world.database.sql(
        `select number::int from xinqiao.handoff_case where status <> 'closed' order by number`,
      ),
    ).toEqual([{ number: own }, { number: report }]);
    await endsByRows();
  });

  it('or in words, and what is unclear is about themselves', async () => {
    await asks();
    await student.says('嗯嗯');
    await isTakenUp(own);
    await asks();
    await student.says('室友的那个');
    await isTakenUp(report);
    await asks();
    await student.says('算了');
    await student.hears(/没有重新打开/);
    // It was asked once: later words are no answer to it.
    await student.says('嗯嗯');
    await student.hearsUntil(/./);
    expect(await world.database.sql(`select from xinqiao.handoff_case where status <> 'closed'`)).toEqual([]);
    await world.pass(MINUTE + 1_000);
  });
});

async function takes(person: typeof owner, number: number): Promise<string> {
  person.says(`接 #${number}`);
  return person.hearsUntil(/归你了/);
}

async function lastCase(): Promise<{ id: string; number: number }> {
  const rows = await world.database.sql<{ id: string; number: number }>(
    'select id, number::int from xinqiao.handoff_case order by number desc limit 1',
  );
  return rows[0] ?? { id: '', number: 0 };
}

/** As a person closes it, nineteen days ago; its owner is off duty since. */
async function closeByRows(): Promise<void> {
  await world.settle();
  const then = `xinqiao.app_now() - interval '19 days'`;
  await world.database.sql(
    `update xinqiao.handoff_case set status = 'closed', closed_at = ${then}, outcome = 'ordinary',
       wake_at = null, tell_at = null, unanswered_since = null, unreplied_since = null where status <> 'closed'`,
  );
  await world.database.sql(`update xinqiao.case_question set asked_at = ${then}, settled_at = ${then}
    where settled_at is not null`);
  await world.database.sql(`update xinqiao.case_answer_before set said_at = ${then} - interval '1 minute'`);
  await onDuty('xinqiao.app_now()');
}

const onDuty = (until: string) =>
  world.database.sql(
    `update xinqiao.on_call set until = ${until} where staff_id = (select id from xinqiao.staff_member where name = $1)`,
    [owner.name],
  );

async function casePage(): Promise<string> {
  const browser = await world.signedIn(colleague.name);
  await colleague.hears(/登录链接/);
  await browser.open(`/console/cases/${(await lastCase()).id}`);
  return browser.text();
}

async function backOnDuty(): Promise<void> {
  await world.settle();
  await world.database.sql(
    `update xinqiao.handoff_case set status = 'closed', closed_at = xinqiao.app_now(), outcome = 'ordinary',
       wake_at = null, tell_at = null, unanswered_since = null, unreplied_since = null`,
  );
  await onDuty('null');
  await world.pass(MINUTE + 1_000);
}
