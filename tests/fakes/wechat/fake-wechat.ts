/**
 * WeChat without an account: a real puppet service (gRPC with TLS on a random port of 127.0.0.1) over a puppet that
 * behaves. Somebody signs the bot in, people write to it and read what it says, and the service can be killed, hang and
 * come back.
 *
 * ```ts
 * const wechat = await startFakeWechat();
 * wechat.login();
 * // start the program with wechat.puppet and wechat.puppetOptions, then:
 * await wechat.waitUntilConnected();
 * wechat.says('wxid_1', '你好');
 * const [first] = await wechat.waitForMessages('wxid_1', 1);
 * wechat.expectNothingBut('wxid_1', [/你好/]);   // an unexpected message fails the test
 * await wechat.close();
 * ```
 *
 * What somebody says while nobody is connected is lost, as it is with WeChat. Waiting is driven by events and never
 * polls; a wait that is not met rejects after its deadline and says what there was.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { log } from 'wechaty-puppet';
import { PuppetServer } from 'wechaty-puppet-service';
import { createChanges } from '../telegram/changes.ts';
import { type FakeContent, FakePuppet, type SendFault, type SentMessage } from './fake-puppet.ts';
import { clearSocket, openGate } from './gate.ts';

export type { FakeContent, SentMessage };

export type FakeWechatOptions = {
  /** For every wait, in ms; 5000 when left out. */
  readonly deadlineMs?: number;
};

export type PersonOptions = {
  readonly friend?: boolean;
  /** `ContactType` of wechaty-puppet: 1 a person, 2 an official account. */
  readonly type?: number;
  readonly nickname?: string;
};

/** `ScanStatus` of wechaty-puppet. */
export const SCAN = { cancel: 1, waiting: 2, scanned: 3, confirmed: 4, timeout: 5 } as const;
/** Id of the bot's own account. */
export const BOT_ACCOUNT = 'wxid_bot';

export type FakeWechat = {
  /** For `WECHATY_PUPPET`. */
  readonly puppet: string;
  readonly puppetOptions: { readonly endpoint: string; readonly token: string };
  login(): void;
  logout(): Promise<void>;
  scan(code: string, status?: number): void;
  /** Makes somebody whom the bot knows; everybody who speaks is made a friend if there is none of that id. */
  person(id: string, options?: PersonOptions): void;
  /** Answers the message's id. */
  says(id: string, text: string): string;
  sends(id: string, content: FakeContent): string;
  saysInRoom(id: string, text: string): string;
  /** The bot's own account writes by hand, from a telephone. */
  botSays(to: string, text: string): string;
  /** The same message is announced once more. */
  announce(messageId: string): void;
  /** Nobody learns what a message says, until `release`. */
  hold(): void;
  release(): void;
  /** Resolves once somebody has asked so often what a message says. */
  waitForQuestions(count: number): Promise<void>;
  /** The next messages of the bot fare like this. */
  fail(...faults: readonly SendFault[]): void;

  sentTo(id: string): readonly SentMessage[];
  /** Resolves with all messages to this person once there are at least `count`. */
  waitForMessages(id: string, count: number): Promise<readonly SentMessage[]>;
  /** Throws unless the messages match these, one by one and in order. */
  expectNothingBut(id: string, wanted: readonly RegExp[]): void;

  /** Somebody listens to the events, so that what is said now is heard. */
  waitUntilConnected(): Promise<void>;
  waitUntilDisconnected(): Promise<void>;
  /** Resolves once the bot has asked so often for something to be sent, whatever came of it. */
  waitForSendCalls(count: number): Promise<void>;
  /** How often the bot has asked for a sign of life. */
  waitForDings(count: number): Promise<void>;
  /** Resolves once the bot has made so many connections more. */
  waitForTries(count: number): Promise<void>;
  /** Open connections to the service. */
  connections(): number;
  waitForConnections(count: number): Promise<void>;
  /** The service is gone at once; `restart` brings it back at the same place, with the same account signed in. */
  kill(): Promise<void>;
  /** The service keeps its connections and answers nothing, until `restart`. */
  hang(): void;
  /** The service goes on and its puppet hangs, until `thaw`. */
  freeze(): void;
  thaw(): void;
  restart(): Promise<void>;
  close(): Promise<void>;
};

