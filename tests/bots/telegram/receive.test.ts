import { afterEach, describe, expect, it } from 'vitest';
import { say } from '../../../src/core/message.ts';
import { createInbox } from '../../contracts/inbox.ts';
import { createChanges } from '../../fakes/telegram/changes.ts';
import { createRig, type Rig } from './support.ts';

const PERSON = 7_001;

describe('receiving from Telegram', () => {
  let rig: Rig;
  afterEach(() => rig.close());

  it('confirms an update only after it is stored', async () => {
    rig = await createRig();
    const release = rig.inbox.hold();
    await rig.channel.start(rig.inbox.receive);
    rig.telegram.userSays(PERSON, '第一句');
    rig.telegram.userSays(PERSON, '第二句');
    await rig.inbox.waitForOffers(1);
    expect(rig.telegram.unconfirmed()).toBe(2);
    release();
    await rig.inbox.waitForStored(2);
    await rig.telegram.waitUntilConfirmed();
  });

  it('offers to the next run what was not stored when it was stopped', async () => {
    rig = await createRig();
    rig.inbox.refuseNext(1_000);
    await rig.channel.start(rig.inbox.receive);
    rig.telegram.userSays(PERSON, '别丢');
    rig.telegram.userSays(PERSON, '也别丢');
    await rig.inbox.waitForOffers(2);
    await rig.channel.stop();
    const next = createInbox();
    await rig.channel.start(next.receive);
    const stored = await next.waitForStored(2);
    expect(stored.map((incoming) => incoming.body)).toEqual([
      { kind: 'text', text: '别丢' },
      { kind: 'text', text: '也别丢' },
    ]);
    expect(stored[0]?.updateKey).toBe(rig.inbox.offered[0]?.updateKey);
  });

  it('is degraded while storing fails and ready again by itself', async () => {
    rig = await createRig();
    rig.inbox.refuseNext(2);
    await rig.channel.start(rig.inbox.receive);
    rig.telegram.userSays(PERSON, '你好');
    await rig.logged.waitForState('degraded', 'not-stored');
    await rig.inbox.waitForStored(1);
    await rig.logged.waitForState('ready', null, 2);
    expect(rig.channel.state()).toEqual({ state: 'ready', code: null });
  });

  it('hears people also when the numbers of updates start anew at a lower one', async () => {
    rig = await createRig({ timing: { longPollMs: 0 } }, { firstUpdateId: 900 });
    await rig.channel.start(rig.inbox.receive);
    rig.telegram.userSays(PERSON, '上周');
    await rig.telegram.waitUntilConfirmed();
    // Beyond the poll that confirmed: only the ones after it ask without an offset.
    await rig.telegram.waitForCalls('getUpdates', rig.telegram.calls('getUpdates').length + 2);
    rig.telegram.pushUpdate({
      update_id: 17,
      message: { chat: { id: PERSON, type: 'private' }, text: '这周' },
    });
    const stored = await rig.inbox.waitForStored(2);
    expect(stored[1]?.updateKey).toBe('17');
  });

  it('confirms what it does not understand, so that it holds nothing up', async () => {
    rig = await createRig();
    await rig.channel.start(rig.inbox.receive);
    rig.telegram.pushUpdate({ something_new: { text: 'x' } });
    rig.telegram.pushUpdate({ message: { chat: { id: PERSON, type: 'private' }, photo: 5 } });
    rig.telegram.pushUpdate({ message: null });
    rig.telegram.userSays(PERSON, '你好');
    const [first] = await rig.inbox.waitForStored(1);
    expect(first?.body).toEqual({ kind: 'text', text: '你好' });
    await rig.telegram.waitUntilConfirmed();
    expect(rig.inbox.offered).toHaveLength(1);
  });

  it('answers a tap once and at once, also while storing fails', async () => {
    rig = await createRig();
    await rig.channel.start(rig.inbox.receive);
    rig.telegram.knows(PERSON);
    await rig.channel.send(String(PERSON), say('选', [{ id: 'menu:book', label: '预约' }]));
    rig.inbox.refuseNext(3);
    rig.telegram.userTaps(PERSON, '预约');
    await rig.telegram.waitForCalls('answerCallbackQuery', 1);
    await rig.inbox.waitForStored(1);
    expect(rig.inbox.offered).toHaveLength(4);
    expect(rig.telegram.calls('answerCallbackQuery')).toHaveLength(1);
  });

  it('takes taps where the server cannot answer them or leaves the message out', async () => {
    rig = await createRig({}, { lacks: ['answerCallbackQuery'] });
    await rig.channel.start(rig.inbox.receive);
    rig.telegram.knows(PERSON);
    await rig.channel.send(String(PERSON), say('选', [{ id: 'menu:book', label: '预约' }]));
    rig.telegram.userTaps(PERSON, 'menu:book', { withoutMessage: true });
    const [tap] = await rig.inbox.waitForStored(1);
    expect(tap).toMatchObject({ from: String(PERSON), body: { kind: 'choice', id: 'menu:book' } });
  });

  it('tells when a person blocks the bot and comes back', async () => {
    rig = await createRig();
    await rig.channel.start(rig.inbox.receive);
    rig.telegram.userBlocks(PERSON);
    rig.telegram.userUnblocks(PERSON);
    const stored = await rig.inbox.waitForStored(2);
    expect(stored.map((incoming) => incoming.body)).toEqual([
      { kind: 'reachable', reachable: false },
      { kind: 'reachable', reachable: true },
    ]);
  });

  it('does not hammer a server that answers empty polls at once', async () => {
    const pauses: number[] = [];
    const paused = createChanges();
    let goOn = (): void => undefined;
    const pause = (ms: number): Promise<void> => {
      pauses.push(ms);
      paused.notify();
      return new Promise((resolve) => {
        goOn = resolve;
      });
    };
    rig = await createRig({ pause, timing: { longPollMs: 0, emptyPollMs: 1_000 } });
    await rig.channel.start(rig.inbox.receive);
    // The first poll is short on purpose; from the second on every empty one is followed by a pause.
    await rig.telegram.waitForCalls('getUpdates', 2);
    await paused.waitFor(
      () => pauses[0] ?? null,
      () => 'no pause',
      5_000,
    );
    expect(rig.telegram.calls('getUpdates')).toHaveLength(2);
    goOn();
    await rig.telegram.waitForCalls('getUpdates', 3);
    expect(pauses[0]).toBeGreaterThan(0);
    expect(pauses[0]).toBeLessThanOrEqual(1_000);
    const stopped = rig.channel.stop();
    goOn();
    await stopped;
  });
});
