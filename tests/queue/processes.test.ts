import { type ChildProcess, spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { describeOnBothStores } from './describe-stores.ts';
import { createListener, openQueue, until } from './open-queue.ts';
import type { StoreUnderTest } from './store-under-test.ts';

const CHILD = new URL('./queue-child.ts', import.meta.url).pathname;

function startChild(mode: 'exit' | 'hold', { backend, prefix }: StoreUnderTest) {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--import', 'tsx', CHILD, mode, backend.kind, backend.url, prefix],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  child.stdout?.on('data', (chunk) => {
    said += String(chunk);
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, exited, said: () => said };
}

describeOnBothStores('processes', (store) => {
  it('end by themselves when the queue is closed', async () => {
    const { child, exited, said } = startChild('exit', store());
    const tooLate = setTimeout(() => child.kill('SIGKILL'), 15_000);
    expect(await exited).toBe(0);
    clearTimeout(tooLate);
    expect(said()).toBe('ready\n');
  });

  it('end by themselves although the store never answered', async () => {
    await store().proxy.down();
    const { child, exited, said } = startChild('exit', store());
    const tooLate = setTimeout(() => child.kill('SIGKILL'), 15_000);
    expect(await exited).toBe(0);
    clearTimeout(tooLate);
    expect(said()).toBe('degraded\n');
  });

  it('leave a job to others when they are killed with it', async () => {
    const queue = openQueue(store(), { lockMs: 500, stalledEveryMs: 200 });
    const { child, exited, said } = startChild('hold', store());
    try {
      await until(() => queue.state().state === 'ready');
      await queue.wake('turn', 'orphan', 0);
      await until(() => said().includes('held'));
      child.kill('SIGKILL');
      await exited;
      const { heard, handlers } = createListener();
      await queue.startWorkers(handlers);
      await until(() => heard.includes('orphan'));
    } finally {
      child.kill('SIGKILL');
      await queue.close();
    }
  });
});
