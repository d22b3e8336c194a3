import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawText } from '../../support/raw-text.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import type { Visitor } from '../../support/visitor.ts';
import { booksFirst, cancels, joins, openOnly, passUntil } from '../../support/waiting-world.ts';
import { startWorld, type World } from '../../support/world.ts';

describe('the waiting list in the console', () => {
  let world: World;
  let counsellor: TelegramPerson;
  let desk: TelegramPerson;
  beforeAll(async () => {
    world = await startWorld();
    counsellor = await world.responder('测试老师甲', ['counsellor'], false);
    desk = await world.responder('测试前台', ['staff'], false);
    await passUntil(world, '09:00');
    await openOnly(world, '测试老师甲', 3, ['10:00']);
  });
  afterAll(() => world.close());

  const signedIn = async (name: string, person: TelegramPerson): Promise<Visitor> => {
    const browser = await world.signedIn(name);
    await person.hears(/登录链接/);
    return browser;
  };

  it('lets a counsellor put somebody first for a reason, and the desk end a waiting', async () => {
    const booked = await world.acquainted();
    await booksFirst(booked);
    const [first, second] = [await world.acquainted(), await world.acquainted()];
    await joins(first);
    expect(await joins(second)).toMatch(/候补号是 2。前面还有 1 位/);

    const care = await signedIn('测试老师甲', counsellor);
    expect(await care.open('/console/waiting-list')).toBe(200);
    expect(care.text()).toMatch(/1\. 候补号 1[\s\S]*2\. 候补号 2/);
    const [row] = await world.database.sql<{ id: string }>(
      'select id from xinqiao.waiting_list_entry where number = 2',
    );
    const urgent = `/console/waiting-list/${row?.id}/urgent`;
    expect(await care.press({ action: urgent, label: '标为紧急' })).toBe(422);
    expect(care.text()).toMatch(/原因：还没有写/);
    await care.press({ action: urgent, label: '标为紧急' }, { reason: '评估后需要尽快见' });
    expect(care.text()).toMatch(/1\. 候补号 2 紧急[\s\S]*评估后需要尽快见[\s\S]*2\. 候补号 1/);
    second.says('候补');
    await second.hears(/现在你排在最前面/);

    await cancels(booked);
    await second.hears(/轮到你了/);
    const front = await signedIn('测试前台', desk);
    await front.open('/console/waiting-list');
    expect(front.text()).toMatch(/候补号 2 紧急[\s\S]*等回复，留到 \d\d:\d\d/);
    expect(front.text()).not.toMatch(/评估后需要尽快见|标为紧急$|取消紧急/);
    const remove = `/console/waiting-list/${row?.id}/remove`;
    await front.press({ action: remove, label: '移出候补，并告诉同学' }, { reason: '本人来电取消' });
    await second.hears(/候补（号 2）已经由中心的老师结束/);
    await first.hears(/轮到你了/);
    first.taps('就要这个时间');
    await first.hears(/先为你留 20 分钟/);
    first.taps('确认预约');
    await first.hears(/约好了/);
    const actions = await world.database.sql<{ action: string }>(
      `select distinct action from xinqiao.audit_entry where action like 'waiting-list%' and allowed order by action`,
    );
    expect(actions.map(({ action }) => action)).toEqual([
      'waiting-list.remove',
      'waiting-list.see',
      'waiting-list.urgent',
    ]);
  });

  it('gives a counsellor an address for their calendar that says only that they are busy', async () => {
    const care = await signedIn('测试老师甲', counsellor);
    await care.open('/console/calendar');
    await care.press({ action: '/console/calendar/make' });
    const [address = ''] = /http\S+\.ics/.exec(care.text()) ?? [];
    const read = (url: string, headers: Record<string, string> = {}) => fetch(url, { headers });
    const found = await read(address);
    const text = await found.text();
    expect(found.status).toBe(200);
    expect(found.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(found.headers.get('cache-control')).toBe('no-store');
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1);
    expect(text).toMatch(/SUMMARY:忙\r\n/);
    expect(text).not.toMatch(/测试|谈话室|LOCATION|DESCRIPTION|ATTENDEE/);
    const ids = await world.database.sql<{ id: string; contact_id: string }>(
      'select id, contact_id from xinqiao.appointment',
    );
    for (const { id, contact_id } of ids) expect(text).not.toMatch(new RegExp(`${id}|${contact_id}`));
    const again = await read(address, { 'If-None-Match': found.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
    const secret = /\/feeds\/(.+)\.ics/.exec(address)?.[1] ?? '';
    const rows = await world.database.sql('select * from xinqiao.calendar_feed');
    expect(rawText(rows)).not.toContain(secret);
    expect(world.logged.join('\n')).not.toContain(secret);

    const never = await read(address.replace(secret, 'a'.repeat(43)));
    await care.open('/console/calendar');
    await care.press({ action: '/console/calendar/revoke' });
    const revoked = await read(address);
    expect([never.status, revoked.status]).toEqual([404, 404]);
    const plain = async (response: Response) =>
      (await response.text()).replaceAll(/name="nonce" value="[^"]*"/g, '');
    expect(await plain(revoked)).toBe(await plain(never));
  });
});
