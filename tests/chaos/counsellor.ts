import type { SentMessage } from '../fakes/telegram/chats.ts';
import type { FakeTelegram, Wanted } from '../fakes/telegram/fake-telegram.ts';
import type { Finished } from '../support/program.ts';

export type RunCommand = (args: readonly string[]) => Promise<Finished>;

/** Adds somebody by the command line while the program runs, and activates their address from their own account. */
export async function addCounsellor(
  run: RunCommand,
  telegram: FakeTelegram,
  name: string,
  chatId: number,
): Promise<void> {
  const added = await run([
    'staff',
    'add',
    '--name',
    name,
    '--role',
    'counsellor',
    '--telegram',
    String(chatId),
    '--on-call',
  ]);
  if (added.code !== 0) throw new Error(`staff add ended with ${added.code}: ${added.stderr}`);
  const { code } = JSON.parse(added.stdout) as { code: string };
  telegram.userSays(chatId, code);
  await telegram.waitForMessage(chatId, /这个账号已经启用/);
}

/** Reads one chat from a moment on, message by message. */
export function readFrom(telegram: FakeTelegram, chatId: number) {
  let after = telegram.sentTo(chatId).length;
  return {
    /** Waits for the message and answers it. */
    hears: (wanted: Wanted): Promise<SentMessage> => telegram.waitForMessage(chatId, wanted, { after }),
    all: (): string[] =>
      telegram
        .sentTo(chatId)
        .slice(after)
        .map((message) => message.text),
    turnPage(): void {
      after = telegram.sentTo(chatId).length;
    },
  };
}

/** Takes the case that waits, speaks, and closes it, so that the next story begins with an empty desk. */
export async function takeAndClose(
  telegram: FakeTelegram,
  counsellor: number,
  student: number,
): Promise<void> {
  const desk = readFrom(telegram, counsellor);
  telegram.userSays(counsellor, '接');
  await desk.hears(/归你了/);
  await telegram.waitForMessage(student, /值班老师接手了/);
  telegram.userSays(counsellor, '我是值班老师，我在。');
  await telegram.waitForMessage(student, /我是值班老师，我在。/);
  telegram.userSays(counsellor, '/结案');
  await desk.hears(/结果是哪一种/);
  telegram.userTaps(counsellor, '一般');
  await desk.hears(/有没有告知过谁/);
  telegram.userTaps(counsellor, '没有告知任何人');
  await desk.hears(/由谁负责回访/);
  telegram.userTaps(counsellor, '我自己');
  await desk.hears(/请核对/);
  telegram.userTaps(counsellor, '确认结案');
  await desk.hears(/已结案/);
  // The last word is sent too, so that a fault that is planned next hits the next story.
  await telegram.waitForMessage(student, /老师先和你说到这里/);
}

const REPEAT = '（可能重复）';

/** What may come twice is only a repeat marked as one: every other text is there once. */
export function unmarkedRepeats(texts: readonly string[]): string[] {
  const plain = texts.filter((text) => !text.startsWith(REPEAT));
  return plain.filter((text, index) => plain.indexOf(text) !== index);
}
export const isMarkedRepeat = (text: string): boolean => text.startsWith(REPEAT);
