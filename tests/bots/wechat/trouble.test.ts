import { rootCertificates } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { say } from '../../../src/core/message.ts';
import { SCAN } from '../../fakes/wechat/fake-wechat.ts';
import { createRig, type Rig } from './support.ts';

const PERSON = 'wxid_student';
/** Nothing listens there: it is the discard port. */
const NOBODY = '127.0.0.1:9';

describe('signing in', () => {
  let rig: Rig;
  afterEach(() => rig.close());

  it('shows the code that waits to be scanned, and none once it has been', async () => {
    rig = await createRig({}, { signedIn: false });
    expect(rig.channel.loginCode()).toBeNull();
    await rig.begin();
    rig.wechat.scan('https://login.example/first');
    const scan = await rig.logged.waitForState('degraded', 'scan');
    expect(scan.level).toBe('error');
    expect(rig.channel.loginCode()).toBe('https://login.example/first');
    rig.wechat.scan('https://login.example/first', SCAN.scanned);
    rig.wechat.login();
    await rig.logged.waitForState('ready', null);
    expect(rig.channel.loginCode()).toBeNull();
  });

  it.each(['scanned', 'confirmed', 'timeout', 'cancel'] as const)(
    'takes the code back when it is %s',
    async (status) => {
      rig = await createRig({}, { signedIn: false });
      await rig.begin();
      rig.wechat.scan('https://login.example/old');
      await rig.logged.waitForState('degraded', 'scan');
      rig.wechat.scan('https://login.example/old', SCAN[status]);
      // What the service says comes in order, so this one shows that the former was heard.
      rig.wechat.says(PERSON, '你好');
      await rig.inbox.waitForStored(1);
      expect(rig.channel.loginCode()).toBeNull();
      expect(rig.channel.state()).toEqual({ state: 'degraded', code: 'scan' });
    },
  );

  it('says so when nobody is signed in and no code comes', async () => {
    rig = await createRig({}, { signedIn: false });
    await rig.channel.start(rig.inbox.receive);
    await rig.logged.waitForState('degraded', 'logged-out');
    expect(await rig.channel.send(PERSON, say('在吗'))).toMatchObject({
      kind: 'temporary',
      code: 'logged-out',
    });
  });

  it('knows at once that it was signed out, and waits to be signed in again', async () => {
    rig = await createRig();
    await rig.begin();
    await rig.wechat.logout();
    await rig.logged.waitForState('degraded', 'logged-out');
    expect(await rig.channel.send(PERSON, say('在吗'))).toMatchObject({
      kind: 'temporary',
      code: 'logged-out',
    });
    rig.wechat.scan('https://login.example/again');
    await rig.logged.waitForState('degraded', 'scan');
    const before = rig.logged.entries.length;
    rig.wechat.login();
    await rig.logged.waitForState('ready', null, before);
    rig.wechat.says(PERSON, '又见面了');
    await rig.inbox.waitForStored(1);
  });
});

