import type { payloads } from 'wechaty-puppet';
import type { PuppetFailure } from './failure.ts';
import { readFailure } from './failure.ts';
import type { Library, Puppet } from './load-wechaty.ts';
import { openMemoryCard } from './memory-card.ts';
import { mendServiceCalls, type ServiceCalls } from './service-calls.ts';
import type { WechatTiming } from './timing.ts';

/** Why a puppet must be thrown away. */
export type EndCode = 'unreachable' | 'unauthorized' | 'watchdog';

export type SessionEvents = {
  readonly onSignedIn: () => void;
  readonly onSignedOut: () => void;
  /** The text of a QR code that waits to be scanned; null when it has been or may not be any more. */
  readonly onScan: (code: string | null) => void;
  readonly onMessage: (messageId: string) => void;
};

/** One Wechaty with its puppet, from building to throwing away; it is never reset. */
export type Session = {
  readonly puppet: Puppet;
  /** Aborted once it is thrown away. */
  readonly gone: AbortSignal;
  /** Id of the account that is signed in. */
  self(): string | null;
  /** It has been of use: somebody was signed in or could have scanned. */
  wasUp(): boolean;
  /** Remembers whether this puppet tells friends from strangers at all. */
  noteFriend(contact: payloads.Contact): void;
  tellsFriends(): boolean;
  readonly ended: Promise<EndCode>;
  /** Resolves when it has stopped, at the latest after `discardMs`. */
  discard(): Promise<void>;
};

/** The account of our own, also while it is signed out; what it says itself is nobody's cry for help. */
export type OwnAccount = { id: string | null };

export type SessionParts = {
  readonly library: Library;
  readonly puppetOptions: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly memoryFile: string;
  /** Shared by all sessions of a channel: written at each sign-in. */
  readonly own: OwnAccount;
  readonly timing: WechatTiming;
  readonly events: SessionEvents;
  /**
   * The one before fell silent: a sign-in counts only once this one has answered, or a service whose puppet hangs
   * would look well again for a moment with each new connection.
   */
  readonly mustAnswer: boolean;
};

/** `ScanStatus` of wechaty-puppet: a code waits in these. */
const WAITING = new Set([0, 2]);
const SIGNS_OF_LIFE = ['heartbeat', 'ready', 'friendship', 'dirty'] as const;

/** Throws when the puppet cannot be built at all, or its memory card not be written. */
export async function openSession(parts: SessionParts): Promise<Session> {
  const { library, timing, events } = parts;
  const puppet = new library.PuppetClass({ ...parts.puppetOptions });
  const memory = await openMemoryCard(puppet, parts.memoryFile);
  keepNothingOnDisk(puppet);
  const gone = new AbortController();
  let end = (_code: EndCode): void => undefined;
  const ended = new Promise<EndCode>((resolve) => {
    end = resolve;
  });
  const calls = mendServiceCalls(puppet, (failure) => end(readEnd(failure)));
  const life = watchLife(puppet, timing, end);
  const account = { self: null as string | null, wasUp: false, tellsFriends: false };
  let answers = !parts.mustAnswer;
  let grace: NodeJS.Timeout | undefined;

  const onStart = (failure: PuppetFailure | null): void => {
    if (gone.signal.aborted) return;
    if (failure !== null) {
      end(readEnd(failure));
    } else {
      life.ask();
      grace = setTimeout(() => account.wasUp || events.onSignedOut(), timing.signInGraceMs);
    }
  };
  const listeners = {
    login: ({ contactId }: payloads.EventLogin) => {
      Object.assign(account, { self: contactId, wasUp: true });
      parts.own.id = contactId;
      if (answers) events.onSignedIn();
    },
    dong: () => {
      const first = !answers;
      answers = true;
      if (first && account.self !== null) events.onSignedIn();
    },
    logout: () => {
      account.self = null;
      events.onSignedOut();
    },
    scan: ({ status, qrcode }: payloads.EventScan) => {
      account.wasUp = true;
      events.onScan(WAITING.has(status) && qrcode ? qrcode : null);
    },
    message: ({ messageId }: payloads.EventMessage) => events.onMessage(messageId),
  };
  const forget = listen(puppet, listeners, life.sign);
  watchStart(puppet, onStart);
  // The puppet's own watchdog would stop and start it again and again, leaving listeners behind each time.
  puppet.reset = async () => end('watchdog');
  const wechaty = library.WechatyBuilder.build({ name: parts.name, puppet, memory });
  // Nobody listening to an `error` event would end the process; what is wrong shows in the puppet's life.
  wechaty.on('error', () => undefined);
  wechaty.start().catch((error: unknown) => onStart(readFailure(error)));

  return {
    puppet,
    gone: gone.signal,
    ended,
    self: () => account.self,
    wasUp: () => account.wasUp,
    tellsFriends: () => account.tellsFriends,
    noteFriend(contact) {
      if (contact.friend === true) account.tellsFriends = true;
    },
    async discard() {
      gone.abort();
      clearTimeout(grace);
      life.stop();
      forget();
      await stopWithin(timing.discardMs, wechaty, puppet, calls);
    },
  };
}

