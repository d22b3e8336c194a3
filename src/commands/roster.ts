import { readFile } from 'node:fs/promises';
import {
  createRosterDesk,
  type LeaversAnswer,
  type RosterAnswer,
  type RosterRefusal,
} from '../conversation/desks/people/roster-desk.ts';
import { OPERATOR } from '../conversation/desks/people/staff-office.ts';
import { decodeText, isWorkbook } from '../core/csv.ts';
import type { RosterFault } from '../people/roster-file.ts';
import { withStore } from './borrow.ts';
import { type Command, complain, print, readOptions, USAGE_ERROR } from './command.ts';
import { complainOfIgnored } from './say-ignored.ts';

export const roster: Command = {
  name: 'roster',
  summary: 'import the roster of students',
  help: `xinqiao roster import FILE [--dry-run]
    Adds the students of a CSV table and takes over what has changed of those who are there; who is not in the table stays.
    A column that is missing changes nothing of them; an empty cell of a column that is there clears it.
    UTF-8 or GBK; the first line names the columns, in any order: 学号,姓名 (needed), 邮箱,电话,学院,年级, or number,name,
    mailbox,phone,college,grade. Where anything is wrong nothing is imported, and each fault is told with line, column and reason. Prints
    {"added","updated","columns","dryRun"}: of those who are there, for each column how many get something ("filled"),
    something else ("changed") or nothing any more ("cleared"). With --dry-run nothing is imported in any case.
    A column that nobody knows is not imported, and is named; that is no failure.

xinqiao roster left FILE [--dry-run]
    Notes that the students of a CSV table with a column 学号 (or number) have left; other columns are not read. Their entry
    is forgotten a year later, unless an import names them again or a case of theirs is still kept. Prints
    {"left","unknown","dryRun"}; unknown counts numbers that nobody of the roster has.`,
  verbs: ['import', 'left'],
  async run([verb = '', ...args]) {
    if (verb === 'import') return importRoster(args);
    if (verb === 'left') return leaveRoster(args);
    complain(`roster: found ${verb === '' ? 'nothing' : JSON.stringify(verb)}, expected import or left`);
    complain(roster.help);
    return USAGE_ERROR;
  },
};

type Table = { readonly text: string; readonly dryRun: boolean };

/** What the file says; an exit code where it cannot be read. */
async function readTable([first = '', ...rest]: readonly string[]): Promise<Table | number> {
  const named = first.startsWith('-') ? [first, ...rest] : ['--file', first, ...rest];
  const options = readOptions(roster, named, { file: { type: 'string' }, 'dry-run': { type: 'boolean' } });
  if (options === null) return USAGE_ERROR;
  const { file: path = '', 'dry-run': dryRun = false } = options;
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null) {
    complain(`roster: found ${JSON.stringify(path)}, expected a readable CSV file`);
    return USAGE_ERROR;
  }
  const text = decodeText(bytes);
  if (!isWorkbook(text)) return { text, dryRun };
  complain('roster: found a workbook of Excel, expected a CSV table: save it as CSV');
  return 1;
}

async function importRoster(args: readonly string[]): Promise<number> {
  const table = await readTable(args);
  if (typeof table === 'number') return table;
  const { text, dryRun } = table;
  return withStore(async ({ office }) => {
    const answer: RosterAnswer = await createRosterDesk(office).import(OPERATOR, text, dryRun);
    if ('ignored' in answer) complainOfIgnored('roster', answer.ignored);
    if (!answer.ok) return refuse(answer);
    const columns = Object.fromEntries(answer.columns.map(({ column, ...counts }) => [column, counts]));
    print(JSON.stringify({ added: answer.added, updated: answer.updated, columns, dryRun }));
    return 0;
  });
}

async function leaveRoster(args: readonly string[]): Promise<number> {
  const table = await readTable(args);
  if (typeof table === 'number') return table;
  const { text, dryRun } = table;
  return withStore(async ({ office }) => {
    const answer: LeaversAnswer = await createRosterDesk(office).leave(OPERATOR, text, dryRun);
    if (!answer.ok) return refuse(answer);
    print(JSON.stringify({ left: answer.left, unknown: answer.unknown, dryRun }));
    return 0;
  });
}

const REASONS: Readonly<Record<RosterFault['code'], string>> = {
  empty: 'there is nobody in it',
  'not-csv': 'a quote is never closed',
  header: 'the first line lacks this column',
  columns: 'expected as many columns as the first line has',
  number: 'expected a student number of 4 to 24 digits or letters',
  name: 'expected a name',
  mailbox: 'expected a mailbox, or nothing',
  phone: 'expected a telephone number of 6 to 25 digits, or nothing',
  college: 'expected at most 80 characters',
  grade: 'expected at most 40 characters',
  repeats: 'this number stands above already, in line',
  'too-many': 'expected at most 60000 people',
};

function refuse(answer: RosterRefusal): number {
  if (answer.code === 'forbidden') complain('roster: not allowed');
  else
    for (const { line, column, code, about } of answer.faults)
      complain(`roster: line ${line}, column ${column}: ${REASONS[code]}${about === '' ? '' : ` ${about}`}`);
  return 1;
}
