/** A process of its own: `exit` starts and closes a queue and must then end by itself, `hold` never ends its job. */
import { createListener, openQueue, until } from './open-queue.ts';

const [mode, kind, url, prefix] = process.argv.slice(2);
if ((kind !== 'redis' && kind !== 'postgres') || url === undefined)
  throw new Error('usage: mode kind url prefix');
const queue = openQueue(
  { backend: { kind, url }, prefix: prefix ?? '' },
  { lockMs: 500, stalledEveryMs: 200 },
);

if (mode === 'hold') {
  await queue.startWorkers({
    ...createListener().handlers,
    turn: () => {
      process.stdout.write('held\n');
      return new Promise(() => undefined);
    },
  });
} else {
  await queue.startWorkers(createListener().handlers);
  await until(() => queue.state().state !== 'starting');
  process.stdout.write(`${queue.state().state}\n`);
  await queue.wake('turn', 'later', 3_600_000);
  await queue.close();
}
