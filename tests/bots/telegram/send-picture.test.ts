import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { say } from '../../../src/core/message.ts';
import { createRig, type Rig } from './support.ts';

const PERSON = 7_001;
const TO = String(PERSON);
const PICTURE = {
  bytes: new Uint8Array([0xff, 0xd8, 0xff, 0, 13, 10, 45, 45]),
  name: 'picture.jpg',
} as const;

describe('sending a picture to Telegram', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await createRig({ timing: { retryMs: 1_000 } });
    rig.telegram.knows(PERSON);
  });
  afterEach(() => rig.close());

  it('shows the words under it, byte for byte the same picture', async () => {
    expect(await rig.channel.send(TO, say('看看这张'), undefined, PICTURE)).toMatchObject({ kind: 'sent' });
    const [sent, ...more] = rig.telegram.sentTo(PERSON);
    expect(sent).toMatchObject({ text: '看看这张', photo: PICTURE.bytes });
    expect(more).toEqual([]);
  });

  it('sends words that are too long to stand there, and choices, behind it', async () => {
    const long = '字'.repeat(1_025);
    await rig.channel.send(TO, say(long), undefined, PICTURE);
    await rig.channel.send(TO, say('选', [{ id: 'x', label: '好' }]), undefined, PICTURE);
    const shown = rig.telegram
      .sentTo(PERSON)
      .map(({ text, photo, labels }) => [text, photo !== undefined, labels]);
    expect(shown).toEqual([
      ['', true, []],
      [long, false, []],
      ['', true, []],
      ['选', false, ['好']],
    ]);
  });

  it('is unknown once the picture has left and its words have not', async () => {
    rig.telegram.fail('sendMessage', { status: 429, retryAfter: 3 });
    expect(await rig.channel.send(TO, say('字'.repeat(1_025)), undefined, PICTURE)).toEqual({
      kind: 'unknown',
      code: 'partly-sent',
    });
  });

  it('leaves nothing behind the end of the lease, however long the process stood still', async () => {
    const notAfter = performance.now() + 30;
    const sending = rig.channel.send(TO, say('太晚了'), notAfter, PICTURE);
    while (performance.now() <= notAfter) {
      // The process stands still: nothing of it runs, and the clock goes on.
    }
    expect(await sending).toEqual({ kind: 'temporary', retryAfterMs: 1_000, code: 'unreachable' });
    expect(rig.telegram.sentTo(PERSON)).toEqual([]);
  });

  it('logs and answers nothing of what it was, nor the token', async () => {
    rig.telegram.fail('sendPhoto', { status: 400, description: 'Bad Request: MARK' });
    const outcome = await rig.channel.send(TO, say('MARK'), undefined, PICTURE);
    expect(outcome).toEqual({ kind: 'permanent', code: 'rejected' });
    expect(JSON.stringify([rig.logged.entries, outcome])).not.toContain('MARK');
  });
});
