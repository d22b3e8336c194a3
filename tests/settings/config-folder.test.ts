import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/settings/config-folder.ts';
import { describeProblem } from '../../src/settings/problem.ts';
import { CONFIG_FOLDER } from '../../src/settings.ts';

describe('config/', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'xinqiao-config-'));
    await cp(CONFIG_FOLDER, folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const problems = async (withExamples = false): Promise<string[]> => {
    const read = await readConfig(folder, withExamples);
    return read.ok ? [] : read.problems.map((one) => describeProblem(one).replace(`${folder}/`, ''));
  };
  const change = async (file: string, from: string | RegExp, to: string): Promise<void> => {
    const text = await readFile(join(folder, file), 'utf8');
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`${file} does not hold ${from}`);
    await writeFile(join(folder, file), changed);
  };

  it('as it is delivered, is right, with every example of its rules', async () => {
    expect(await problems(true)).toEqual([]);
  });

  it.each([
    [
      'centre.yaml',
      'sample: true',
      'sample: maybe',
      /^centre\.yaml: sample: found "maybe", expected .*boolean/,
    ],
    ['centre.yaml', 'daysAhead: 14', 'daysAhead: 0', /^centre\.yaml: booking\.daysAhead: found 0, expected /],
    [
      'centre.yaml',
      '  holdMinutes: 5\n',
      '',
      /^centre\.yaml: booking\.holdMinutes: found nothing, expected /,
    ],
    [
      'centre.yaml',
      'daysAhead: 14',
      'daysAhaed: 14\n  daysAhead: 14',
      /^centre\.yaml: booking\.daysAhaed: found a key that is not known, expected none of this name$/,
    ],
    [
      'centre.yaml',
      'roles: [counsellor]',
      'roles: [counselor]',
      /^centre\.yaml: people\.0\.roles\.0: found "counselor", expected a role of the program$/,
    ],
    [
      'centre.yaml',
      '- { name: 林老师（示例）, duty: duty',
      '- { name: 李老师, duty: duty',
      /^centre\.yaml: rota\.0\.name: found "李老师", expected a name listed under people$/,
    ],
    [
      'centre.yaml',
      'room: 咨询室一（示例）',
      'room: 走廊',
      /^centre\.yaml: availability\.0\.room: found "走廊", expected a room listed under rooms$/,
    ],
    [
      'centre.yaml',
      "from: '09:00', to: '12:00'",
      "from: '13:00', to: '12:00'",
      /^centre\.yaml: availability\.0\.to: found "12:00", expected from before to$/,
    ],
    [
      'centre.yaml',
      "from: '09:00'",
      "from: '9 Uhr'",
      /^centre\.yaml: availability\.0\.from: found "9 Uhr", expected a time such as 09:30$/,
    ],
    [
      'centre.yaml',
      'rooms: [',
      'rooms: [[',
      /^centre\.yaml: line \d+: found [A-Z_]+, expected correct YAML$/,
    ],
    [
      'escalation.yaml',
      'notify: [duty, backup]',
      'notify: [everybody]',
      /^escalation\.yaml: imminent\.steps\.0\.notify\.0: found "everybody", expected .*role:<role>, person:<name>, rota:<name> or notifier:<name>$/,
    ],
    [
      'escalation.yaml',
      'afterSeconds: 45',
      'afterSeconds: 145',
      /^escalation\.yaml: imminent\.steps: found .*, expected .*in the order of afterSeconds$/,
    ],
    [
      'escalation.yaml',
      /^digestSeconds: .*$/m,
      '',
      /^escalation\.yaml: digestSeconds: found nothing, expected /,
    ],
    ['content/zh/site.yaml', /^title: .*$/m, '', /^content\/zh\/site\.yaml: title: found nothing, expected /],
    [
      'content/zh/site.yaml',
      /^title: .*$/m,
      'title: 心桥\ntitel: 心桥',
      /^content\/zh\/site\.yaml: titel: found /,
    ],
    ['content/zh/staff.yaml', '{number}', '{nummer}', /^content\/zh\/staff\.yaml: \S+: found .*nummer/],
    [
      'content/zh/hotlines.yaml',
      /number: .*/,
      'number: [1]',
      /^content\/zh\/hotlines\.yaml: hotlines\.0\.\S+: found /,
    ],
    [
      'keywords/imminent/imminent.yaml',
      /level: \w+/,
      'level: grave',
      /^keywords\/imminent\/imminent\.yaml: \S+.*: found /,
    ],
    [
      'keywords/imminent/imminent.yaml',
      /^/,
      '\t- ][',
      /^keywords\/imminent\/imminent\.yaml: \(syntax\): found /,
    ],
    ['evasions.yaml', 'sounds: none', 'sounds: maybe', /^evasions\.yaml: groups\.\d+\.sounds: found /],
  ])('%s, with %s made %s, is named with its key', async (file, from, to, wanted) => {
    await change(file, from, to);
    const found = await problems();
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]).toMatch(wanted);
    for (const problem of found) expect(problem.startsWith(file)).toBe(true);
  });

  it.each(['centre.yaml', 'escalation.yaml', 'content/zh/site.yaml', 'content/zh/tips.yaml'])(
    '%s that is missing is named',
    async (file) => {
      await rm(join(folder, file));
      expect(await problems()).toEqual([`${file}: found no readable file, expected a YAML file`]);
    },
  );

  it('is refused with a model that was damaged on its way', async () => {
    const weights = join(folder, 'screening-model', 'weights.bin');
    const bytes = await readFile(weights);
    await writeFile(weights, bytes.subarray(0, bytes.length - 1));
    expect(await problems()).toEqual([expect.stringMatching(/^screening-model\/weights\.bin: /)]);
  });

  it('runs the examples of the evasive spellings, and names the one that fails', async () => {
    await change('evasions.yaml', '只有si了才能解脱: 只有死了才能解脱', '只有si了才能解脱: 只有活了才能解脱');
    expect(await problems()).toEqual([]);
    expect(await problems(true)).toEqual([
      'evasions.yaml: death: 只有si了才能解脱: found 只有死了才能解脱, expected 只有活了才能解脱',
    ]);
  });

  it('without the keyword rules is refused, not crashed', async () => {
    await rm(join(folder, 'keywords'), { recursive: true });
    expect(await problems()).toEqual([
      'keywords: found no readable folder, expected a folder with readable *.yaml files',
    ]);
  });

  it('tells everything that is wrong at once', async () => {
    await change('centre.yaml', 'daysAhead: 14', 'daysAhead: -1');
    await change('escalation.yaml', /^digestSeconds: .*$/m, 'digestSeconds: 0');
    await rm(join(folder, 'content', 'zh', 'tips.yaml'));
    const found = await problems();
    expect(found.map((one) => one.split(':')[0])).toEqual([
      'centre.yaml',
      'content/zh/tips.yaml',
      'escalation.yaml',
    ]);
  });
});
