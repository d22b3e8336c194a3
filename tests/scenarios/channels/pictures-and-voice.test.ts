import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tidy } from '../../../src/storage/tidy.ts';
import { AUDIO, photoOfPlace, picture } from '../../media/samples.ts';
import { closesCase } from '../../support/close-case.ts';
import { until } from '../../support/until.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

const DAY = 86_400_000;

describe('pictures and voice', () => {
  type Responder = Awaited<ReturnType<World['responder']>>;
  let world: World;
  let counsellor: Responder;
  let colleague: Responder;
  let head: Responder;
  beforeAll(async () => {
    world = await startWorld();
    counsellor = await world.responder('测试老师甲');
    colleague = await world.responder('测试老师乙', ['counsellor'], false);
    head = await world.responder('测试主任', ['centre-head'], false);
  });
  afterAll(() => world.close());

  const rows = (): Promise<{ id: string; status: string; code: string | null }[]> =>
    world.database.sql('select id, status, code from xinqiao.media order by at');
  const settled = (count: number) =>
    until('the files to be here or lost', async () => {
      const all = await rows();
      return all.length === count && all.every(({ status }) => status !== 'wanted');
    });
  const caseOf = async (): Promise<string> => {
    const [row] = await world.database.sql<{ id: string }>(
      'select id from xinqiao.handoff_case where closed_at is null',
    );
    return row?.id ?? '';
  };
  const signIn = async (who: Responder): Promise<Visitor> => {
    const browser = await world.signedIn(who.name);
    await who.hears(/控制台登录链接/);
    return browser;
  };
  const get = (who: Visitor, path: string): Promise<Response> =>
    fetch(new URL(path, world.app.url), {
      headers: { Cookie: who.cookies(), 'Sec-Fetch-Site': 'same-origin' },
      redirect: 'manual',
    });

  it('in a crisis the counsellor sees the picture and hears the voice, and nobody else does', async () => {
    const student = world.student();
    const { chatId } = student;
    world.telegram.putFile(`photo-${chatId}-large`, { bytes: await photoOfPlace() });
    world.telegram.putFile(`voice-${chatId}`, { bytes: AUDIO.opus });

    student.says('我想自杀');
    await student.hears(/正在叫值班老师/, /电话都可以打/, /你在哪里/);
    await counsellor.hears(/高危 · 已等 0 分钟/);
    world.telegram.userSendsPhoto(chatId);
    const asked = await student.hears(/看不懂图片，请打字，或点紧急求助/);
    expect(asked).toMatch(/120/);
    expect(asked).toMatch(/12356/);
    expect(student.choices()).toEqual(['紧急求助']);

    // What is here before anybody has the case is passed on to nobody: it stands in the console.
    await settled(1);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/值班老师接手了/);
    world.telegram.userSendsVoice(chatId);
    const told = await counsellor.hears(/同学发来语音，请在控制台查看/);
    const caseId = await caseOf();
    expect(told).toContain(`/console/cases/${caseId}`);
    await settled(2);
    expect((await rows()).map(({ status }) => status)).toEqual(['kept', 'kept']);

    const owner = await signIn(counsellor);
    await owner.open(`/console/cases/${caseId}`);
    const found = [...owner.html().matchAll(/src="(\/console\/media\/[^"]+)"/g)].map(
      ([, path]) => path ?? '',
    );
    expect(found).toHaveLength(2);
    const [photo = '', voice = ''] = found;
    const shown = await get(owner, photo);
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    const bytes = Buffer.from(await shown.arrayBuffer());
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 16, height: 32 });
    expect(bytes.includes('TestPhone')).toBe(false);
    const heard = await get(owner, voice);
    expect(Buffer.from(await heard.arrayBuffer())).toEqual(Buffer.from(AUDIO.opus));

    const absent = await get(owner, '/console/media/00000000-0000-4000-8000-000000000000');
    expect(absent.status).toBe(404);
    for (const stranger of [colleague, head]) {
      expect((await get(await signIn(stranger), photo)).status).toBe(404);
    }
    const audited = await world.database.sql<{ resource: string; allowed: boolean }>(
      `select resource, allowed from xinqiao.audit_entry where action = 'media.read' order by at`,
    );
    const resource = `media:${photo.split('/').at(-1)}`;
    expect(audited).toEqual([
      { resource, allowed: true },
      { resource: `media:${voice.split('/').at(-1)}`, allowed: true },
      { resource, allowed: false },
      { resource, allowed: false },
    ]);
    // Nobody is called back: what is overdue half a year later is not what this story is about.
    await closesCase(counsellor, '误报/无风险');
    await student.hears(/不进关注名单/);
    expect(world.logged.join('\n')).not.toMatch(/photo-|voice-|files\//);
  });

  it('outside of a crisis every counsellor sees it in the daily review, until somebody has looked', async () => {
    const student = await world.acquainted();
    world.telegram.putFile(`photo-${student.chatId}-large`, { bytes: await picture('png') });
    world.telegram.userSendsPhoto(student.chatId, '我的小猫');
    await student.hears(/看不懂图片/);
    await settled(3);
    const reader = await signIn(colleague);
    await reader.open('/console/review');
    expect(reader.text()).toContain('我的小猫');
    const path = /src="(\/console\/media\/[^"]+)"/.exec(reader.html())?.[1] ?? '';
    expect((await get(reader, path)).status).toBe(200);
    expect((await get(await signIn(head), path)).status).toBe(404);
    await reader.press({ action: '/console/review/', label: '看过了' });
    expect((await get(reader, path)).status).toBe(404);
  });

  it('says what it could not get, and the line stays', async () => {
    const student = await world.acquainted();
    world.telegram.userSendsVoice(student.chatId);
    await student.hears(/听不懂语音/);
    world.telegram.putFile(`photo-${student.chatId}-large`, {
      bytes: new Uint8Array(5 * 1024 * 1024 + 1),
      toldSize: null,
    });
    world.telegram.userSendsPhoto(student.chatId);
    await student.hears(/看不懂图片/);
    await settled(5);
    expect((await rows()).slice(3).map(({ code }) => code)).toEqual(['forgotten', 'too-large']);
    const reader = await signIn(colleague);
    await reader.open('/console/review');
    expect(reader.text()).toContain('取不回来（平台上已经没有了）');
    expect(reader.text()).toContain('太大（超过 5 MB）');
  });

  it('goes after 180 days with the talk, and stays with a case', async () => {
    await world.database.sql('update xinqiao.clock set offset_ms = offset_ms + $1', [181 * DAY]);
    await tidy(world.database.db);
    expect((await rows()).map(({ status }) => status)).toEqual(['kept', 'kept']);
  });
});
