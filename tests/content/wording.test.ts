import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadContent } from '../../src/content/load-content.ts';
import { hotlineLines } from '../../src/flows/hotline-lines.ts';
import { flowTexts } from '../../src/flows/texts.ts';

const zh = new URL('../../config/content/zh', import.meta.url).pathname;
const files = ['flows', 'conversation', 'staff', 'site'] as const;
const tables = new Map<string, Record<string, string>>();
for (const file of files) tables.set(file, parse(await readFile(join(zh, `${file}.yaml`), 'utf8')));

const loaded = await loadContent(zh, flowTexts);
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
const { conversation, tips, hotlines } = loaded.value;

/** A phone shows about so many characters at once. */
const SCREEN = 420;

const everyText = [...tables].flatMap(([file, table]) =>
  Object.entries(table).map(([key, text]) => ({ name: `${file}: ${key}`, text })),
);

describe('every text', () => {
  it('fits a phone', () => {
    expect(everyText.filter(({ text }) => text.length > SCREEN).map(({ name }) => name)).toEqual([]);
  });

  it('promises nothing that nobody can keep and names no diagnosis', () => {
    const never = /一切都会好|别想太多|想开点|你误会|重度|抑郁症|焦虑症|诊断出|保证/;
    expect(everyText.filter(({ text }) => never.test(text)).map(({ name }) => name)).toEqual([]);
  });
});

describe('the words to students', () => {
  const said = everyText.filter(({ name }) => /^(flows|conversation): /.test(name));

  it('speak of no numbers: they do not stand beside a button', () => {
    expect(said.filter(({ text }) => /回复(它的)?数字/.test(text)).map(({ name }) => name)).toEqual([]);
  });

  it('say of 180 days that a case is kept longer', () => {
    const days = said.filter(({ text }) => text.includes('180 天'));
    expect(days).toHaveLength(2);
    for (const { name, text } of days)
      expect(text, name).toMatch(/平时的聊天.*180 天.求助过程按中心规定保存更久/);
  });
});

describe('the words of a crisis', () => {
  const lines = hotlineLines(hotlines);

  it('put 120 and 110 first when life is in danger', () => {
    for (const key of ['crisis.imminent.ack', 'crisis.imminent.ackNoResponder', 'crisis.raised'] as const) {
      const text = conversation(key, { hotlines: lines });
      expect(text.indexOf('120'), key).toBeGreaterThan(-1);
      expect(text.indexOf('120'), key).toBeLessThan(text.indexOf('12356'));
      expect(text.indexOf('110'), key).toBeLessThan(text.indexOf('12356'));
    }
  });

  it('ask one thing at a time, and let it be skipped', () => {
    for (const key of ['ask.place', 'crisis.imminent.ask', 'ask.company', 'ask.phone'] as const) {
      expect(conversation(key).match(/？/g), key).toHaveLength(1);
    }
    for (const key of ['ask.place', 'crisis.imminent.ask'] as const)
      expect(conversation(key)).toMatch(/^你在哪里？[\s\S]*跳过/);
  });

  it('claim no called counsellor where there is none', () => {
    const alone = everyText.filter(
      ({ name }) => name.includes('NoResponder') || name.includes('noResponder'),
    );
    expect(alone.length).toBeGreaterThanOrEqual(6);
    for (const { name, text } of alone) expect(text, name).not.toMatch(/正在叫|叫了一次值班/);
  });

  it('claim of an administrator only what is under way', () => {
    for (const { name, text } of everyText)
      expect(text, name).not.toMatch(/已通知管理员|通知了管理员|已接到通知/);
  });

  it('show numbers with every wait', () => {
    const waits = Object.entries(tables.get('conversation') ?? {}).filter(([key]) =>
      key.startsWith('waiting.'),
    );
    for (const [key, text] of waits) if (key !== 'waiting.taken') expect(text, key).toContain('{hotlines}');
  });
});

describe('pages to staff', () => {
  it('hold number, level and time, never words', () => {
    const pages = Object.entries(tables.get('staff') ?? {}).filter(([key]) => key.startsWith('page.'));
    expect(pages.length).toBeGreaterThan(5);
    for (const [key, text] of pages) expect(text, key).not.toContain('{text}');
  });
});

describe('hotlines', () => {
  it('begin with 120 and 110', () => {
    expect(hotlines.slice(0, 2).map(({ number, imminent }) => [number, imminent])).toEqual([
      ['120', true],
      ['110', true],
    ]);
  });

  it('do not promise 12356 around the clock everywhere', () => {
    const national = hotlines.find(({ number }) => number === '12356');
    expect(national?.hours).toMatch(/至少 18 小时/);
  });

  it('each carry a source', () => {
    expect(hotlines.every(({ source }) => source.length > 3)).toBe(true);
  });
});

describe('self-help', () => {
  it('has the four topics with three tips or more, each with its source', () => {
    expect(tips.topics.map(({ title }) => title)).toEqual(['考试压力', '睡眠', '孤独', '呼吸练习']);
    for (const topic of tips.topics) {
      expect(topic.tips.length, topic.title).toBeGreaterThanOrEqual(3);
      for (const tip of topic.tips) {
        expect(tip.source, tip.title).toMatch(/\d{4}|NHS/);
        expect(tip.paragraphs.length, tip.title).toBeGreaterThanOrEqual(3);
        if (!tip.stepwise) expect(tip.paragraphs.join('\n\n').length, tip.title).toBeLessThan(SCREEN);
      }
    }
  });

  it('tells in every breathing exercise when to stop', () => {
    const exercises = tips.topics.find(({ id }) => id === 'breathing')?.tips ?? [];
    for (const tip of exercises.filter(({ id }) => id !== 'grounding')) {
      expect(tip.paragraphs[0], tip.title).toMatch(/停/);
    }
  });
});
