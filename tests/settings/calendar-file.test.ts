import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { calendarSchema } from '../../src/settings/calendar-file.ts';
import { readConfig } from '../../src/settings/config-folder.ts';
import { describeProblem } from '../../src/settings/problem.ts';
import { CONFIG_FOLDER } from '../../src/settings.ts';

const GOOD = {
  sample: false,
  terms: [{ name: '第一学期', from: '2026-09-07', to: '2027-01-22' }],
  holidays: [{ name: '国庆节', from: '2026-10-01', to: '2026-10-07' }],
  makeUpDays: [{ date: '2026-10-10', as: 3 }],
};

describe('the calendar of the centre', () => {
  it('is taken as it stands', () => {
    expect(calendarSchema.parse(GOOD)).toEqual(GOOD);
  });

  it('takes the weekday of a make-up day from the day that is made up for', () => {
    const made = { date: '2026-10-10', for: '2026-10-06' };
    const read = { date: '2026-10-10', as: 2, for: '2026-10-06' };
    expect(calendarSchema.parse({ ...GOOD, makeUpDays: [made] }).makeUpDays).toEqual([read]);
    expect(calendarSchema.parse({ ...GOOD, makeUpDays: [read] }).makeUpDays).toEqual([read]);
  });

  it.each([
    [
      'a day that no calendar has',
      { terms: [{ name: '学期', from: '2027-02-29', to: '2027-06-01' }] },
      'terms.0.from',
    ],
    [
      'an end before its beginning',
      { terms: [{ name: '学期', from: '2027-03-01', to: '2027-02-01' }] },
      'terms.0.to',
    ],
    [
      'terms that overlap',
      { terms: [...GOOD.terms, { name: '又', from: '2027-01-22', to: '2027-02-01' }] },
      'terms.1.from',
    ],
    ['a make-up day as a Saturday', { makeUpDays: [{ date: '2026-10-10', as: 6 }] }, 'makeUpDays.0.as'],
    ['a make-up day in a holiday', { makeUpDays: [{ date: '2026-10-03', as: 3 }] }, 'makeUpDays.0.date'],
    ['a make-up day twice', { makeUpDays: [...GOOD.makeUpDays, ...GOOD.makeUpDays] }, 'makeUpDays.1.date'],
    ['a make-up day for nothing', { makeUpDays: [{ date: '2026-10-10' }] }, 'makeUpDays.0.as'],
    [
      'a make-up day for a Sunday',
      { makeUpDays: [{ date: '2026-10-10', for: '2026-10-04' }] },
      'makeUpDays.0.for',
    ],
    [
      'a make-up day for a day that no calendar has',
      { makeUpDays: [{ date: '2026-10-10', as: 3, for: '2026-10-32' }] },
      'makeUpDays.0.for',
    ],
    [
      'a make-up day whose weekday is not that of the day made up for',
      { makeUpDays: [{ date: '2026-10-10', as: 3, for: '2026-10-06' }] },
      'makeUpDays.0.as',
    ],
    [
      'a text where a day belongs',
      { holidays: [{ name: '节', from: '十月一日', to: '2026-10-07' }] },
      'holidays.0.from',
    ],
  ])('refuses %s, and says where', (_, wrong, key) => {
    const read = calendarSchema.safeParse({ ...GOOD, ...wrong });
    expect(read.error?.issues.map(({ path }) => path.join('.'))).toContain(key);
  });

  it('says which weekday was expected', () => {
    const makeUpDays = [{ date: '2026-10-10', as: 3, for: '2026-10-06' }];
    const read = calendarSchema.safeParse({ ...GOOD, makeUpDays });
    expect(read.error?.issues.map(({ message }) => message)).toEqual([
      'the weekday of `for`, which is 2, or nothing',
    ]);
  });

  describe('as a file', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'xinqiao-calendar-'));
      await cp(CONFIG_FOLDER, folder, { recursive: true });
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    it('is named with its key where it is wrong', async () => {
      await writeFile(
        join(folder, 'calendar.yaml'),
        'sample: true\nterms: []\nholidays: []\nmakeUpDays: [{ date: 2026-13-01, as: 1 }]\n',
      );
      const wrong = await readConfig(folder, false);
      expect(wrong.ok ? [] : wrong.problems.map(describeProblem)).toEqual([
        `${join(folder, 'calendar.yaml')}: makeUpDays.0.date: found "2026-13-01", expected a date such as 2026-09-07, one that the calendar has`,
      ]);
    });
  });
});
