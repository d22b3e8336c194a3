import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelegramChannel } from '../../../src/bots/telegram/telegram-channel.ts';
import type { Fault } from '../../fakes/telegram/faults.ts';
import { createRecordedLog, createRig, type Rig } from './support.ts';

const BYTES = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1, 2, 3, 4, 5]);

describe('a file of Telegram', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await createRig();
    rig.telegram.putFile('photo-1', { bytes: BYTES });
  });
  afterEach(() => rig.close());

  it('is fetched whole, by a bot that was never started', async () => {
    const fetched = await rig.channel.fetchFile('photo-1', BYTES.length);
    expect(fetched.kind === 'fetched' && Buffer.from(fetched.bytes)).toEqual(BYTES);
    expect(rig.telegram.calls('file')).toHaveLength(1);
  });

  it('may have a name and a token with anything in them', async () => {
    const token = '42:测试/密 钥?#%';
    const other = await createRig({}, { token });
    other.telegram.putFile('语音/第 1 段?#%.oga', { bytes: BYTES });
    expect(await other.channel.fetchFile('语音/第 1 段?#%.oga', 100)).toMatchObject({ kind: 'fetched' });
    await other.close();
  });

  it.each([
    ['as getFile says', undefined],
    ['though getFile says nothing', null],
    ['though getFile says less', 1],
  ])('is too large, %s', async (_what, toldSize) => {
    rig.telegram.putFile('big', { bytes: BYTES, ...(toldSize === undefined ? {} : { toldSize }) });
    expect(await rig.channel.fetchFile('big', BYTES.length - 1)).toEqual({ kind: 'gone', code: 'too-large' });
    expect(rig.telegram.calls('file')).toHaveLength(toldSize === undefined ? 0 : 1);
  });

  it.each<[string, Fault, object]>([
    [
      'too big for the Bot API',
      { status: 400, description: 'Bad Request: file is too big' },
      { kind: 'gone', code: 'too-large' },
    ],
    [
      'unknown',
      { status: 400, description: 'Bad Request: invalid file_id' },
      { kind: 'gone', code: 'forgotten' },
    ],
    [
      'not there at the moment',
      { status: 400, description: 'Bad Request: wrong file_id or the file is temporarily unavailable' },
      { kind: 'temporary', code: 'unavailable' },
    ],
    ['asked for too often', { status: 429 }, { kind: 'temporary', code: 'rate-limited' }],
    ['a server error', { status: 500 }, { kind: 'temporary', code: 'server-error' }],
    ["a proxy's page", 'bad-gateway', { kind: 'temporary', code: 'server-error' }],
    ['a wrong token', { status: 401 }, { kind: 'temporary', code: 'unauthorized' }],
    ['cut off', 'drop-before', { kind: 'temporary', code: 'unreachable' }],
  ])('getFile: %s', async (_what, fault, outcome) => {
    rig.telegram.fail('getFile', fault);
    expect(await rig.channel.fetchFile('photo-1', 100)).toEqual(outcome);
    expect(rig.telegram.calls('file')).toHaveLength(0);
  });

  it.each<[string, Fault, object]>([
    ['gone', { status: 404 }, { kind: 'gone', code: 'forgotten' }],
    ['a wrong token', { status: 401 }, { kind: 'temporary', code: 'unauthorized' }],
    ["a proxy's page", 'bad-gateway', { kind: 'temporary', code: 'server-error' }],
    ['cut off', 'drop-before', { kind: 'temporary', code: 'unreachable' }],
  ])('download: %s', async (_what, fault, outcome) => {
    rig.telegram.fail('file', fault);
    expect(await rig.channel.fetchFile('photo-1', 100)).toEqual(outcome);
  });

  it.each(['getFile', 'file'])('is given up when %s is never answered', async (method) => {
    const { token, apiRoot } = rig.telegram;
    const log = createRecordedLog().log;
    const channel = createTelegramChannel({ token, apiRoot, log, timing: { fileTimeoutMs: 300 } });
    rig.telegram.fail(method, 'hang');
    expect(await channel.fetchFile('photo-1', 100)).toEqual({ kind: 'temporary', code: 'unreachable' });
  });

  it('is temporary while nothing listens', async () => {
    await rig.telegram.goOffline();
    expect(await rig.channel.fetchFile('photo-1', 100)).toEqual({ kind: 'temporary', code: 'unreachable' });
    await rig.telegram.goOnline();
    expect(await rig.channel.fetchFile('photo-1', 100)).toMatchObject({ kind: 'fetched' });
  });

  it('leads to no other address than that of files', async () => {
    rig.telegram.putFile('../../bot700100:fake-token/getMe', { bytes: BYTES });
    const outcome = await rig.channel.fetchFile('../../bot700100:fake-token/getMe', 100);
    expect(outcome).toEqual({ kind: 'gone', code: 'forgotten' });
    expect(rig.telegram.calls('file')).toHaveLength(0);
  });

  it('leaves no token in the log, whatever goes wrong', async () => {
    const logged = createRecordedLog();
    const { token, apiRoot } = rig.telegram;
    const timing = { fileTimeoutMs: 100 };
    const channel = createTelegramChannel({ token, apiRoot, log: logged.log, timing });
    for (const fault of [{ status: 500 }, 'drop-before', 'hang', 'bad-gateway'] as const) {
      rig.telegram.fail('file', fault);
      expect(JSON.stringify(await channel.fetchFile('photo-1', 100))).not.toContain('fake-token');
    }
    expect(JSON.stringify(logged.entries)).not.toContain('fake-token');
  });
});
