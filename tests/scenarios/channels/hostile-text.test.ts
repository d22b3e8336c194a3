import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../support/world.ts';

const CRISIS = '我想自杀';

const HOSTILE: Readonly<Record<string, string>> = {
  'a NUL between': `我想\u0000自杀`,
  'lone surrogates': `\ud800${CRISIS}\udfff`,
  'text turned around': `\u202e\u2066${CRISIS}\u2069\u202c`,
  'zero-width joiners': [...CRISIS].join('\u200b\u200d'),
  '100,000 emoji': `${'😀'.repeat(100_000)}${CRISIS}`,
  '200 kB of words': `${'今天天气很好。'.repeat(9_600)}${CRISIS}`,
  markup: `<script>alert(1)</script>${CRISIS}<img src=x onerror=alert(1)>`,
  'a template': `{{constructor}} \${process.env} %s %n ${CRISIS} '; drop table contact; --`,
};

const NICKNAMES = ['\u202e精神\u0000', '<b>x</b>', '😀'.repeat(200), "'; drop table --"];

describe('hostile text through each channel, with a crisis still found in it', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  it.each(Object.entries(HOSTILE))('on Telegram: %s', async (_, text) => {
    const student = world.student();
    const nickname = NICKNAMES[text.length % NICKNAMES.length] ?? '';
    world.telegram.knows(student.chatId);
    world.telegram.pushUpdate({
      message: {
        message_id: 1,
        date: 1,
        text,
        chat: { id: student.chatId, type: 'private', first_name: nickname },
        from: { id: student.chatId, is_bot: false, first_name: nickname },
      },
    });
    await student.hearsUntil(/你在哪里/);
    if (text.length > 4_000) await student.hears(/这条很长，我全部检查过了/);
    expect(await levelOf(world)).toBe('high');
  });

  it.each(Object.entries(HOSTILE))('on the web page: %s', async (_, text) => {
    const visitor = world.visitor();
    expect(await visitor.says(text)).toBe(200);
    await world.settle();
    await visitor.open('/');
    expect(visitor.text()).toMatch(/谢谢你说出来/);
    expect(visitor.html()).not.toMatch(/<script>alert|onerror=alert\(1\)>/);
    expect(await levelOf(world)).toBe('high');
  });
});

async function levelOf(world: World): Promise<string> {
  const rows = await world.database.sql<{ level: string }>(
    'select level from xinqiao.heard order by seq desc limit 1',
  );
  return rows[0]?.level ?? '';
}