const readEnd = (failure: PuppetFailure): EndCode => (failure === 'unauthorized' ? failure : 'unreachable');

type Listeners = Readonly<Record<'login' | 'logout' | 'scan' | 'message' | 'dong', (event: never) => void>>;
type Emitter = {
  on(event: string, listener: (event: never) => void): unknown;
  off(event: string, listener: (event: never) => void): unknown;
  removeAllListeners(): unknown;
};

/** Every event is a sign of life; resolves what takes them all away again. */
function listen(puppet: Puppet, listeners: Listeners, sign: () => void): () => void {
  const emitter = puppet as unknown as Emitter;
  const all: [string, (event: never) => void][] = SIGNS_OF_LIFE.map((event) => [event, sign]);
  for (const [event, listener] of Object.entries(listeners)) {
    all.push([
      event,
      (payload) => {
        sign();
        listener(payload);
      },
    ]);
  }
  for (const [event, listener] of all) emitter.on(event, listener);
  emitter.on('error', () => undefined);
  return () => {
    for (const [event, listener] of all) emitter.off(event, listener);
  };
}

/** Asks for a sign of life again and again, and ends the session when none comes. */
function watchLife(
  puppet: Puppet,
  timing: WechatTiming,
  end: (code: EndCode) => void,
): { ask: () => void; sign: () => void; stop: () => void } {
  let alive = false;
  // Silence from the start is a service that does not answer; later it is a puppet that has stopped working.
  const silence = setTimeout(() => end(alive ? 'watchdog' : 'unreachable'), timing.silenceMs);
  const ask = (): void => {
    try {
      puppet.ding('sign of life');
    } catch {
      // One that has no connection yet throws, and silence will tell.
    }
  };
  const asking = setInterval(ask, timing.dingEveryMs);
  return {
    ask,
    sign() {
      alive = true;
      silence.refresh();
    },
    stop() {
      clearTimeout(silence);
      clearInterval(asking);
    },
  };
}

/**
 * Wechaty tells of a puppet that cannot start by an `error` event among others, after 5 s in which it waits for the
 * start that has just failed. Here it is told at once and passes for started, so that it can be stopped at once.
 */
function watchStart(puppet: Puppet, told: (failure: PuppetFailure | null) => void): void {
  const parts = puppet as unknown as { onStart(): Promise<void> };
  const onStart = parts.onStart.bind(puppet);
  parts.onStart = () =>
    onStart().then(
      () => told(null),
      (error: unknown) => told(readFailure(error)),
    );
}

/**
 * wechaty-puppet-service keeps everybody it has met in files below the home folder, names included, and locks them
 * against the puppet that follows.
 */
function keepNothingOnDisk(puppet: Puppet): void {
  const parts = puppet as unknown as { _payloadStore?: object };
  if (parts._payloadStore === undefined) return;
  parts._payloadStore = { start: async () => undefined, stop: async () => undefined };
}

async function stopWithin(
  ms: number,
  wechaty: { stop(): Promise<void> },
  puppet: Puppet,
  calls: ServiceCalls,
): Promise<void> {
  // Before stopping, since a stop that waits for an answer would wait for ever.
  calls.cut();
  const emitter = puppet as unknown as Emitter;
  const stopped = wechaty
    .stop()
    .catch(() => undefined)
    .then(() => {
      calls.cut();
      emitter.removeAllListeners();
      emitter.on('error', () => undefined);
    });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([stopped, late]);
  clearTimeout(timer);
}
