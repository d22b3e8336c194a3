import type { TelegramPerson } from './telegram-person.ts';

/** A counsellor with one case ends it in the messenger: nobody was informed, and they follow up themselves. */
export async function closesCase(
  counsellor: Pick<TelegramPerson, 'says' | 'taps' | 'hears' | 'choices'>,
  outcome: '一般' | '严重' | '重大危机' | '误报/无风险',
): Promise<void> {
  counsellor.says('/结案');
  await counsellor.hears(/结果是哪一种/);
  counsellor.taps(outcome);
  await counsellor.hears(/有没有告知过谁/);
  counsellor.taps('没有告知任何人');
  if (outcome !== '误报/无风险') {
    await counsellor.hears(/由谁负责回访/);
    counsellor.taps('我自己');
  }
  await counsellor.hears(/请核对/);
  counsellor.taps(counsellor.choices().find((label) => label === '我知道，仍然结案') ?? '确认结案');
  await counsellor.hears(new RegExp(`已结案：${outcome}`));
}
