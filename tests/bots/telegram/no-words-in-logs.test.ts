import { expect, it } from 'vitest';
import { say } from '../../../src/core/message.ts';
import type { Fault } from '../../fakes/telegram/faults.ts';
import { createRig } from './support.ts';

const PERSON = 7_001;
const MARKERS = [
  'MARK-SAID',
  'MARK-NICKNAME',
  'MARK-SENT',
  'MARK-TOKEN',
  'MARK-CAPTION',
  'MARK-LABEL',
  'MARK-DESCRIPTION',
];
const FAULTS: readonly Fault[] = [
  { status: 400, description: 'Bad Request: MARK-DESCRIPTION' },
  { status: 401 },
  { status: 403 },
  { status: 500, description: 'MARK-DESCRIPTION' },
  'drop-before',
  'bad-gateway',
];

it('logs no word, name, token or error text, whatever goes wrong', async () => {
  const { telegram, channel, inbox, logged, close } = await createRig({}, { token: '700100:MARK-TOKEN' });
  await channel.start(inbox.receive);
  inbox.refuseNext(2);
  telegram.userSays(PERSON, 'MARK-SAID', { nickname: 'MARK-NICKNAME' });
  telegram.userSendsPhoto(PERSON, 'MARK-CAPTION');
  telegram.pushUpdate({ message: { chat: { id: PERSON, type: 'private' }, photo: { name: 'MARK-SAID' } } });
  await inbox.waitForStored(2);
  const outcomes: unknown[] = [];
  for (const fault of FAULTS) {
    telegram.fail('sendMessage', fault, 2);
    outcomes.push(await channel.send(String(PERSON), say('MARK-SENT', [{ id: 'x', label: 'MARK-LABEL' }])));
    telegram.heal();
    telegram.fail('getUpdates', fault);
    telegram.userSays(PERSON, 'MARK-SAID');
    await telegram.waitUntilConfirmed();
  }
  await close();
  const codes = new Set(logged.entries.map(({ fields }) => fields.code));
  for (const code of ['strange-answer', 'unauthorized', 'server-error', 'unreachable'])
    expect(codes).toContain(code);
  const written = JSON.stringify([logged.entries, outcomes]);
  expect(logged.entries.some(({ event }) => event === 'telegram.undecodable-update')).toBe(true);
  for (const marker of MARKERS) expect(written).not.toContain(marker);
});
