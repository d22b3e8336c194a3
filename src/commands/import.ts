import { readFile } from 'node:fs/promises';
import type { BookingFault, TableKind } from '../booking/import-tables.ts';
import type { TableImport } from '../conversation/desks/booking/availability-desk.ts';
import { createAvailabilityDesk } from '../conversation/desks/booking/availability-office.ts';
import { OPERATOR } from '../conversation/desks/people/staff-office.ts';
import { decodeText, isWorkbook } from '../core/csv.ts';
import { withStore } from './borrow.ts';
import { type Command, complain, print, readOptions, USAGE_ERROR } from './command.ts';
import { complainOfIgnored } from './say-ignored.ts';

export const importTables: Command = {
  name: 'import',
  summary: 'import counsellors or their opening hours from a CSV table',
  help: `xinqiao import counsellors --file FILE [--dry-run]
    姓名, and as you like 性别, 语言, 擅长, 线上, 线上地址, 简介, 每日上限, 每周上限 (name, gender, languages, topics, online,
    online address, introduction, daily cap, weekly cap). Whoever is not there yet is added as a counsellor, without any address.
    Of those who are there, a column that is missing changes nothing; an empty cell of a column that is there clears it.

xinqiao import availability --file FILE [--dry-run]
    姓名,星期,从,到,每次分钟, and as you like 方式, 房间, 教学周, 前留分钟, 后留分钟, 留给当天转介, 只在这一天, 从哪天起, 到哪天止
    (name, weekday, from, to, minutes, mode, room, weeks, buffer before, buffer after, urgent, date, valid from,
    valid to). Of rules that stand already minutes, buffers and urgent become what the row says; what has no column stays.

    UTF-8 or GBK, columns in any order. Prints a line for each row that is new and for each that changes what is known, then
    {"added","wouldAdd","changed","wouldChange","known"}. Where anything is wrong nothing is imported, and each fault is told with line, column and reason. With --dry-run nothing
    is imported in any case. A column that nobody knows is not imported, and is named; that is no failure.`,
  get verbs() {
    return Object.keys(VERBS);
  },
  async run([verb = '', ...args]) {
    const act = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
    if (act !== undefined) return act(args);
    const found = verb === '' ? 'nothing' : JSON.stringify(verb);
    complain(`import: found ${found}, expected ${Object.keys(VERBS).join(' or ')}`);
    complain(importTables.help);
    return USAGE_ERROR;
  },
};

const VERBS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  counsellors: (args) => importBooking('counsellors', args),
  availability: (args) => importBooking('availability', args),
};

async function importBooking(kind: TableKind, args: readonly string[]): Promise<number> {
  const options = readOptions(importTables, args, {
    file: { type: 'string' },
    'dry-run': { type: 'boolean' },
  });
  if (options === null) return USAGE_ERROR;
  const { file = '', 'dry-run': dryRun = false } = options;
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) {
    complain(`import: --file: found ${JSON.stringify(file)}, expected a readable CSV file`);
    return USAGE_ERROR;
  }
  const text = decodeText(bytes);
  if (isWorkbook(text)) {
    complain('import: found a workbook of Excel, expected a CSV table: save it as CSV');
    return 1;
  }
  return withStore(async ({ office }) =>
    tell(await createAvailabilityDesk(office).import(OPERATOR, kind, text, dryRun), dryRun),
  );
}

const REASONS: Readonly<Record<BookingFault['code'], string>> = {
  empty: 'there is nothing in it',
  'not-csv': 'a quote is never closed',
  header: 'this column is missing in the first row',
  twice: 'the first row names this column twice',
  'too-many-cells': 'more cells than the first row has',
  'twice-in-file': 'it repeats an earlier row',
  'no-counsellor': 'this staff member is no counsellor, or has left',
  missing: 'expected something',
  unknown: 'nothing has this name',
  number: 'expected a number within its bounds',
  time: 'expected a time such as 08:30',
  date: 'expected a date such as 2026-11-23',
  order: 'expected an end after its start',
  past: 'it is over',
  weeks: 'expected 每周, 学期内, 单周, 双周 or weeks such as 1-8,10',
  mode: 'expected 现场 or 线上 (on-site or online)',
  'yes-no': 'expected 是 or 否 (yes or no)',
  'too-short': 'shorter than one session',
  'too-long': 'too long',
  'no-room-online': 'expected no room online',
  'other-weekday': 'the date in 只在这一天 is another weekday',
  'one-day': 'expected nothing beside 只在这一天',
  'online-address': 'expected an https address or the number of a meeting',
  gender: 'expected 女, 男 or nothing',
  'too-many': 'too many',
};

function tell(answer: TableImport, dryRun: boolean): number {
  if ('ignored' in answer) complainOfIgnored('import', answer.ignored);
  if (!answer.ok) {
    if (answer.code === 'forbidden') complain('import: not allowed');
    else {
      for (const { line, column, code, found } of answer.faults)
        complain(`import: line ${line}, column ${column}: ${REASONS[code]}, found ${JSON.stringify(found)}`);
    }
    return 1;
  }
  for (const line of answer.lines) print(line);
  const { added, changed, known } = answer;
  const done = dryRun ? { added: 0, changed: 0 } : { added, changed };
  const counts = { added: done.added, wouldAdd: added, changed: done.changed, wouldChange: changed, known };
  print(JSON.stringify(counts));
  return 0;
}
