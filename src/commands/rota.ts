import { readFile, writeFile } from 'node:fs/promises';
import { firstCentre } from '../app/core-parts.ts';
import type { ImportAnswer, RotaDesk, RotaFile } from '../conversation/desks/duty/rota-desk.ts';
import { createRotaFileDesk } from '../conversation/desks/duty/rota-file-desk.ts';
import { createRotaDesk } from '../conversation/desks/duty/rota-office.ts';
import { createStaffDesk, OPERATOR } from '../conversation/desks/people/staff-office.ts';
import { decodeText } from '../core/csv.ts';
import { localDay } from '../handoff/rota/local-day.ts';
import type { ImportFault } from '../handoff/rota/planned-shift.ts';
import { withStore } from './borrow.ts';
import { type Command, complain, print, readOptions, USAGE_ERROR } from './command.ts';
import { complainOfIgnored } from './say-ignored.ts';

export const rota: Command = {
  name: 'rota',
  summary: 'show who is on call, export the rota, import shifts, or take over those of the file',
  help: `xinqiao rota oncall
    Who is on call now and until when, who is next, who stands behind them, and the first gap.

xinqiao rota export [--format ics|csv] [--name NAME] [--from DATE] [--to DATE] [--out FILE]
    The shifts of everybody, or of NAME, as an ICS calendar (the default) or a CSV table; of the term that runs or comes
    (config/calendar.yaml), or from DATE to DATE, both included. To standard output unless --out names a file.
    Events say 值班 or 后备 and, in that of everybody, whose shift it is; nothing of any student.

xinqiao rota import --file FILE [--dry-run]
    Adds the shifts of a CSV table (姓名,值班类型,开始,结束 or name,duty,start,end; times such as 2026-11-23 08:00 in
    Asia/Shanghai) or of an ICS calendar (events called 值班 NAME or 后备 NAME). A fifth column 代替 (instead of), or a
    line 代替 NAME in the description of an event, names whom somebody stands in for: it becomes an override where
    that one is on for all of it, and a single shift where they are not on at all ("absent"). A shift whose person is on already, by whatever rule, is known and left out; nothing is ever ended.
    Whoever is on at other times afterwards is told, in one message. Prints one JSON line a shift that is added, then
    {"added","wouldAdd","known"}. Where anything is wrong nothing is added, and each fault is told with line, column
    and reason. With --dry-run nothing is added in any case. A column that nobody knows is not read, and is named.

xinqiao rota apply [--dry-run | --keep]
    Makes weekly shifts and rotations what config/centre.yaml says: ends those that it does not have and adds those that
    it has, all at once or, where it names somebody who is not there, nothing. The file is taken over by itself only by an
    empty database. Single shifts, overrides and swaps stay. Prints {"add","end","kept"} and the rules, one JSON line each;
    with --dry-run nothing is changed, with --keep nothing either, and the file is not told of again until it changes.`,
  get verbs() {
    return Object.keys(VERBS);
  },
  async run([verb = '', ...args]) {
    const act = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
    if (act !== undefined) return act(args);
    complain(
      `rota: found ${verb === '' ? 'nothing' : JSON.stringify(verb)}, expected oncall, export, import or apply`,
    );
    complain(rota.help);
    return USAGE_ERROR;
  },
};

const VERBS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  oncall: showOnCall,
  export: exportRota,
  import: importRota,
  apply: applyFile,
};

async function showOnCall(args: readonly string[]): Promise<number> {
  if (readOptions(rota, args, {}) === null) return USAGE_ERROR;
  return withStore(async ({ office }) => {
    print((await createRotaDesk(office).sayOnCall(OPERATOR)) ?? '');
    return 0;
  });
}

const isDate = (text: string | undefined): boolean => {
  if (text === undefined) return true;
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) && localDay(text).date === text;
  } catch {
    return false;
  }
};

async function exportRota(args: readonly string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const options = readOptions(rota, args, { format: text, name: text, from: text, to: text, out: text });
  if (options === null) return USAGE_ERROR;
  const { format = 'ics', name, from, to, out } = options;
  if (format !== 'ics' && format !== 'csv') return refuse('--format', format, 'ics or csv');
  for (const [option, date] of [
    ['--from', from],
    ['--to', to],
  ] as const) {
    if (!isDate(date)) return refuse(option, date ?? '', 'a date such as 2026-11-23');
  }
  return withStore(async ({ office }) => {
    const members = (await createStaffDesk(office).list(OPERATOR)) ?? [];
    const member = members.find((one) => one.name === name?.normalize('NFC').trim());
    if (name !== undefined && member === undefined)
      return refuse('--name', name, 'the name of a staff member');
    const days = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    const asked = { format, staffId: member?.id ?? null, ...days } satisfies Parameters<
      RotaDesk['export']
    >[1];
    const exported = (await createRotaDesk(office).export(OPERATOR, asked)) ?? '';
    if (out === undefined) process.stdout.write(exported);
    else await writeFile(out, exported);
    return 0;
  });
}