describe('trouble with the puppet service', () => {
  let rig: Rig;
  afterEach(() => rig.close());

  it('is down at once when the service dies, and hears people when it is back', async () => {
    rig = await createRig();
    await rig.begin();
    await rig.wechat.kill();
    await rig.logged.waitForState('degraded', 'unreachable');
    expect(await rig.channel.send(PERSON, say('在吗'))).toMatchObject({
      kind: 'temporary',
      code: 'unreachable',
    });
    const before = rig.logged.entries.length;
    await rig.wechat.restart();
    await rig.logged.waitForState('ready', null, before);
    await rig.wechat.waitUntilConnected();
    rig.wechat.says(PERSON, '有人吗');
    await rig.inbox.waitForStored(1);
    expect(await rig.channel.send(PERSON, say('在'))).toMatchObject({ kind: 'sent' });
    rig.wechat.expectNothingBut(PERSON, [/^在$/]);
  });

  it('leaves the account signed in when it stops, so that the next start needs nobody', async () => {
    rig = await createRig();
    await rig.begin();
    await rig.channel.stop();
    await rig.wechat.waitForConnections(0);
    await rig.begin();
    expect(rig.channel.state()).toEqual({ state: 'ready', code: null });
  });

  it('notices a service that hangs with its connection open', async () => {
    rig = await createRig({ timing: { dingEveryMs: 50, silenceMs: 400, probeMs: 100 } });
    await rig.begin();
    rig.wechat.hang();
    await rig.logged.waitForState('degraded', 'watchdog');
    // A new one waits for the same service, so it never worked at all.
    await rig.logged.waitForState('degraded', 'unreachable');
    const before = rig.logged.entries.length;
    await rig.wechat.restart();
    await rig.logged.waitForState('ready', null, before);
  });

  it('stays up as long as the service answers, however silent people are', async () => {
    rig = await createRig({ timing: { dingEveryMs: 20, silenceMs: 400 } });
    await rig.begin();
    await rig.wechat.waitForDings(40);
    expect(rig.logged.entries.filter(({ fields }) => fields.state === 'degraded')).toEqual([]);
  });

  it('starts at once although nothing listens', async () => {
    rig = await createRig({ puppetOptions: { endpoint: NOBODY, token: 'insecure_x' } });
    await rig.channel.start(rig.inbox.receive);
    await rig.logged.waitForState('degraded', 'unreachable');
    expect(rig.logged.entries.filter(({ fields }) => fields.code === 'unreachable')).toHaveLength(1);
  });

  it('waits longer after each failure in a row', async () => {
    const pauses: number[] = [];
    const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
      if (pauses.push(ms) < 5) return;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    };
    rig = await createRig({
      pause,
      puppetOptions: { endpoint: NOBODY, token: 'insecure_x' },
      timing: { restartMs: 1_000, longestRestartMs: 4_000 },
    });
    await rig.channel.start(rig.inbox.receive);
    await expect.poll(() => pauses, { timeout: 20_000 }).toEqual([1_000, 2_000, 4_000, 4_000, 4_000]);
  });

  it('says that its token is refused', async () => {
    const token = 'insecure_wrong';
    rig = await createRig({}, { token });
    await rig.channel.start(rig.inbox.receive);
    expect((await rig.logged.waitForState('degraded', 'unauthorized')).level).toBe('error');
  });

  it('leaves no listener and no connection behind, however often it is built anew', async () => {
    rig = await createRig();
    await rig.begin();
    const before = { ...countLeaks(), connections: rig.wechat.connections() };
    for (let round = 0; round < 20; round += 1) {
      const seen = rig.logged.entries.length;
      await rig.wechat.kill();
      await rig.logged.waitForState('degraded', 'unreachable', seen);
      await rig.wechat.restart();
      await rig.logged.waitForState('ready', null, seen);
    }
    await rig.wechat.waitForConnections(before.connections);
    await expect
      .poll(countLeaks, { timeout: 10_000 })
      .toEqual(expect.objectContaining({ processListeners: before.processListeners }));
    await expect.poll(() => countLeaks().sockets, { timeout: 10_000 }).toBeLessThanOrEqual(before.sockets);
  });

  it('leaves no connection behind while the service hangs', async () => {
    rig = await createRig({ timing: { dingEveryMs: 50, silenceMs: 400, probeMs: 50 } });
    await rig.begin();
    rig.wechat.hang();
    await rig.logged.waitForState('degraded', 'watchdog');
    await rig.wechat.waitForTries(10);
    expect(rig.wechat.connections()).toBeLessThanOrEqual(2);
  });

  it('is down as long as only the puppet behind the service hangs, and leaves no connection behind', async () => {
    rig = await createRig({ timing: { dingEveryMs: 50, silenceMs: 400 } });
    await rig.begin();
    rig.wechat.freeze();
    await rig.logged.waitForState('degraded', 'watchdog');
    const before = rig.logged.entries.length;
    // Each try asks whether anybody is there, and then connects.
    await rig.wechat.waitForTries(8);
    expect(rig.wechat.connections()).toBeLessThanOrEqual(2);
    expect(rig.logged.entries.slice(before).filter(({ fields }) => fields.state === 'ready')).toEqual([]);
    rig.wechat.thaw();
    await rig.logged.waitForState('ready', null, before);
  });
});

describe('what is set up wrongly', () => {
  let rig: Rig;
  afterEach(() => rig.close());

  it.each([
    ['puppet-not-installed', 'wechaty-puppet-that-nobody-made'],
    ['bad-puppet', 'zod'],
    ['bad-puppet', '../../etc/passwd'],
    ['bad-puppet', ''],
  ])('is %s for %j, without a crash', async (code, puppet) => {
    rig = await createRig({ puppet });
    await rig.channel.start(rig.inbox.receive);
    expect((await rig.logged.waitForState('degraded', code)).level).toBe('error');
    expect(await rig.channel.send(PERSON, say('在吗'))).toMatchObject({ kind: 'temporary', code });
    expect(await rig.channel.fetchFile('x', 10)).toEqual({ kind: 'temporary', code: 'unreachable' });
  });

  it('refuses a service elsewhere without encryption', async () => {
    rig = await createRig({
      puppetOptions: { endpoint: 'puppet.example:8788', token: 'uuid_x', tls: { disable: true } },
    });
    await rig.channel.start(rig.inbox.receive);
    await rig.logged.waitForState('degraded', 'insecure-endpoint');
  });

  it('trusts nobody but the certificate authority that it is given', async () => {
    rig = await createRig({}, { tls: { caCert: rootCertificates[0] } });
    await rig.channel.start(rig.inbox.receive);
    await rig.logged.waitForState('degraded', 'unreachable');
  });

  it('cannot work without a place for its memory card', async () => {
    rig = await createRig({ memoryFile: '/dev/null/card/wechat.json' });
    await rig.channel.start(rig.inbox.receive);
    await rig.logged.waitForState('degraded', 'no-memory');
  });
});

function countLeaks(): { sockets: number; processListeners: number } {
  const sockets = process
    .getActiveResourcesInfo()
    .filter((name) => /TCPSocketWrap|TLSWrap/.test(name)).length;
  const processListeners = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
  return { sockets, processListeners };
}
