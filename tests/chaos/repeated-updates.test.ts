import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { readFrom } from './counsellor.ts';
import { COUNSELLOR, type RunningCentre, startCentre } from './running-centre.ts';

let centre: RunningCentre;
beforeAll(async () => {
  centre = await startCentre();
  await centre.employ();
}, 60_000);
afterAll(() => centre?.close());

const settled = (): Promise<void> =>
  until('nothing left to do', async () => {
    const [row] = await centre.database.sql<{ open: number }>(`select (
      (select count(*) from xinqiao.incoming where status <> 'done')
      + (select count(*) from xinqiao.outgoing where status <> 'sent'))::int as open`);
    return row?.open === 0 && centre.telegram.unconfirmed() === 0;
  });

const counts = async (): Promise<Record<string, number> | undefined> => {
  const [row] = await centre.database.sql<Record<string, number>>(`select
    (select count(*) from xinqiao.incoming)::int as incoming,
    (select count(*) from xinqiao.outgoing)::int as outgoing,
    (select count(*) from xinqiao.handoff_case)::int as cases`);
  return row;
};

describe('updates that come more than once', () => {
  it('are answered once, when all of them are delivered again', async () => {
    const { telegram } = centre;
    const desk = readFrom(telegram, COUNSELLOR);
    telegram.userSays(301, '我想自杀');
    telegram.userSays(302, '你好');
    await desk.hears(/高危 · 已等 0 分钟/);
    await telegram.waitForMessages(302, 1);
    await settled();
    const before = await counts();
    const sent = telegram.sentToAll().length;
    for (let round = 0; round < 3; round += 1) {
      telegram.redeliver();
      await telegram.waitUntilConfirmed();
    }
    await settled();
    expect(await counts()).toEqual(before);
    expect(telegram.sentToAll()).toHaveLength(sent);
  }, 60_000);

  it('are answered once, when the same update comes twice at once', async () => {
    const { telegram } = centre;
    const before = await counts();
    const update = {
      update_id: 50_000,
      message: {
        message_id: 88_001,
        date: 1_700_000_000,
        from: { id: 303, is_bot: false, first_name: 'Person' },
        chat: { id: 303, type: 'private', first_name: 'Person' },
        text: '我不想活了',
      },
    };
    telegram.knows(303);
    telegram.pushUpdate(update);
    telegram.pushUpdate(update);
    await telegram.waitForMessage(303, /你在哪里/);
    await settled();
    const after = await counts();
    expect(after?.incoming).toBe((before?.incoming ?? 0) + 1);
    expect(after?.cases).toBe((before?.cases ?? 0) + 1);
    expect(telegram.sentTo(303).filter(({ text }) => /你在哪里/.test(text))).toHaveLength(1);
  }, 60_000);

  it('of a tap that is doubled do its work once', async () => {
    const { telegram, database } = centre;
    const [open] = await database.sql<{ number: number }>(
      `select number from xinqiao.handoff_case where status = 'open' order by number limit 1`,
    );
    await database.advance(121_000);
    await telegram.waitForMessage(COUNSELLOR, new RegExp(`#${open?.number}`));
    telegram.userTaps(COUNSELLOR, `接 #${open?.number}`);
    telegram.userTaps(COUNSELLOR, `接 #${open?.number}`);
    await telegram.waitForMessage(COUNSELLOR, /归你了/);
    await settled();
    telegram.redeliver();
    await telegram.waitUntilConfirmed();
    await settled();
    expect(telegram.sentTo(COUNSELLOR).filter(({ text }) => /归你了/.test(text))).toHaveLength(1);
    const owners = await database.sql(
      `select 1 from xinqiao.case_event e join xinqiao.handoff_case c on c.id = e.case_id
       where c.number = $1 and e.kind = 'acknowledged'`,
      [open?.number],
    );
    expect(owners).toHaveLength(1);
  }, 60_000);
});
