import { Readable } from 'node:stream';
import { FileBox } from 'file-box';
import type * as PUPPET from 'wechaty-puppet';
import { mock, PuppetMock } from 'wechaty-puppet-mock';

export type SentMessage = {
  readonly to: string;
  readonly id: string;
  /** Empty for a picture. */
  readonly text: string;
  readonly bytes?: Uint8Array;
  /** Of a file or picture. */
  readonly filename?: string;
};

/** What a person shares besides words. */
export type FakeContent = {
  readonly type: number;
  readonly text?: string;
  readonly filename?: string;
  /** Bytes of the file or picture; without them the puppet has lost it. */
  readonly bytes?: Uint8Array;
  readonly url?: PUPPET.payloads.UrlLink;
  readonly miniProgram?: PUPPET.payloads.MiniProgram;
  readonly location?: PUPPET.payloads.Location;
};

/** How the next messages that the bot sends fare. */
export type SendFault = 'refused' | 'silent' | 'taken';

/** Never used twice, also where a program is started again beside a new fake. */
let lastId = 0;

/**
 * A puppet like the ones that speak with WeChat, with what wechaty-puppet-mock lacks: message ids for what is sent,
 * files, shared links and places, strangers who are refused, and a dong that comes at once.
 */
export class FakePuppet extends PuppetMock {
  readonly sent: SentMessage[] = [];
  readonly contents = new Map<string, FakeContent>();
  /** Called after anything that a test may wait for. */
  onChange: () => void = () => undefined;
  faults: SendFault[] = [];
  dings = 0;
  sendCalls = 0;
  holding = false;
  questions = 0;
  /** Its service answers for it, and it does nothing itself. */
  frozen = false;

  constructor() {
    super({ mocker: new mock.Mocker() });
    const start = this.start.bind(this);
    this.start = async () => {
      if (this.frozen) await new Promise(() => undefined);
      return start();
    };
    const tell = (): void => void queueMicrotask(() => this.onChange());
    const emitter = this as unknown as NodeJS.EventEmitter;
    emitter.on('newListener', tell);
    emitter.on('removeListener', tell);
  }

  /** A service whose watchdog resets it is a story of its own. */
  override async reset(): Promise<void> {}

  override ding(data?: string): void {
    this.dings += 1;
    this.onChange();
    if (!this.frozen) setImmediate(() => this.emit('dong', { data: data ?? '' }));
  }

  nextId(): string {
    lastId += 1;
    return `fake-message-${lastId}`;
  }

  override async messageSendText(conversationId: string, text: string): Promise<void> {
    return this.#accept(conversationId, async () => ({ text }));
  }

  override async messageSendFile(conversationId: string, file: FileBox): Promise<void> {
    return this.#accept(conversationId, async () => ({
      text: '',
      filename: file.name,
      bytes: new Uint8Array(await file.toBuffer()),
    }));
  }

  async #accept(
    conversationId: string,
    read: () => Promise<{ text: string; filename?: string; bytes?: Uint8Array }>,
  ): Promise<void> {
    this.sendCalls += 1;
    this.onChange();
    if (!this.isLoggedIn) throw new Error('not logged in');
    const contact = this.mocker.contactPayload(conversationId);
    if (contact.friend !== true) throw new Error(`${contact.name} is no friend`);
    const fault = this.faults.shift();
    if (fault === 'refused') throw new Error('WeChat says no');
    if (fault === 'silent') await new Promise(() => undefined);
    const content = await read();
    const id = this.nextId();
    this.sent.push({ to: conversationId, id, ...content });
    this.onChange();
    // A puppet may answer with an id; the one that this builds on never does, and its type says so.
    return id as never;
  }

  override async messageRawPayload(id: string): Promise<PUPPET.payloads.Message> {
    this.questions += 1;
    this.onChange();
    if (this.holding) await new Promise(() => undefined);
    return super.messageRawPayload(id);
  }

  override async messageFile(id: string): Promise<FileBox> {
    return this.#box(id);
  }

  /** Only the large picture, like puppets that know no artwork. */
  override async messageImage(id: string, imageType: PUPPET.types.Image): Promise<FileBox> {
    if (imageType !== 2) throw new Error('no such size');
    return this.#box(id);
  }

  override async messageUrl(id: string): Promise<PUPPET.payloads.UrlLink> {
    return need(this.contents.get(id)?.url);
  }

  override async messageMiniProgram(id: string): Promise<PUPPET.payloads.MiniProgram> {
    return need(this.contents.get(id)?.miniProgram);
  }

  override async messageLocation(id: string): Promise<PUPPET.payloads.Location> {
    return need(this.contents.get(id)?.location);
  }

  #box(id: string): FileBox {
    const { bytes, filename } = need(this.contents.get(id));
    if (bytes?.length === 0) return FileBox.fromStream(Readable.from([]), 'empty.bin');
    // The service can pass on no box that holds bytes as they are.
    return FileBox.fromBase64(Buffer.from(need(bytes)).toString('base64'), filename ?? 'file.bin');
  }
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('WeChat has it no more');
  return value;
}
