import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ContentProblem, loadContent } from '../../src/content/load-content.ts';
import { flowTexts } from '../../src/flows/texts.ts';

const zh = new URL('../../config/content/zh', import.meta.url).pathname;
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xinqiao-content-'));
  await cp(zh, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function change(file: string, from: string | RegExp, to: string): Promise<readonly ContentProblem[]> {
  const path = join(folder, file);
  const before = await readFile(path, 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  await writeFile(path, after);
  const loaded = await loadContent(folder, flowTexts);
  expect(loaded.ok).toBe(false);
  return loaded.ok ? [] : loaded.problems;
}

describe('the centre’s content', () => {
  it('is read whole', async () => {
    const loaded = await loadContent(folder, flowTexts);
    expect(loaded).toMatchObject({ ok: true });
    if (!loaded.ok) return;
    expect(loaded.value.conversation('waiting.nobodyYet', { minutes: 3, hotlines: '…' })).toContain(
      '过了 3 分钟',
    );
    expect(loaded.value.staff('page.one', { number: 1001, level: '高', minutes: 2 })).toBe(
      '【值班】个案 #1001 · 高 · 已等 2 分钟',
    );
    expect(loaded.value.site('title')).toBe('心桥');
  });

  it('names file and key of a missing, an unknown and a wrongly filled text', async () => {
    const file = join(folder, 'flows.yaml');
    expect(await change('flows.yaml', /^menu\.help: .*$/m, 'menu.halp: 帮助')).toEqual([
      { file, key: 'menu.help', found: 'nothing', expected: 'a text' },
      { file, key: 'menu.halp', found: 'an unknown key', expected: 'a key of the program' },
    ]);
    const filled = await change('conversation.yaml', '过了 {minutes} 分钟', '过了 {minute} 分钟');
    expect(filled).toContainEqual({
      file: join(folder, 'conversation.yaml'),
      key: 'waiting.nobodyYet',
      found: '{hotlines, minute}',
      expected: '{hotlines, minutes}',
    });
  });

  it('notices a text that a # has cut', async () => {
    const [problem] = await change('staff.yaml', /^relay.onlyText: .*$/m, 'relay.onlyText: 没有 #这一项');
    expect(problem).toMatchObject({ key: 'relay.onlyText', expected: 'quotes around it' });
  });

  it('names the key of a tip without a source and of one that stands twice', async () => {
    const [missing] = await change('tips.yaml', /^ +source: Roediger.*$/m, '');
    expect(missing).toMatchObject({
      file: join(folder, 'tips.yaml'),
      key: 'topics.0.tips.0.source',
      found: 'nothing',
    });
    const [twice] = await change('tips.yaml', 'id: spacing', 'id: if-then\n        source: x');
    expect(twice?.file).toBe(join(folder, 'tips.yaml'));
  });

  it('refuses a placeholder that could be dialled and a number that cannot', async () => {
    const [dialled] = await change('hotlines.yaml', 'number: 请中心填写', "number: '12345678'");
    expect(dialled).toMatchObject({ key: 'hotlines.2.number', found: '"12345678"' });
  });

  it('refuses a list without any number for a danger to life', async () => {
    const [problem] = await change('hotlines.yaml', /imminent: true\n/g, 'imminent: false\n');
    expect(problem?.key).toBe('hotlines');
  });

  it('names a file that is missing or no YAML', async () => {
    const [broken] = await change('site.yaml', /^title: .*$/m, 'title: "心桥');
    expect(broken).toMatchObject({ file: join(folder, 'site.yaml'), expected: 'correct YAML' });
    await rm(join(folder, 'tips.yaml'));
    const loaded = await loadContent(folder, flowTexts);
    expect(loaded.ok ? [] : loaded.problems).toContainEqual({
      file: join(folder, 'tips.yaml'),
      key: '',
      found: 'no readable file',
      expected: 'a YAML file',
    });
    await writeFile(join(folder, 'tips.yaml'), '- 1\n');
    expect((await loadContent(folder, flowTexts)).ok).toBe(false);
  });
});