function refuse(option: string, found: string, expected: string): number {
  complain(`rota: ${option}: found ${JSON.stringify(found)}, expected ${expected}`);
  return USAGE_ERROR;
}

async function importRota(args: readonly string[]): Promise<number> {
  const options = readOptions(rota, args, { file: { type: 'string' }, 'dry-run': { type: 'boolean' } });
  if (options === null) return USAGE_ERROR;
  const { file: path = '', 'dry-run': dryRun = false } = options;
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null) return refuse('--file', path, 'a readable CSV or ICS file');
  const text = decodeText(bytes);
  const file: RotaFile = { format: /^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text) ? 'ics' : 'csv', text };
  return withStore(async ({ office }) =>
    tell(await createRotaDesk(office).import(OPERATOR, file, dryRun), dryRun),
  );
}

const REASONS: Readonly<Record<ImportFault['code'], string>> = {
  empty: 'there is nothing in it',
  'not-csv': 'a quote is never closed',
  'not-ics': 'no whole calendar',
  header: 'expected 姓名,值班类型,开始,结束 or name,duty,start,end',
  columns: 'expected four columns',
  name: 'no staff member has this name',
  duty: 'expected 值班 or 后备 (duty or backup)',
  time: 'expected a time such as 2026-11-23 08:00',
  order: 'expected an end after its start',
  past: 'it is over, and nobody of this name was on then',
  'given-away': 'a swap or an override has put somebody else in their place',
  'instead-name': 'no staff member has the name of whom they stand in for',
  'same-person': 'nobody stands in for themselves',
  part: 'whom they stand in for is on for some of it only; expected the times at which they are',
  'too-long': 'longer than a year',
  repeats: 'an event that repeats cannot be read; expected single events',
  zone: 'expected UTC or a zone that has the clock of Asia/Shanghai all year',
  'too-many': 'expected at most 1000 shifts',
};

function tell(answer: ImportAnswer, dryRun: boolean): number {
  if ('ignored' in answer) complainOfIgnored('rota', answer.ignored);
  if (!answer.ok) {
    if (answer.code === 'forbidden') complain('rota: not allowed');
    else {
      for (const { line, column, code, found } of answer.faults)
        complain(`rota: line ${line}, column ${column}: ${REASONS[code]}, found ${JSON.stringify(found)}`);
    }
    return 1;
  }
  for (const { name, duty, startsAt, endsAt, insteadOf, absent } of answer.added)
    print(
      JSON.stringify({
        ...{ name, duty, startsAt, endsAt },
        ...(insteadOf === null ? {} : { insteadOf }),
        ...(absent === null ? {} : { absent }),
      }),
    );
  print(
    JSON.stringify({
      added: dryRun ? 0 : answer.added.length,
      wouldAdd: answer.added.length,
      known: answer.known,
    }),
  );
  return 0;
}

async function applyFile(args: readonly string[]): Promise<number> {
  const boolean = { type: 'boolean' } as const;
  const options = readOptions(rota, args, { 'dry-run': boolean, keep: boolean });
  if (options === null) return USAGE_ERROR;
  const { 'dry-run': dryRun = false, keep = false } = options;
  if (dryRun && keep) return refuse('--keep', '--dry-run', 'one of the two');
  return withStore(async ({ office, config }) => {
    const desk = createRotaFileDesk(office, firstCentre(config));
    const view = await desk.view(OPERATOR);
    if (view === null) return 1;
    const { add, end, kept, unknown } = view.plan;
    for (const name of unknown)
      complain(`rota: config/centre.yaml: no staff member has the name ${JSON.stringify(name)}`);
    if (unknown.length > 0 && !keep) return 1;
    const lines = keep ? [] : [...end.map((rule) => ['end', rule]), ...add.map((rule) => ['add', rule])];
    for (const [what, rule] of lines) print(JSON.stringify({ [String(what)]: rule }));
    const taken = dryRun ? null : await desk.take(OPERATOR, keep ? 'keep' : 'take', view.seen);
    if (taken?.ok === false) {
      complain(
        `rota: ${taken.code === 'stale' ? 'the rota was changed meanwhile; run it again' : taken.code}`,
      );
      return 1;
    }
    print(
      JSON.stringify({
        add: keep ? 0 : add.length,
        end: keep ? 0 : end.length,
        kept,
        changed: !dryRun && !keep,
      }),
    );
    return 0;
  });
}
