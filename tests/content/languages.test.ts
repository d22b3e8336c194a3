import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { changeTexts, checkTextChange, TEXT_AREAS } from '../../src/content/change-texts.ts';
import { loadContent } from '../../src/content/load-content.ts';
import { plainWord } from '../../src/core/choices.ts';
import { LANGUAGES, type Language } from '../../src/core/language.ts';
import { flowTexts } from '../../src/flows/texts.ts';

const folderOf = (language: Language): string =>
  new URL(`../../config/content/${language}`, import.meta.url).pathname;

async function load(language: Language) {
  const loaded = await loadContent(folderOf(language), flowTexts);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

const zh = await load('zh');
const en = await load('en');

const placeholders = (text: string): string[] =>
  [...new Set(text.match(/\{[a-zA-Z]+\}/g))].sort((a, b) => a.localeCompare(b));

/** Every text of a language under its file and key, in the order of the file. */
async function readAll(language: Language): Promise<ReadonlyMap<string, string>> {
  const all = new Map<string, string>();
  for (const area of TEXT_AREAS) {
    const table: Record<string, string> = parse(
      await readFile(join(folderOf(language), `${area}.yaml`), 'utf8'),
    );
    for (const [key, text] of Object.entries(table)) all.set(`${area}: ${key}`, text);
  }
  return all;
}

const texts = { zh: await readAll('zh'), en: await readAll('en') };

describe('both languages', () => {
  it('have the same texts in the same order, filled with the same values', () => {
    expect([...texts.en.keys()]).toEqual([...texts.zh.keys()]);
    for (const [name, text] of texts.zh) {
      expect(placeholders(texts.en.get(name) ?? ''), name).toEqual(placeholders(text));
    }
  });

  it('have one version of what is told and agreed to', () => {
    for (const key of [
      'notice.version',
      'consent.healthData.version',
      'consent.counselling.version',
    ] as const) {
      expect(en.conversation(key), key).toBe(zh.conversation(key));
    }
  });

  it('have the same tips, step by step', () => {
    const outline = ({ tips }: typeof zh) =>
      tips.topics.map((topic) => [
        topic.id,
        topic.tips.map((tip) => [tip.id, tip.stepwise, tip.paragraphs.length]),
      ]);
    expect(outline(en)).toEqual(outline(zh));
  });

  it('name the same years and pages as sources', () => {
    const sources = ({ tips }: typeof zh) =>
      tips.topics.flatMap((topic) => topic.tips).map(({ source }) => source.match(/\d+/g));
    expect(sources(en)).toEqual(sources(zh));
  });

  it('have the same hotlines in the same order', () => {
    const outline = ({ hotlines }: typeof zh) =>
      hotlines.map(({ number, imminent, placeholder }) => [placeholder ? '' : number, imminent, placeholder]);
    expect(outline(en)).toEqual(outline(zh));
  });

  it('name the same emergency numbers and days in every text', () => {
    const figures = (text: string): string[] => (text.match(/\d{3,}/g) ?? []).sort();
    for (const [name, text] of texts.zh) {
      expect(figures(texts.en.get(name) ?? ''), name).toEqual(figures(text));
    }
  });

  it('break a text into the same paragraphs', () => {
    const blocks = (text: string): number => text.split(/\n\n/).length;
    for (const [name, text] of texts.zh) expect(blocks(texts.en.get(name) ?? ''), name).toBe(blocks(text));
  });

  it('take the same changes of the centre', () => {
    for (const language of LANGUAGES) {
      const content = language === 'zh' ? zh : en;
      const change = { area: 'flows', key: 'notice.hours', text: '{count} × 60' } as const;
      expect(checkTextChange(flowTexts, change)).toBeNull();
      expect(changeTexts(content, flowTexts, [change]).flows('notice.hours', { count: 2 })).toBe('2 × 60');
    }
  });
});

describe('labels', () => {
  /** What is tapped or typed; the same words are looked for in what is typed. */
  const groups: readonly (readonly string[])[] = [
    [...texts.zh.keys()].filter((name) => /^flows: menu\./.test(name)),
    ['flows: booking.consent.agree', 'flows: booking.consent.refuse', 'flows: common.menu'],
    ['flows: booking.confirm', 'flows: common.back', 'flows: common.menu'],
    ['flows: appointments.cancelYes', 'flows: appointments.cancelNo', 'flows: common.menu'],
    [
      'flows: selfhelp.nextTip',
      'flows: selfhelp.nextStep',
      'flows: selfhelp.again',
      'flows: selfhelp.firstTip',
      'flows: selfhelp.otherTopic',
      'flows: common.menu',
    ],
    [
      ...[...texts.zh.keys()].filter((name) => /^flows: menu\./.test(name)),
      'conversation: optin.label',
      'conversation: notice.accept',
      'conversation: resume.continue',
      'conversation: resume.menu',
    ],
    ['conversation: concern.person', 'conversation: concern.selfhelp', 'flows: menu.urgent'],
    [
      ...[...texts.zh.keys()].filter((name) => /^staff: close\.outcome\./.test(name)),
      'staff: close.keep',
      'staff: page.take',
    ],
  ];

  it.each(LANGUAGES)('in one message differ from each other: %s', (language) => {
    for (const group of groups) {
      const words = group.map((name) => plainWord(texts[language].get(name) ?? ''));
      expect(words.every((word) => word !== '')).toBe(true);
      expect(new Set(words).size, group.join(', ')).toBe(words.length);
    }
    const content = language === 'zh' ? zh : en;
    const titles = content.tips.topics.map(({ title }) => plainWord(title));
    expect(new Set(titles).size).toBe(titles.length);
  });

  it.each(LANGUAGES)('are short: %s', (language) => {
    for (const name of new Set(groups.flat())) {
      expect((texts[language].get(name) ?? '').length, name).toBeLessThanOrEqual(40);
    }
  });

  it('of one language mean nothing else in the other, since both are understood', () => {
    const menu = [...texts.zh.keys()].filter((name) => /^flows: menu\./.test(name));
    const english = menu.map((name) => plainWord(texts.en.get(name) ?? ''));
    const chinese = menu.map((name) => plainWord(texts.zh.get(name) ?? ''));
    expect(english.filter((word) => chinese.includes(word))).toEqual([]);
  });
});
