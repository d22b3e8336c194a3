import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadContent } from '../../src/content/load-content.ts';
import { readStaffCommand, TAKE_WORDS } from '../../src/conversation/staff/staff-commands.ts';
import { STUDENT_WORDS } from '../../src/conversation/student/global-choices.ts';
import { flowTexts } from '../../src/flows/texts.ts';

const folder = new URL('../../config/content/en', import.meta.url).pathname;
const files = await Promise.all(
  (await readdir(folder)).map(async (file) => ({ file, text: await readFile(join(folder, file), 'utf8') })),
);

/** The words themselves, without comments: a name for each and what it says. */
const everyText = files.flatMap(({ file, text }) => leaves(parse(text), file));

function leaves(value: unknown, name: string): { name: string; text: string }[] {
  if (typeof value === 'string') return [{ name, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${name}: ${key}`));
}

const loaded = await loadContent(folder, flowTexts);
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
const { conversation, hotlines, tips } = loaded.value;

/** Words that are Chinese in English too; a new one is added here on purpose. */
const PROPER_TERMS = ['心桥', '5·25', '中文'];

/** 420 characters of Chinese are as wide as twice as many Latin letters. */
const SCREEN = 840;

const failing = (never: RegExp): string[] =>
  everyText.filter(({ text }) => never.test(text)).map(({ name }) => name);

describe('the English texts', () => {
  it('hold no Chinese but proper terms', () => {
    const bare = everyText.map(({ name, text }) => ({
      name,
      text: PROPER_TERMS.reduce((rest, term) => rest.replaceAll(term, ''), text),
    }));
    expect(bare.filter(({ text }) => /\p{Script=Han}/u.test(text)).map(({ name }) => name)).toEqual([]);
  });

  it('hold no full-width or Chinese punctuation, and no stray spaces', () => {
    expect(failing(/[\u3000-\u303f\uff00-\uffef]|……|——/)).toEqual([]);
    expect(failing(/ {2}| \n|[,;:][A-Za-z]/)).toEqual([]);
  });

  it('fit a phone', () => {
    expect(everyText.filter(({ text }) => text.length > SCREEN).map(({ name }) => name)).toEqual([]);
    for (const tip of tips.topics.flatMap((topic) => topic.tips).filter(({ stepwise }) => !stepwise)) {
      expect(tip.paragraphs.join('\n\n').length, tip.id).toBeLessThan(SCREEN);
    }
  });

  it('promise nothing that nobody can keep, and name no diagnosis', () => {
    const never =
      /everything will be|will be (fine|okay|ok|all right)|don’t worry|cheer up|calm down|look on the bright|think positive|misunderst|guarantee|we promise|i promise|diagnosed|depressi|disorder|mentally ill|anxiety disorder|severe/i;
    expect(failing(never)).toEqual([]);
  });

  it('speak safely of suicide: no method, no drama, no blame, no weighing up', () => {
    const never =
      /commit(s|ted|ting)? suicide|(un|)successful (attempt|suicide)|failed attempt|selfish|coward|attention.seek|cry for help|overdos|hang(ing)? yourself|jump(ing)? (off|from)|slit|noose|epidemic|easy way out|how could you|think of your (parents|family)|you should not feel|snap out|burden/i;
    expect(failing(never)).toEqual([]);
  });

  it('write an apostrophe in one way', () => {
    const words = everyText.filter(({ name }) => !name.startsWith('hotlines'));
    expect(words.filter(({ text }) => /\w'\w/.test(text)).map(({ name }) => name)).toEqual([]);
  });
});

describe('the commands that the English texts name', () => {
  it('are understood', () => {
    const slashed = [
      ...new Set(everyText.flatMap(({ text }) => text.match(/(?<![\w/])\/[a-z]+( zh)?/g) ?? [])),
    ];
    for (const command of slashed) {
      const word = command.slice(1);
      const staffs = readStaffCommand(command).kind !== 'unknown';
      expect(staffs || STUDENT_WORDS.includes(word), command).toBe(true);
    }
    expect(slashed).toEqual(expect.arrayContaining(['/close', '/help', '/lang zh', '/staff', '/student']));
    expect(TAKE_WORDS).toContain('take');
  });

  it('are words or labels where they are shouted', () => {
    const shouted = new Set(everyText.flatMap(({ text }) => text.match(/\b[A-Z]{4,}\b/g) ?? []));
    for (const name of ['IASP', 'PIPL', 'SSRS']) shouted.delete(name);
    expect([...shouted].sort()).toEqual(['CANCEL', 'MENU', 'RESUME', 'STOP']);
    for (const word of ['cancel', 'menu', 'stop']) expect(STUDENT_WORDS).toContain(word);
    expect(conversation('optin.label').toLowerCase()).toBe('resume');
  });

  it('let a consent be withdrawn in English', () => {
    expect(everyText.some(({ text }) => text.includes('send “withdraw consent”'))).toBe(true);
    expect(STUDENT_WORDS).toContain('withdraw consent');
  });
});

describe('the words of a crisis in English', () => {
  it('ask one thing at a time, and let it be skipped', () => {
    for (const key of ['ask.place', 'crisis.imminent.ask', 'ask.company', 'ask.phone'] as const) {
      expect(conversation(key).match(/\?/g), key).toHaveLength(1);
    }
    for (const key of ['ask.place', 'crisis.imminent.ask'] as const)
      expect(conversation(key)).toMatch(/^Where are you\?[\s\S]*Skip/);
  });

  it('claim no called counsellor where there is none', () => {
    const alone = everyText.filter(({ name }) => /no\w*Responder$/i.test(name) && !name.startsWith('staff'));
    expect(alone.length).toBeGreaterThanOrEqual(6);
    for (const { name, text } of alone) {
      expect(text, name).not.toMatch(
        /calling the on-duty|called the on-duty|told the administrator|notified/i,
      );
    }
  });

  it('say of 180 days that a case is kept longer', () => {
    const days = everyText.filter(({ text }) => text.includes('180 days'));
    expect(days).toHaveLength(2);
    for (const { text } of days)
      expect(text).toMatch(/ordinary chat.*180 days; .*kept longer, as the centre’s rules/i);
  });

  it('say first that a program answers, that it checks, and what cannot stay confidential', () => {
    const first = conversation('notice.first', { version: '1' });
    for (const part of ['not a person', 'checks what you write', 'seriously harmed', 'minor', 'the law']) {
      expect(first).toContain(part);
    }
    expect(first).toMatch(/120 or 110/);
  });
});

describe('hotlines in English', () => {
  it('claim no English that no source speaks of, and no 24 hours nationwide for 12356', () => {
    for (const { hours, placeholder } of hotlines) {
      if (!placeholder) expect(hours).toContain('English may not be available');
    }
    expect(hotlines.find(({ number }) => number === '12356')?.hours).toMatch(/at least 18 hours/);
  });
});

describe('pages to staff in English', () => {
  it('hold number, level and time, never words', () => {
    const pages = everyText.filter(({ name }) => name.startsWith('staff.yaml: page.'));
    expect(pages.length).toBeGreaterThan(5);
    for (const { name, text } of pages) expect(text, name).not.toContain('{text}');
  });
});
