import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { mendServiceCalls } from '../../../src/bots/wechat/service-calls.ts';

/** The parts of wechaty-puppet-service that matter here, without a network. */
function createParts() {
  const stream = Object.assign(new PassThrough({ objectMode: true }), { cancel: () => undefined });
  const asked: string[] = [];
  class Client {
    event(): PassThrough {
      asked.push('event');
      return stream;
    }
    stop(): void {
      asked.push('stop');
    }
    close(): void {
      asked.push('close');
    }
  }
  for (const name of ['event', 'stop'] as const) {
    Object.defineProperty(Client.prototype, name, { enumerable: true });
  }
  const manager = { client: new Client(), initClient: async () => undefined };
  const puppet = { bridgeGrpcEventStream: (_manager: typeof manager): void => undefined };
  return { stream, asked, manager, puppet };
}

it('loses no event between the first look and the listening', async () => {
  const { stream, manager, puppet } = createParts();
  mendServiceCalls(puppet, () => undefined);
  puppet.bridgeGrpcEventStream(manager);
  await manager.initClient();
  const call = manager.client.event();
  stream.write('connected');
  await once(call, 'data');
  stream.write('signed in');
  await nextTurn();
  await nextTurn();
  const heard: unknown[] = [];
  call.on('data', (event) => heard.push(event));
  stream.end('message');
  await once(call, 'end');
  expect(heard).toEqual(['signed in', 'message']);
});

it('does not stop the puppet of the service', async () => {
  const { asked, manager, puppet } = createParts();
  const calls = mendServiceCalls(puppet, () => undefined);
  puppet.bridgeGrpcEventStream(manager);
  await manager.initClient();
  const answered = new Promise((resolve) => {
    (manager.client.stop as (request: object, done: (error: unknown) => void) => void)({}, resolve);
  });
  expect(await answered).toBeNull();
  calls.cut();
  expect(asked).toEqual(['close']);
});

it('tells that the stream of events has ended, and why', async () => {
  const { stream, manager, puppet } = createParts();
  const ends: string[] = [];
  mendServiceCalls(puppet, (failure) => ends.push(failure));
  puppet.bridgeGrpcEventStream(manager);
  await manager.initClient();
  manager.client.event();
  stream.emit('status', { code: 16, details: 'Invalid token' });
  stream.emit('status', { code: 14, details: 'Connection dropped' });
  expect(ends).toEqual(['unauthorized', 'lost']);
});

it('leaves a puppet alone that is no service', () => {
  const puppet = {};
  mendServiceCalls(puppet, () => undefined).cut();
  expect(puppet).toEqual({});
});
