import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import { photoOfPlace } from '../../media/samples.ts';
import { inTalk } from '../../support/in-talk.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { until } from '../../support/until.ts';
import { startWorld, type World } from '../../support/world.ts';

let world: World;
afterEach(() => world.close());

const sendsPhoto = async (who: TelegramPerson, caption?: string): Promise<void> => {
  world.telegram.putFile(`photo-${who.chatId}-large`, { bytes: await photoOfPlace() });
  world.telegram.userSendsPhoto(who.chatId, caption);
};

/** The picture under the message that was read last, and what it still says of where it was taken. */
async function lastPhoto(who: TelegramPerson) {
  const bytes = world.telegram.sentTo(who.chatId).at(-1)?.photo;
  if (bytes === undefined) throw new Error(`${who.chatId} was sent no picture`);
  const { format, exif } = await sharp(bytes).metadata();
  return { format, exif: exif !== undefined };
}

describe('pictures in a talk', () => {
  it('go to the counsellor and to the student, drawn anew, and nowhere else', async () => {
    world = await startWorld();
    const { counsellor, student } = await inTalk(world);
    await sendsPhoto(student);
    await counsellor.hears(/#1001 同学发来图片，请在控制台查看/, /^#1001 同学发来的图片$/);
    expect(await lastPhoto(counsellor)).toEqual({ format: 'jpeg', exif: false });
    await sendsPhoto(counsellor, '看看这张');
    await student.hears(/［图片］看看这张/);
    expect(await lastPhoto(student)).toEqual({ format: 'jpeg', exif: false });
    const rows = await world.database.sql<{ sealed: boolean }>(
      'select bytes_sealed is not null and file_sealed is null as sealed from xinqiao.media',
    );
    expect(rows).toEqual([{ sealed: true }, { sealed: true }]);
    expect(world.logged.join('\n')).not.toContain('看看这张');
  });

  it('bring the words below them along, once, and a place its own', async () => {
    world = await startWorld();
    const { counsellor, student } = await inTalk(world);
    await sendsPhoto(student, '这是我家，我不想回去了');
    await counsellor.hears(
      /#1001 同学发来图片，请在控制台查看：\S+\n同学附的话：这是我家，我不想回去了$/,
      /^#1001 同学发来的图片$/,
    );
    await sendsPhoto(student, '我想自杀');
    await counsellor.hears(/^#1001 同学：我想自杀$/, /^#1001 同学发来的图片$/);
    counsellor.says('我看到了');
    await student.hears(/我看到了/);
    world.telegram.userSendsLocation(student.chatId, 29.5, 106.5);
    await counsellor.hears(/同学发来位置[\s\S]*同学附的话：位置：29\.5,106\.5/);
  });

  it('of a counsellor that cannot be opened, or is no case’s, are sent to nobody, and they are told so', async () => {
    world = await startWorld();
    const free = await world.responder('测试老师乙', ['counsellor'], false);
    await sendsPhoto(free, '没有个案');
    await free.hears(/你手上没有进行中的个案/);
    const { counsellor, student } = await inTalk(world);
    world.telegram.putFile(`photo-${counsellor.chatId}-large`, { bytes: Buffer.from('not a picture') });
    world.telegram.userSendsPhoto(counsellor.chatId);
    await counsellor.hears(/图片没有发给 #1001 的同学/);
    await sendsPhoto(counsellor, '#1009 给别人');
    await counsellor.hears(/你手上没有 #1009/);
    await sendsPhoto(counsellor, '/备注 不给同学看');
    await counsellor.hears(/没看清是发给哪个个案/);
    student.expectNothingMore();
  });

  it('from the console stand on the student’s page, for that browser alone', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const visitor = world.visitor();
    await visitor.open('/');
    await visitor.says('我想自杀');
    await counsellor.hearsUntil(/#1001/);
    counsellor.says('接');
    await counsellor.hearsUntil(/归你了/);
    const browser = await world.signedIn(counsellor.name);
    await counsellor.hears(/控制台登录链接/);
    const [row] = await world.database.sql<{ id: string }>('select id from xinqiao.handoff_case');
    await browser.open(`/console/cases/${row?.id}`);
    const csrf = /name="csrf" value="([^"]+)"/.exec(browser.html())?.[1] ?? '';
    const post = async (bytes: Uint8Array<ArrayBuffer>, key: string): Promise<Response> => {
      const form = new FormData();
      form.set('csrf', csrf);
      form.set('key', key);
      form.set('text', '');
      form.set('picture', new Blob([bytes], { type: 'image/jpeg' }), 'IMG_0001.jpg');
      return fetch(new URL(`/console/cases/${row?.id}/answer`, world.app.url), {
        method: 'POST',
        body: form,
        headers: { Cookie: browser.cookies(), Origin: world.app.url, 'Sec-Fetch-Site': 'same-origin' },
        redirect: 'manual',
      });
    };
    expect((await post(new Uint8Array(Buffer.from('%PDF-1.4')), 'a')).status).toBe(422);
    expect((await post(new Uint8Array(6_000_000), 'b')).status).toBeGreaterThanOrEqual(400);
    expect((await post(new Uint8Array(await photoOfPlace()), 'c')).status).toBe(303);
    expect((await post(new Uint8Array(await photoOfPlace()), 'c')).status).toBe(303);
    await world.settle();

    await visitor.open('/');
    const pictures = [...visitor.html().matchAll(/src="(\/chat\/picture\/[^"]+)"/g)].map(
      ([, path]) => path ?? '',
    );
    expect(pictures).toHaveLength(1);
    const get = (cookies: string) =>
      fetch(new URL(pictures[0] ?? '', world.app.url), { headers: { Cookie: cookies } });
    const shown = await get(visitor.cookies());
    expect(shown.status).toBe(200);
    expect(shown.headers.get('content-type')).toBe('image/jpeg');
    expect((await sharp(Buffer.from(await shown.arrayBuffer())).metadata()).exif).toBeUndefined();
    const stranger = world.visitor();
    await stranger.open('/');
    await stranger.says('你好');
    expect((await get(stranger.cookies())).status).toBe(404);
    expect((await get('')).status).toBe(404);
    await browser.open(`/console/cases/${row?.id}`);
    expect(browser.html()).toContain('发给同学的图片');
  });

  it('from the web page are answered with 请打字, kept sealed, and shown to the counsellor', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const visitor = world.visitor();
    await visitor.open('/');
    await visitor.says('我想自杀');
    await counsellor.hearsUntil(/#1001/);
    const nonce = /name="nonce" value="([^"]+)"/.exec(visitor.html())?.[1] ?? '';
    const post = (bytes: Uint8Array<ArrayBuffer>): Promise<Response> => {
      const form = new FormData();
      form.set('nonce', nonce);
      form.set('picture', new Blob([bytes], { type: 'image/png' }), '隐私.png');
      return fetch(new URL('/chat/picture', world.app.url), {
        method: 'POST',
        body: form,
        headers: { Cookie: visitor.cookies(), Origin: world.app.url, 'Sec-Fetch-Site': 'same-origin' },
        redirect: 'manual',
      });
    };
    expect((await post(new Uint8Array(Buffer.from('<svg onload="x"/>')))).status).toBe(413);
    expect((await post(new Uint8Array(6_000_000))).status).toBe(413);
    const photo = new Uint8Array(await photoOfPlace());
    expect((await post(photo)).status).toBe(303);
    expect((await post(photo)).status).toBe(303);
    await visitor.open('/');
    expect(visitor.text()).toMatch(/看不懂图片，请打字，或点紧急求助/);
    counsellor.says('接');
    await counsellor.hearsUntil(/归你了/);
    await until('the picture to be drawn anew', async () => {
      await visitor.open('/');
      return visitor.html().includes('src="/chat/picture/');
    });
    expect(await world.database.sql('select status from xinqiao.media')).toEqual([{ status: 'kept' }]);
    const [row] = await world.database.sql<{ id: string }>('select id from xinqiao.handoff_case');
    const browser = await world.signedIn(counsellor.name);
    await counsellor.hearsUntil(/控制台登录链接/);
    await browser.open(`/console/cases/${row?.id}`);
    expect(browser.html()).toContain('学生发来的图片');
    expect(world.logged.join('\n')).not.toContain('隐私');
  });

  it('reach a student on WeChat, and a counsellor there', async () => {
    world = await startWorld({ wechat: { startsChats: true } });
    const counsellor = await world.responder('测试老师甲');
    const student = world.onWechat();
    student.says('我想自杀');
    await student.hears(/正在叫值班老师/);
    await counsellor.hearsUntil(/#1001/);
    counsellor.says('接');
    await counsellor.hearsUntil(/归你了/);
    await student.hears(/接手了/);
    student.sends({ type: 6, bytes: new Uint8Array(await photoOfPlace()) });
    await counsellor.hears(/同学发来图片/, /^#1001 同学发来的图片$/);
    await sendsPhoto(counsellor);
    await student.hears(/^$/, /［图片］/);
    const sent = world.wechat.sentTo(student.account).find(({ bytes }) => bytes !== undefined);
    expect((await sharp(sent?.bytes).metadata()).exif).toBeUndefined();
  });
});
