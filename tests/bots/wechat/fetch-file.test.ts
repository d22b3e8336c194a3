import { afterEach, describe, expect, it } from 'vitest';
import { MESSAGE } from '../../../src/bots/wechat/decode.ts';
import { createRig, type Rig } from './support.ts';

const PERSON = 'wxid_student';
const SMALL = new Uint8Array([1, 2, 3, 255]);
/** More than the service puts into its answer, so that it comes as a stream. */
const LARGE = new Uint8Array(300_000).fill(7);

describe('files from WeChat', () => {
  let rig: Rig;
  afterEach(() => rig.close());

  async function hear(type: number, bytes?: Uint8Array, timing = {}): Promise<string> {
    rig = await createRig({ timing });
    await rig.begin();
    rig.wechat.sends(PERSON, bytes === undefined ? { type } : { type, bytes });
    const [incoming] = await rig.inbox.waitForStored(1);
    if (incoming?.body.kind !== 'unscreenable' || incoming.body.file === null) throw new Error('no file');
    return incoming.body.file;
  }

  it.each([
    ['a picture', MESSAGE.image, SMALL],
    ['a large picture', MESSAGE.image, LARGE],
    ['a recording', MESSAGE.audio, SMALL],
    ['a large video', MESSAGE.video, LARGE],
    ['a file', MESSAGE.attachment, SMALL],
  ])('fetches %s', async (_what, type, bytes) => {
    const file = await hear(type, bytes);
    const fetched = await rig.channel.fetchFile(file, bytes.length);
    expect(fetched.kind).toBe('fetched');
    if (fetched.kind === 'fetched') expect(Buffer.from(fetched.bytes).equals(Buffer.from(bytes))).toBe(true);
  });

  it.each([
    ['small', SMALL],
    ['large', LARGE],
  ])('takes nothing that is larger than wanted (%s)', async (_what, bytes) => {
    const file = await hear(MESSAGE.image, bytes);
    expect(await rig.channel.fetchFile(file, bytes.length - 1)).toEqual({ kind: 'gone', code: 'too-large' });
  });

  it('knows that WeChat has let a file go', async () => {
    const file = await hear(MESSAGE.video, new Uint8Array());
    expect(await rig.channel.fetchFile(file, 100)).toEqual({ kind: 'gone', code: 'forgotten' });
  });

  it('may be asked again for what it cannot get now', async () => {
    const file = await hear(MESSAGE.video, undefined, { fileTimeoutMs: 1_000 });
    expect((await rig.channel.fetchFile(file, 100)).kind).toBe('temporary');
  });

  it('may be asked again when the service or the account is away', async () => {
    const file = await hear(MESSAGE.image, SMALL);
    await rig.wechat.logout();
    await rig.logged.waitForState('degraded', 'logged-out');
    expect(await rig.channel.fetchFile(file, 100)).toEqual({ kind: 'temporary', code: 'logged-out' });
    await rig.wechat.kill();
    await rig.logged.waitForState('degraded', 'unreachable');
    expect(await rig.channel.fetchFile(file, 100)).toEqual({ kind: 'temporary', code: 'unreachable' });
  });
});
