import { expect, it } from 'vitest';
import { createIntake } from '../../src/conversation/intake.ts';
import type { Stores } from '../../src/conversation/ports/stores.ts';
import type { Incoming } from '../../src/core/channel.ts';

const says = (from: string, updateKey: string): Incoming => ({
  channel: 'telegram',
  bot: '1',
  updateKey,
  from,
  body: { kind: 'text', text: '我不想活了' },
});

/** Rows that keep each key once, as the table does. */
function openIntake() {
  const keys = new Set<string>();
  const woken: string[] = [];
  let ids = 0;
  const stores = {
    now: async () => new Date(0),
    addresses: {
      findOrCreateAll: async (all: readonly { account: string }[]) => all.map(({ account }) => account),
    },
    incoming: {
      store: async (all: readonly { id: string; incoming: Incoming }[]) =>
        all.flatMap(({ id, incoming: { updateKey } }) => {
          if (keys.has(updateKey)) return [];
          keys.add(updateKey);
          return [id];
        }),
    },
  };
  const intake = createIntake({
    transactions: {
      run: <T>(work: (all: Stores) => Promise<T>): Promise<T> => work(stores as unknown as Stores),
    },
    queue: { wake: async (_: string, addressId: string) => void woken.push(addressId) },
    newId: () => `id-${++ids}`,
  } as never);
  return { intake, woken };
}

it('wakes a turn for what is new, once for each address', async () => {
  const { intake, woken } = openIntake();
  await Promise.all([intake(says('a', '1')), intake(says('a', '2')), intake(says('b', '3'))]);
  expect([...new Set(woken)].sort()).toEqual(['a', 'b']);
});

it('tells the address of what had come before, and wakes nobody', async () => {
  const { intake, woken } = openIntake();
  await intake(says('a', '1'));
  woken.length = 0;
  expect(await intake(says('a', '1'))).toEqual({ addressId: 'a' });
  expect(woken).toEqual([]);
  await Promise.all([intake(says('a', '1')), intake(says('b', '2'))]);
  expect(woken).toEqual(['b']);
});
