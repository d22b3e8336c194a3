import { expect, it, vi } from 'vitest';
import { MESSAGE } from '../../../src/bots/wechat/decode.ts';
import { say } from '../../../src/core/message.ts';
import { createRig } from './support.ts';

const PERSON = 'wxid_MARK_ID';
const MARKERS = ['MARK', '7c52ac4e', 'wxid_bot'];

it('writes no word, name, id or token anywhere, whatever goes wrong', async () => {
  const printed: string[] = [];
  const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
    vi
      .spyOn(console, name)
      .mockImplementation((...args: unknown[]) => void printed.push(args.map(String).join(' '))),
  );
  const rig = await createRig({ timing: { sendTimeoutMs: 200, fileTimeoutMs: 300 } });
  const { wechat, channel, inbox, logged } = rig;
  await rig.begin();
  wechat.person(PERSON, { nickname: 'MARK_NICKNAME' });
  inbox.refuseNext(2);
  wechat.says(PERSON, 'MARK_SAID');
  const file = wechat.sends(PERSON, { type: MESSAGE.attachment, filename: 'MARK_FILE' });
  wechat.announce('MARK_MISSING');
  wechat.says(PERSON, 'MARK_SAID');
  await inbox.waitForStored(3);
  wechat.fail('refused', 'silent');
  const outcomes: unknown[] = [];
  for (const to of [PERSON, PERSON, PERSON, 'wxid_MARK_NOBODY']) {
    outcomes.push(await channel.send(to, say('MARK_SENT', [{ id: 'x', label: 'MARK_LABEL' }])));
  }
  outcomes.push(await channel.fetchFile(file, 10));
  wechat.scan('MARK_CODE');
  await logged.waitForState('degraded', 'scan');
  await wechat.logout();
  await logged.waitForState('degraded', 'logged-out');
  await wechat.kill();
  await logged.waitForState('degraded', 'unreachable');
  outcomes.push(await channel.send(PERSON, say('MARK_SENT')));
  await rig.close();
  for (const spy of spies) spy.mockRestore();
  const codes = logged.entries.map(({ fields }) => fields.code);
  for (const code of ['not-stored', 'refused', 'scan', 'logged-out', 'unreachable'])
    expect(codes).toContain(code);
  const written = JSON.stringify([logged.entries, outcomes.map(codeOf), printed]);
  for (const marker of MARKERS) expect(written).not.toContain(marker);
});

/** Ids of messages go back to whoever sent them; the rest may be logged. */
const codeOf = (outcome: unknown): unknown => ({ ...(outcome as object), externalId: null });
