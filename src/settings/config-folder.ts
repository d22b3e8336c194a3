import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { type Content, loadContent } from '../content/load-content.ts';
import type { ReadYaml } from '../content/read-yaml.ts';
import type { Calendar } from '../core/calendar.ts';
import type { Language } from '../core/language.ts';
import { flowTexts } from '../flows/texts.ts';
import { type CanaryPolicy, canaryPolicySchema } from '../handoff/canary/canary-policy.ts';
import { type FollowUpPolicy, followUpPolicySchema } from '../handoff/closing/follow-up-policy.ts';
import { type EscalationPolicy, escalationPolicySchema } from '../handoff/policy.ts';
import { checkScreening, loadScreening } from '../keywords/load-screening.ts';
import type { ShippedRules } from '../keywords/shipped-rules.ts';
import { calendarSchema } from './calendar-file.ts';
import { type CentreFile, centreSchema } from './centre-file.ts';
import { openKeptYaml } from './kept-yaml.ts';
import type { SettingProblem } from './problem.ts';

/** Everything that the centre may write in `config/`, as it was found valid. */
export type Config = {
  readonly centre: CentreFile;
  readonly calendar: Calendar;
  readonly escalation: EscalationPolicy;
  readonly followUp: FollowUpPolicy;
  readonly canary: CanaryPolicy;
  readonly contents: Readonly<Record<Language, Content<typeof flowTexts>>>;
  readonly shipped: ShippedRules;
};

export type ReadConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

/**
 * Reads and checks `config/`.
 * @param keptIn where what was compiled and read is kept for the next start; null for none
 * @param withExamples also runs every example of the rules and the evasive spellings
 */
export async function readConfig(
  folder: string,
  withExamples: boolean,
  keptIn: string | null = null,
): Promise<ReadConfig> {
  const problems: SettingProblem[] = [];
  const yaml = await openKeptYaml(keptIn);
  const [centre, calendar, escalation, followUp, canary, zh, en, rules] = await Promise.all([
    readShaped(folder, 'centre.yaml', centreSchema, yaml.read, problems),
    readShaped(folder, 'calendar.yaml', calendarSchema, yaml.read, problems),
    readShaped(folder, 'escalation.yaml', escalationPolicySchema, yaml.read, problems),
    readShaped(folder, 'follow-up.yaml', followUpPolicySchema, yaml.read, problems),
    readShaped(folder, 'canary.yaml', canaryPolicySchema, yaml.read, problems),
    loadContent(join(folder, 'content', 'zh'), flowTexts, yaml.read),
    loadContent(join(folder, 'content', 'en'), flowTexts, yaml.read),
    loadScreening(folder, keptIn).catch(unreadable),
  ]);
  await yaml.keep();
  for (const content of [zh, en]) {
    if (!content.ok)
      problems.push(...content.problems.map(({ file, ...rest }) => ({ place: file, ...rest })));
  }
  if (!rules.ok) {
    problems.push(
      ...rules.problems.map(({ file, key, problem }) => ({
        place: join(folder, file),
        key,
        found: file === 'keywords' ? 'no readable folder' : 'a rule that cannot be used',
        expected: problem,
      })),
    );
  }
  if (rules.ok && withExamples) {
    for (const failure of checkScreening(rules)) {
      problems.push({
        place: join(folder, failure.file),
        key: `${failure.rule}: ${failure.text}`,
        found: failure.found,
        expected: failure.expected,
      });
    }
  }
  if (
    centre === null ||
    calendar === null ||
    escalation === null ||
    followUp === null ||
    canary === null ||
    !zh.ok ||
    !en.ok ||
    !rules.ok ||
    problems.length > 0
  ) {
    // Files are read at once; what is wrong is told in the same order every time.
    return { ok: false, problems: problems.sort((a, b) => a.place.localeCompare(b.place)) };
  }
  const contents = { zh: zh.value, en: en.value };
  return {
    ok: true,
    config: { centre, calendar, escalation, followUp, canary, contents, shipped: rules },
  };
}

/** A folder or file that cannot be read at all. */
const unreadable = () => ({
  ok: false as const,
  problems: [{ file: 'keywords', key: '', problem: 'a folder with readable *.yaml files' }],
});

async function readShaped<Shape extends z.ZodType>(
  folder: string,
  name: string,
  shape: Shape,
  read: ReadYaml,
  problems: SettingProblem[],
): Promise<z.infer<Shape> | null> {
  const place = join(folder, name);
  let text: string;
  try {
    text = await readFile(place, 'utf8');
  } catch {
    problems.push({ place, key: '', found: 'no readable file', expected: 'a YAML file' });
    return null;
  }
  const reading = read(text);
  if (!reading.ok) {
    const { line, code } = reading;
    problems.push({ place, key: line ? `line ${line}` : '', found: code, expected: 'correct YAML' });
    return null;
  }
  const raw = reading.value;
  const parsed = shape.safeParse(raw);
  if (parsed.success) return parsed.data;
  problems.push(...parsed.error.issues.flatMap((issue) => describeIssue(place, raw, issue)));
  return null;
}

function describeIssue(place: string, raw: unknown, issue: z.core.$ZodIssue): SettingProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => ({
      place,
      key: [...issue.path, name].map(String).join('.'),
      found: 'a key that is not known',
      expected: 'none of this name',
    }));
  }
  const value = issue.path.reduce<unknown>((inner, key) => Object(inner)[key], raw);
  const found = value === undefined ? 'nothing' : JSON.stringify(value);
  return [{ place, key: issue.path.map(String).join('.'), found, expected: issue.message }];
}
