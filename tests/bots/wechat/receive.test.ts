import { afterEach, describe, expect, it } from 'vitest';
import { MESSAGE } from '../../../src/bots/wechat/decode.ts';
import { createInbox } from '../../contracts/inbox.ts';
import { type FakeContent, SCAN } from '../../fakes/wechat/fake-wechat.ts';
import { createRig, type Rig } from './support.ts';

const PERSON = 'wxid_student';
const OTHER = 'wxid_other';

describe('receiving from WeChat', () => {
  let rig: Rig;
  afterEach(() => rig.close());

  const bodies = async (count: number) => (await rig.inbox.waitForStored(count)).map(({ body }) => body);

  it.each<[string, FakeContent, object]>([
    [
      'a picture',
      { type: MESSAGE.image, text: '<xml/>', filename: 'p.jpg' },
      { what: 'picture', caption: '', file: 'ID' },
    ],
    [
      'a voice message that was written down',
      { type: MESSAGE.audio, text: '我很好' },
      { what: 'voice', caption: '', file: 'ID' },
    ],
    ['a video', { type: MESSAGE.video }, { what: 'video', caption: '', file: 'ID' }],
    ['a sticker', { type: MESSAGE.emoticon, text: '<msg/>' }, { what: 'sticker', caption: '', file: 'ID' }],
    [
      'a file by its name',
      { type: MESSAGE.attachment, filename: '遗书.docx' },
      { what: 'file', caption: '遗书.docx', file: 'ID' },
    ],
    [
      'a link by its title',
      {
        type: MESSAGE.url,
        text: '<xml/>',
        url: { title: '不想活了怎么办', description: '一篇文章', url: 'https://a.example' },
      },
      { what: 'other', caption: '不想活了怎么办\n一篇文章', file: null },
    ],
    ['a link without an answer', { type: MESSAGE.url }, { what: 'other', caption: '', file: null }],
    [
      'a mini program by its title',
      { type: MESSAGE.miniProgram, miniProgram: { title: '点餐' } },
      { what: 'other', caption: '点餐', file: null },
    ],
    [
      'a place',
      {
        type: MESSAGE.location,
        location: { latitude: 30.5, longitude: 114.25, accuracy: 5, name: '东湖', address: '湖边路' },
      },
      { what: 'location', caption: '位置：30.5,114.25\n东湖\n湖边路', file: null },
    ],
    ['a contact card', { type: 3, text: '<msg/>' }, { what: 'other', caption: '', file: null }],
    ['money', { type: 12, text: '<msg/>' }, { what: 'other', caption: '', file: null }],
    [
      'words of a kind that the puppet does not know',
      { type: MESSAGE.unknown, text: '救我' },
      { what: 'other', caption: '救我', file: null },
    ],
    [
      'markup of a kind that the puppet does not know',
      { type: MESSAGE.unknown, text: ' <msg/>' },
      { what: 'other', caption: '', file: null },
    ],
  ])('cannot screen %s', async (_what, content, wanted) => {
    rig = await createRig();
    await rig.begin();
    const id = rig.wechat.sends(PERSON, content);
    const file = 'file' in wanted && wanted.file === 'ID' ? id : null;
    expect(await bodies(1)).toEqual([{ kind: 'unscreenable', ...wanted, file }]);
  });

  it('hears private words of people and nothing else', async () => {
    rig = await createRig();
    await rig.begin();
    rig.wechat.person('gh_1234', { type: 2 });
    rig.wechat.person('wxid_paper', { type: 2 });
    rig.wechat.saysInRoom(PERSON, '群里');
    rig.wechat.botSays(PERSON, '值班员自己写的');
    rig.wechat.says('gh_1234', '公众号');
    rig.wechat.says('wxid_paper', '公众号');
    rig.wechat.says('weixin', '微信团队');
    rig.wechat.says('filehelper', '文件传输助手');
    const id = rig.wechat.says(PERSON, '只有这条');
    expect(await rig.inbox.waitForStored(1)).toEqual([
      {
        channel: 'wechat',
        bot: 'wechat',
        updateKey: id,
        message: id,
        from: PERSON,
        body: { kind: 'text', text: '只有这条' },
      },
    ]);
  });

  it('hears which message was taken back, and that of somebody else not', async () => {
    rig = await createRig();
    await rig.begin();
    const id = rig.wechat.says(PERSON, '说错了');
    rig.wechat.sends('weixin', { type: MESSAGE.recalled, text: id });
    rig.wechat.sends(PERSON, { type: MESSAGE.recalled, text: id });
    rig.wechat.sends(PERSON, { type: MESSAGE.recalled });
    expect((await bodies(3)).slice(1)).toEqual([
      { kind: 'recalled', message: id },
      { kind: 'recalled', message: null },
    ]);
  });

  it('goes by the name that it is given', async () => {
    rig = await createRig({ name: 'xinli' });
    await rig.begin();
    rig.wechat.says(PERSON, '你好');
    expect((await rig.inbox.waitForStored(1))[0]?.bot).toBe('xinli');
    expect(rig.channel.bot).toBe('xinli');
  });

  it('gives a message that is announced twice the same key', async () => {
    rig = await createRig();
    await rig.begin();
    rig.wechat.announce(rig.wechat.says(PERSON, '一次'));
    const [first, second] = await rig.inbox.waitForStored(2);
    expect(second).toEqual(first);
  });

  it('lets nobody wait behind somebody whose words cannot be stored', async () => {
    rig = await createRig();
    const inbox = createInbox();
    await rig.channel.start(async (incoming) => {
      if (incoming.from === PERSON && inbox.stored.length === 0) throw new Error('the store does not answer');
      await inbox.receive(incoming);
    });
    await rig.wechat.waitUntilConnected();
    rig.wechat.says(PERSON, '一');
    rig.wechat.says(PERSON, '二');
    await rig.logged.waitForState('degraded', 'not-stored');
    rig.wechat.says(OTHER, '别人');
    const stored = await inbox.waitForStored(3);
    expect(stored.map(({ from }) => from)).toEqual([OTHER, PERSON, PERSON]);
    expect(stored.slice(1).map(({ body }) => body)).toEqual(
      ['一', '二'].map((text) => ({ kind: 'text', text })),
    );
    expect(rig.channel.state()).toEqual({ state: 'ready', code: null });
  });

  it('offers what is in hand once more when it stops, and then says that it is lost', async () => {
    rig = await createRig({ timing: { retryMs: 60_000, longestRetryMs: 60_000 } });
    let offers = 0;
    await rig.channel.start(async () => {
      offers += 1;
      throw new Error('the store does not answer');
    });
    await rig.wechat.waitUntilConnected();
    rig.wechat.says(PERSON, '别丢');
    await rig.logged.waitForState('degraded', 'not-stored');
    await rig.channel.stop();
    expect(offers).toBe(2);
    expect(rig.logged.entries).toContainEqual({
      level: 'error',
      event: 'wechat.message-lost',
      fields: { bot: 'wechat', code: 'not-stored' },
    });
  });

  it('passes over a message that the puppet does not have', async () => {
    rig = await createRig();
    await rig.begin();
    rig.wechat.announce('no-such-message');
    rig.wechat.says(PERSON, '后面还有');
    expect(await bodies(1)).toEqual([{ kind: 'text', text: '后面还有' }]);
    expect(rig.logged.entries).toContainEqual({
      level: 'error',
      event: 'wechat.message-lost',
      fields: { bot: 'wechat', code: 'refused' },
    });
  });

  it('lets nobody wait long behind a message that the puppet does not give', async () => {
    rig = await createRig({ timing: { overtakeMs: 50, askTimeoutMs: 1_500 } });
    await rig.begin();
    rig.wechat.hold();
    rig.wechat.says(OTHER, '没有人知道这是谁的');
    await rig.wechat.waitForQuestions(1);
    rig.wechat.release();
    rig.wechat.says(PERSON, '一');
    rig.wechat.says(PERSON, '二');
    // Long before the puppet is asked again, which is 1.5 s after the first question.
    expect((await rig.inbox.waitForStored(2)).map(({ body }) => body)).toEqual(
      ['一', '二'].map((text) => ({ kind: 'text', text })),
    );
  });

  it('knows its own words also when it is signed out while it asks what they are', async () => {
    rig = await createRig({ timing: { askTimeoutMs: 200 } });
    await rig.begin();
    rig.wechat.hold();
    rig.wechat.botSays(PERSON, '值班员自己写的');
    await rig.wechat.waitForQuestions(1);
    await rig.wechat.logout();
    await rig.logged.waitForState('degraded', 'logged-out');
    rig.wechat.release();
    rig.wechat.says(PERSON, '后面还有');
    expect(await bodies(1)).toEqual([{ kind: 'text', text: '后面还有' }]);
  });

  it('still hears what was announced just before the service died', async () => {
    rig = await createRig();
    await rig.begin();
    rig.wechat.hold();
    const id = rig.wechat.says(PERSON, '一');
    await rig.wechat.waitForQuestions(1);
    await rig.wechat.kill();
    rig.wechat.release();
    await rig.wechat.restart();
    expect((await rig.inbox.waitForStored(1))[0]).toMatchObject({ updateKey: id, body: { text: '一' } });
  });

  it('hears no more after it was stopped, and again when it is started again', async () => {
    rig = await createRig();
    await rig.begin();
    await rig.channel.stop();
    await rig.wechat.waitUntilDisconnected();
    rig.wechat.says(PERSON, '没有人在');
    await rig.begin();
    rig.wechat.says(PERSON, '有人在');
    expect(await bodies(1)).toEqual([{ kind: 'text', text: '有人在' }]);
    await expect(rig.channel.start(rig.inbox.receive)).rejects.toThrow('already started');
  });

  it('hears people also while a code waits', async () => {
    rig = await createRig({}, { signedIn: false });
    await rig.begin();
    rig.wechat.scan('https://login.example/x', SCAN.waiting);
    rig.wechat.says(PERSON, '你好');
    expect(await bodies(1)).toEqual([{ kind: 'text', text: '你好' }]);
  });
});
