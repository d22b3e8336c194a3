import { type PuppetFailure, readFailure } from './failure.ts';

/**
 * What wechaty-puppet-service lacks on the way to its server. It gives its calls no deadline, and a connection stays
 * open until its last call has ended, so each puppet that is thrown away while the server hangs would leave one behind.
 * Between looking at the first event and listening to the rest it drops what comes in, a sign-in among it. And its
 * `stop` stops the server's puppet as well, which would sign the account out with each restart of ours. And it copies a
 * place in a way that leaves its figures behind.
 *
 * It has no option for any of this, so it is done where its parts are made. Another puppet has no such parts and is
 * left as it is.
 */
type Listener = (...args: unknown[]) => void;
type Call = {
  cancel(): void;
  on(event: string, listener: Listener): unknown;
  once(event: string, listener: Listener): unknown;
  pause?(): void;
  resume?(): void;
};
type Method = (...args: unknown[]) => unknown;
type Client = { close(): void } & Record<string, unknown>;
type Manager = { readonly client: Client; initClient: () => Promise<void> };

export type ServiceCalls = {
  /** Ends every call and closes the connection. */
  cut(): void;
};

type StreamEnd = (failure: PuppetFailure) => void;

/** `onStreamEnd` is told when the server ends the stream of events, refuses it or is gone. */
export function mendServiceCalls(puppet: object, onStreamEnd: StreamEnd): ServiceCalls {
  const open = new Set<Call>();
  const clients = new Set<Client>();
  const parts = puppet as { bridgeGrpcEventStream?: (manager: Manager) => void };
  const bridge = parts.bridgeGrpcEventStream?.bind(puppet);
  if (bridge !== undefined) {
    parts.bridgeGrpcEventStream = (manager) => {
      const initClient = manager.initClient.bind(manager);
      manager.initClient = async () => {
        await initClient();
        clients.add(manager.client);
        watchClient(manager.client, open, onStreamEnd);
      };
      bridge(manager);
    };
  }
  return {
    cut() {
      for (const call of open) call.cancel();
      for (const client of clients) client.close();
      open.clear();
      clients.clear();
    },
  };
}

/** The methods stand on the class that was made from the service's definition; here they get a layer of their own. */
function watchClient(client: Client, open: Set<Call>, onStreamEnd: StreamEnd): void {
  for (const name of Object.keys(Object.getPrototypeOf(client))) {
    const method = client[name];
    if (typeof method !== 'function') continue;
    const make = (method as Method).bind(client);
    client[name] = (...args: unknown[]): unknown => {
      const call = make(...(name === 'messageLocation' ? fillPlace(args) : args)) as Call;
      keepCall(call, open);
      if (name === 'event') keepStream(call, onStreamEnd);
      return call;
    };
  }
  client.messageFileStream = refuse;
  client.messageImageStream = refuse;
  keepRefusal(client);
  client.stop = (_request: unknown, done: (error: null, response: null) => void): void => done(null, null);
}

/** Where the client turns after a refusal: the way of servers before 1.0, which newer ones leave without an answer. */
function refuse(): never {
  throw new Error('the puppet service has refused a file');
}

/**
 * After a picture that did not get through the client sends it once more in the way of old servers, whatever the reason
 * was: somebody may get it twice, and nobody learns why. Here the first answer stands.
 */
function keepRefusal(client: Client): void {
  const { messageSendFile } = client;
  if (typeof messageSendFile !== 'function') return;
  let refusal: unknown = null;
  client.messageSendFile = (...args: unknown[]): unknown => {
    const done = args.at(-1) as (error: unknown, answer: unknown) => void;
    const keep = (error: unknown, answer: unknown): void => {
      refusal = error;
      done(error, answer);
    };
    return (messageSendFile as Method)(...args.slice(0, -1), keep);
  };
  client.messageSendFileStream = (): never => {
    throw refusal ?? new Error('the puppet service has refused a file');
  };
}

function keepCall(call: Call, open: Set<Call>): void {
  open.add(call);
  call.on('status', () => open.delete(call));
  // A stream that breaks with nobody listening would end the process.
  call.on('error', () => open.delete(call));
}

/** Held up from the first look, which is a `once`, to the listening. */
function keepStream(call: Call, onStreamEnd: StreamEnd): void {
  call.on('status', (status) => onStreamEnd(readFailure(status)));
  const { once, on } = call;
  call.once = (event, listener) => {
    if (event !== 'data') return once.call(call, event, listener);
    return once.call(call, event, (...args) => {
      call.pause?.();
      listener(...args);
    });
  };
  call.on = (event, listener) => {
    on.call(call, event, listener);
    if (event === 'data') call.resume?.();
    return call;
  };
}

type Place = { toObject(): object };
type PlaceAnswer = { getLocation(): Place | undefined } | undefined;

/** The answer is spread into a plain object, which takes own fields and no getters. */
function fillPlace(args: readonly unknown[]): unknown[] {
  const done = args.at(-1) as (error: unknown, answer: PlaceAnswer) => void;
  const fill = (error: unknown, answer: PlaceAnswer): void => {
    const place = answer?.getLocation();
    if (place !== undefined) Object.assign(place, place.toObject());
    done(error, answer);
  };
  return [...args.slice(0, -1), fill];
}
