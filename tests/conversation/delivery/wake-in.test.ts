import { expect, it } from 'vitest';
import { wakeIn } from '../../../src/conversation/delivery/wake-in.ts';
import { FakeWakeQueue } from '../../fakes/fake-wake-queue.ts';
import { until } from '../../support/until.ts';

it('keeps a short wait to itself, since the queue may round it up', async () => {
  const queue = new FakeWakeQueue();
  wakeIn(queue, 'soon', 40);
  expect(queue.waiting()).toEqual([]);
  await until('the wake', () => queue.waiting().length === 1);
  expect(queue.waiting()).toEqual([{ kind: 'delivery', id: 'soon', dueAt: 0 }]);
});

it('leaves a longer one to the queue, which outlives the process', () => {
  const queue = new FakeWakeQueue();
  wakeIn(queue, 'later', 3_000);
  expect(queue.waiting()).toEqual([{ kind: 'delivery', id: 'later', dueAt: 3_000 }]);
});
