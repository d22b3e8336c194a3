import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MessageFile, say } from '../../../src/core/message.ts';
import { createRig, type Rig } from './support.ts';

const PERSON = 7_002;
const TO = String(PERSON);
const file: MessageFile = {
  name: 'calendar.ics',
  type: 'text/calendar',
  text: 'BEGIN:VCALENDAR\r\n日程\r\n',
};
const CHOICES = [{ id: 'menu:book', label: '预约' }];
const LONG = '字'.repeat(1_025);

describe('sending a small file to Telegram', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await createRig({ timing: { retryMs: 1_000 } });
    rig.telegram.knows(PERSON);
  });
  afterEach(() => rig.close());

  const send = (text: string, choices = CHOICES) => rig.channel.send(TO, { ...say(text, choices), file });
  const shown = () =>
    rig.telegram.sentTo(PERSON).map(({ text, labels, document }) => [text, labels, document?.name]);

  it('puts the words and their buttons under it, byte for byte the same file', async () => {
    expect(await send('约好了')).toMatchObject({ kind: 'sent' });
    expect(rig.telegram.sentTo(PERSON)).toMatchObject([
      { text: '约好了', labels: ['预约'], document: { name: file.name, text: file.text } },
    ]);
  });

  it('sends the words alone where it is refused, and lets it follow words that are too long', async () => {
    rig.telegram.fail('sendDocument', { status: 400, description: 'Bad Request: MARK' });
    expect(await send('约好了')).toMatchObject({ kind: 'sent' });
    rig.telegram.fail('sendDocument', { status: 429, retryAfter: 3 });
    expect(await send(LONG)).toMatchObject({ kind: 'sent' });
    expect(await send(LONG)).toMatchObject({ kind: 'sent' });
    expect(shown()).toEqual([
      ['约好了', ['预约'], undefined],
      [LONG, ['预约'], undefined],
      [LONG, ['预约'], undefined],
      ['', [], file.name],
    ]);
    expect(JSON.stringify(rig.logged.entries)).not.toContain('MARK');
  });

  it('waits, is unknown or ends like any other message', async () => {
    rig.telegram.fail('sendDocument', { status: 429, retryAfter: 3 });
    expect(await send('约好了')).toEqual({ kind: 'temporary', retryAfterMs: 3_000, code: 'rate-limited' });
    rig.telegram.fail('sendDocument', { status: 500 });
    expect(await send('约好了')).toEqual({ kind: 'unknown', code: 'server-error' });
    rig.telegram.userBlocks(PERSON);
    expect(await send('约好了')).toEqual({ kind: 'permanent', code: 'blocked' });
    expect(shown()).toEqual([]);
  });
});