export async function startFakeWechat(options: FakeWechatOptions = {}): Promise<FakeWechat> {
  // It prints every refusal, with its stack.
  log.level('silent');
  const deadlineMs = options.deadlineMs ?? 5_000;
  const folder = await mkdtemp(join(tmpdir(), 'fake-wechat-'));
  const socketPath = join(folder, 'service.sock');
  const changes = createChanges();
  const puppet = new FakePuppet();
  puppet.onChange = changes.notify;
  const { mocker } = puppet;
  const bot = mocker.createContact({ id: BOT_ACCOUNT, name: 'bot' });
  const token = 'insecure_7c52ac4e-fake-token';
  const gate = await openGate(socketPath, changes.notify);
  let service = await startService(puppet, socketPath, token);
  await puppet.start();
  const quiet = puppet.listenerCount('message');

  const person = (id: string, { friend = true, type = 1, nickname = 'Person' }: PersonOptions = {}): void => {
    mocker.contactPayload(id, { id, friend, type, name: nickname, gender: 0, avatar: '', phone: [] });
    puppet.cache.contact.delete(id);
  };
  const speak = (talkerId: string, content: FakeContent, where: object): string => {
    if (!mocker.cacheContactPayload.has(talkerId)) person(talkerId);
    const id = puppet.nextId();
    const { type, text = '', filename = '' } = content;
    puppet.contents.set(id, content);
    mocker.cacheMessagePayload.set(id, {
      id,
      talkerId,
      type,
      text,
      filename,
      timestamp: Date.now(),
      ...where,
    } as never);
    puppet.emit('message', { messageId: id });
    return id;
  };
  const toBot = { listenerId: BOT_ACCOUNT };
  const sentTo = (id: string): SentMessage[] => puppet.sent.filter(({ to }) => to === id);
  const list = (id: string): string => {
    const texts = sentTo(id).map(({ text }) => JSON.stringify(text));
    return `${id} got ${texts.length}: ${texts.join(', ')}`;
  };
  const waitUntil = async (find: () => boolean, describe: () => string): Promise<void> => {
    await changes.waitFor(() => find() || null, describe, deadlineMs);
  };
  const stopService = async (): Promise<void> => {
    await gate.shut();
    await service?.stop();
    service = null;
  };

  return {
    puppet: 'wechaty-puppet-service',
    puppetOptions: { endpoint: `127.0.0.1:${gate.port}`, token },
    login: () => mocker.login(bot),
    logout: () => puppet.logout('signed out on the telephone'),
    scan: (code, status = SCAN.waiting) => mocker.scan(code, status),
    person,
    says: (id, text) => speak(id, { type: 7, text }, toBot),
    sends: (id, content) => speak(id, content, toBot),
    saysInRoom: (id, text) => speak(id, { type: 7, text }, { roomId: 'fake@chatroom' }),
    botSays: (to, text) => speak(BOT_ACCOUNT, { type: 7, text }, { listenerId: to }),
    announce: (messageId) => void puppet.emit('message', { messageId }),
    hold() {
      puppet.holding = true;
    },
    release() {
      puppet.holding = false;
    },
    waitForQuestions: (count) =>
      waitUntil(
        () => puppet.questions >= count,
        () => `asked ${puppet.questions} times what a message says, ${count} wanted`,
      ),
    fail: (...faults) => void puppet.faults.push(...faults),
    sentTo,
    waitForMessages: (id, count) =>
      changes.waitFor(
        () => (sentTo(id).length >= count ? sentTo(id) : null),
        () => `${count} messages wanted, ${list(id)}`,
        deadlineMs,
      ),
    expectNothingBut(id, wanted) {
      const sent = sentTo(id);
      const fits =
        sent.length === wanted.length && wanted.every((want, index) => want.test(sent[index]?.text ?? ''));
      if (!fits) throw new Error(`wanted ${wanted.map(String).join(' | ')}; ${list(id)}`);
    },
    waitUntilConnected: () =>
      waitUntil(
        () => puppet.listenerCount('message') > quiet,
        () => 'nobody has connected',
      ),
    waitUntilDisconnected: () =>
      waitUntil(
        () => puppet.listenerCount('message') <= quiet,
        () => 'somebody is still connected',
      ),
    waitForSendCalls: (count) =>
      waitUntil(
        () => puppet.sendCalls >= count,
        () => `asked ${puppet.sendCalls} times to send, ${count} wanted`,
      ),
    waitForDings: (count) =>
      waitUntil(
        () => puppet.dings >= count,
        () => `${puppet.dings} signs of life asked for, ${count} wanted`,
      ),
    async waitForTries(count) {
      const wanted = gate.accepted() + count;
      await waitUntil(
        () => gate.accepted() >= wanted,
        () => `${wanted - gate.accepted()} more connections wanted`,
      );
    },
    connections: gate.connections,
    waitForConnections: (count) =>
      waitUntil(
        () => gate.connections() === count,
        () => `${gate.connections()} connections, wanted ${count}`,
      ),
    kill: stopService,
    hang: gate.hang,
    freeze() {
      puppet.frozen = true;
    },
    thaw() {
      puppet.frozen = false;
    },
    async restart() {
      if (service === null) service = await startService(puppet, socketPath, token);
      await gate.open();
    },
    async close() {
      await stopService();
      puppet.removeAllListeners('logout');
      await puppet.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startService(
  puppet: FakePuppet,
  socketPath: string,
  token: string,
): Promise<PuppetServer | null> {
  await clearSocket(socketPath);
  const service = new PuppetServer({ endpoint: `unix:${socketPath}`, puppet: puppet as never, token });
  await service.start();
  return service;
}
