import { expect, it } from 'vitest';
import { sweep, sweepDeliveries } from '../../../src/conversation/delivery/sweep.ts';
import type { ConversationParts } from '../../../src/conversation/scope.ts';

const none = async (): Promise<string[]> => [];
const stores = {
  now: async () => new Date(0),
  incoming: { waitingAddresses: async () => ['address'] },
  cases: { dueIds: async () => ['case'], dueDigests: none },
  notifiers: { due: none },
  rotaTasks: { due: none },
  teams: { dueIds: none },
  followUps: { dueIds: none },
  glasses: { due: none },
  drills: { due: none },
  returns: { dueDepartures: none },
  outgoing: {
    recoverStale: async () => undefined,
    duePlaces: async () => Array.from({ length: 20 }, (_, index) => `slow ${index}`),
  },
};
const parts = {
  transactions: { run: (work: (given: typeof stores) => Promise<unknown>) => work(stores) },
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
} as unknown as ConversationParts;

it('handles turns and calls in every round, although all that is sent hangs', async () => {
  const done: string[] = [];
  const handlers = {
    turn: async (id: string) => void done.push(id),
    escalation: async (id: string) => void done.push(id),
    delivery: async (id: string): Promise<void> => {
      done.push(id);
      await new Promise(() => undefined);
    },
  };
  void sweepDeliveries(parts, handlers, [], 0);
  expect(await sweep(parts, handlers, 0)).toBe(2);
  expect(await sweep(parts, handlers, 0)).toBe(2);
  expect(done.filter((id) => !id.startsWith('slow'))).toEqual([
    'address',
    'case.case',
    'address',
    'case.case',
  ]);
  expect(done.filter((id) => id.startsWith('slow'))).toHaveLength(8);
});
