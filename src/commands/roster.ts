import { readFile } from 'node:fs/promises';
import { createRosterDesk, type RosterAnswer } from '../conversation/desks/people/roster-desk.ts';
import { OPERATOR } from '../conversation/desks/people/staff-office.ts';
import { decodeText, isWorkbook } from '../core/csv.ts';
import type { RosterFault } from '../people/roster-file.ts';
import { withStore } from './borrow.ts';
import { type Command, complain, print, readOptions, USAGE_ERROR } from './command.ts';

export const roster: Command = {
  name: 'roster',
  summary: 'import the roster of students',
  help: `xinqiao roster import FILE [--dry-run]
    Adds the students of a CSV table and takes over what has changed of those who are there; who is not in the table stays.
    UTF-8 or GBK; the first line names the columns, in any order: 学号,姓名 (needed), 邮箱,电话,学院,年级, or number,name,
    mailbox,phone,college,grade. Where anything is wrong nothing is imported, and each fault is told with line, column and reason. Prints
    {"added","updated","dryRun"}. With --dry-run nothing is imported in any case.`,
  verbs: ['import'],
  async run([verb = '', ...args]) {
    if (verb === 'import') return importRoster(args);
    complain(`roster: found ${verb === '' ? 'nothing' : JSON.stringify(verb)}, expected import`);
    complain(roster.help);
    return USAGE_ERROR;
  },
};

async function importRoster([first = '', ...rest]: readonly string[]): Promise<number> {
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
  if (isWorkbook(text)) {
    complain('roster: found a workbook of Excel, expected a CSV table: save it as CSV');
    return 1;
  }
  return withStore(async ({ office }) =>
    tell(await createRosterDesk(office).import(OPERATOR, text, dryRun), dryRun),
  );
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

function tell(answer: RosterAnswer, dryRun: boolean): number {
  if (answer.ok) {
    print(JSON.stringify({ added: answer.added, updated: answer.updated, dryRun }));
    return 0;
  }
  if (answer.code === 'forbidden') complain('roster: not allowed');
  else
    for (const { line, column, code, about } of answer.faults)
      complain(`roster: line ${line}, column ${column}: ${REASONS[code]}${about === '' ? '' : ` ${about}`}`);
  return 1;
}
