import { describe, expect, it } from 'vitest';
import { createWebChannel } from '../../../src/bots/web/web-channel.ts';
import type { Incoming } from '../../../src/core/channel.ts';
import { say } from '../../../src/core/message.ts';

const incoming: Incoming = {
  channel: 'web',
  bot: 'web',
  updateKey: 'k',
  from: 't',
  body: { kind: 'text', text: '你好' },
};

function createRecordedPause() {
  const waits: number[] = [];
  return { waits, pause: async (ms: number) => void waits.push(ms) };
}

describe('the web channel', () => {
  it('tells the browser nothing was received when the store keeps refusing', async () => {
    const { waits, pause } = createRecordedPause();
    const channel = createWebChannel({ pause });
    let tries = 0;
    await channel.start(async () => {
      tries += 1;
      throw new Error('the store does not answer');
    });
    await expect(channel.receive(incoming)).rejects.toThrow('the store does not answer');
    expect(tries).toBe(4);
    expect(waits).toEqual([100, 400, 1_000]);
    expect(channel.state()).toEqual({ state: 'degraded', code: 'not-stored' });
  });

  it('is well again with the next update that is stored', async () => {
    const channel = createWebChannel(createRecordedPause());
    let refusals = 5;
    await channel.start(async () => {
      refusals -= 1;
      if (refusals >= 0) throw new Error('the store does not answer');
    });
    await expect(channel.receive(incoming)).rejects.toThrow();
    await channel.receive(incoming);
    expect(channel.state()).toEqual({ state: 'ready', code: null });
  });

  it('takes nothing over before its start and after its stop', async () => {
    const channel = createWebChannel(createRecordedPause());
    await expect(channel.receive(incoming)).rejects.toThrow('not started');
    await channel.start(async () => undefined);
    await channel.receive(incoming);
    await channel.stop();
    await expect(channel.receive(incoming)).rejects.toThrow('not started');
    expect(await channel.send('t', say('在吗'))).toMatchObject({ kind: 'temporary', code: 'not-started' });
  });

  it('refuses to be started twice, and to send to nobody', async () => {
    const channel = createWebChannel();
    await channel.start(async () => undefined);
    await expect(channel.start(async () => undefined)).rejects.toThrow('already started');
    expect(await channel.send('', say('在吗'))).toEqual({ kind: 'permanent', code: 'unknown-address' });
  });
});
