import type { OnLogin } from '../app/bots.ts';
import { borrowDatabase, type DatabaseOutcome, startDatabase } from '../app/database.ts';
import { createLogger } from '../app/log.ts';
import type { App, Patience, ProcessRole } from '../app.ts';
import { describeError } from '../core/log.ts';
import { emergencyRecipients } from '../notifiers/recipients.ts';
import type { Environment } from '../settings/environment.ts';
import { describeProblem, type SettingProblem } from '../settings/problem.ts';
import { findMasterKey, readProcessEnvironment, readSettings, type Settings } from '../settings.ts';
import { type Command, complain, print, readOptions, USAGE_ERROR } from './command.ts';

const ROLES: readonly ProcessRole[] = ['web', 'bot', 'worker'];

export const serve: Command = {
  name: 'serve',
  summary: 'run everything: web page, console, bots and workers (this is npm start)',
  help: `xinqiao serve [--role web|bot|worker]

Runs everything in one process, or one part of it beside others on the same database: web serves the student page and
the console, bot keeps the bots' connections, worker takes turns and escalates. Any number of each may run. With
DATABASE_URL, bot and worker need PUBLIC_URL; all need the same master key.
Settings come from the environment (see .env.example) and from config/.
Stops in good order on SIGINT and SIGTERM.`,
  async run(args) {
    const options = readOptions(serve, args, { role: { type: 'string' } });
    if (options === null) return USAGE_ERROR;
    const roles = options.role === undefined ? ROLES : ROLES.filter((role) => role === options.role);
    if (roles.length === 0) {
      complain(`serve: --role: found ${JSON.stringify(options.role)}, expected web, bot or worker`);
      return USAGE_ERROR;
    }
    return runApp(roles);
  },
};

export const worker: Command = {
  name: 'worker',
  summary: 'run only the workers, beside a running app',
  help: `xinqiao worker

Runs the workers that take turns, escalate and deliver to the web page, beside other processes on the same database:
that of DATABASE_URL, or the one of the app that runs on DATA_DIR.`,
  async run(args) {
    if (readOptions(worker, args, {}) === null) return USAGE_ERROR;
    return runApp(['worker']);
  },
};

async function runApp(roles: readonly ProcessRole[]): Promise<number> {
  // Heard from the first moment: a signal during the start ends it in good order too, a second one at once.
  const stopping = stopSignal();
  const found = readProcessEnvironment();
  const key = found.ok ? await findMasterKey(found.environment) : null;
  if (!found.ok || !key?.ok)
    return refuse(found.ok ? (key?.ok === false ? [key.problem] : []) : found.problems);
  const { environment } = found;
  const { starting } = await wakeDatabase(environment, roles);
  const program = await import('../app.ts');
  const read = await readSettings(environment, key.key);
  const problems = read.ok ? findLacking(read.settings, roles) : read.problems;
  if (!read.ok || problems.length > 0) {
    const started = await starting;
    if (started.ok) await started.database.stop();
    return refuse(problems);
  }
  const log = createLogger();
  const waiting = new AbortController();
  void stopping.then(() => waiting.abort());
  const again = (): Promise<DatabaseOutcome> => openDatabase(environment, roles);
  const patience = { again, onAway: (told: Away) => tellAway(told, roles), stopping: waiting.signal };
  const started = await program.startApp(read.settings, roles, log, starting, showLogin, patience);
  if (!started.ok && waiting.signal.aborted) {
    complain(`${await stopping}: stopping`);
    return 0;
  }
  if (!started.ok) {
    complain(`xinqiao cannot start: ${started.message}`);
    return 1;
  }
  tellWhere(read.settings, started.app, roles);
  const signal = await stopping;
  complain(`${signal}: stopping`);
  await started.app.stop().catch((error: unknown) => log.error('stop.failed', describeError(error)));
  return 0;
}

/**
 * The database wakes in a process of its own, which takes as long as loading the program: both at once. Loading keeps
 * this process busy, so that it waits until the other one is at work.
 * @returns under a name, since a promise of a promise would be waited for
 */
async function wakeDatabase(
  environment: Environment,
  roles: readonly ProcessRole[],
): Promise<{ readonly starting: Promise<DatabaseOutcome> }> {
  let onWorking: () => void = () => undefined;
  const working = new Promise<void>((resolve) => {
    onWorking = resolve;
  });
  const starting = openDatabase(environment, roles, onWorking);
  starting.then(onWorking, onWorking);
  await working;
  return { starting };
}

/** A part beside others uses the database of the one that has it. */
function openDatabase(
  environment: Environment,
  roles: readonly ProcessRole[],
  onWorking: () => void = () => undefined,
): Promise<DatabaseOutcome> {
  if (roles.length === ROLES.length) return startDatabase(environment, complain, onWorking);
  onWorking();
  return borrowDatabase(environment);
}

/** What a part of the program cannot do without, and what no other part can tell it. */
function findLacking(
  { environment, notifiers }: Settings,
  roles: readonly ProcessRole[],
): readonly SettingProblem[] {
  const { databaseUrl, publicUrl, telegram, wechat } = environment;
  const lacking: SettingProblem[] = [];
  const lack = (place: string, expected: string): void => {
    lacking.push({ place, key: '', found: 'nothing', expected });
  };
  if (!roles.includes('web') && databaseUrl !== null && publicUrl === null)
    lack('PUBLIC_URL', 'where browsers reach the pages, since links cannot be made without one here');
  if (
    roles.length === 1 &&
    roles.includes('bot') &&
    telegram === null &&
    wechat === null &&
    !notifiers.length
  )
    lack('TELEGRAM_BOT_TOKEN or WECHATY_PUPPET', 'a bot to run, or a way to call in config/notifiers.yaml');
  return lacking;
}

function refuse(problems: readonly SettingProblem[]): number {
  complain('xinqiao cannot start:');
  for (const problem of problems) complain(`  ${describeProblem(problem)}`);
  return 1;
}

const stopSignal = (): Promise<string> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });

type Away = Parameters<Patience['onAway']>[0];

/** Students are answered, and the program starts by itself as soon as the database does. */
function tellAway({ url, why, reachesPeople }: Away, roles: readonly ProcessRole[]): void {
  complain(why);
  complain('EMERGENCY: there is no database yet. Trying again until it answers; no restart is needed.');
  complain('Cries for help are answered with the hotlines, kept in the folder spool of DATA_DIR, and');
  complain(
    reachesPeople
      ? 'the emergency contacts are called directly.'
      : 'NOBODY IS CALLED: name somebody under emergency in config/notifiers.yaml or in EMERGENCY_TELEGRAM_CHATS.',
  );
  if (url !== null && roles.includes('web')) complain(`Student page: ${url}/`);
}

const callsInEmergency = ({ environment, notifiers, emergency }: Settings): boolean =>
  emergencyRecipients(notifiers, emergency).length > 0 || environment.telegram?.emergencyChats !== undefined;

/** The console shows the same to administrators, for whoever cannot see this terminal. */
const showLogin: OnLogin = ({ channel }, code) => {
  drawForTerminal(code).then(
    (drawn) => {
      print(`Scan this to sign the ${label(channel)} bot in:`);
      print(drawn);
    },
    () => complain(`${label(channel)}: the code to scan cannot be drawn here; see the console under 状态`),
  );
};

/** Loaded only when somebody has to scan something: a start must be quick. */
async function drawForTerminal(code: string): Promise<string> {
  const { toString: draw } = await import('qrcode');
  return draw(code, { type: 'terminal', small: true });
}

/** Where to go, and what is on or off with the variable that switches it. */
function tellWhere(settings: Settings, app: App, roles: readonly ProcessRole[]): void {
  print('');
  print('心桥 Xinqiao is running.');
  if (roles.includes('web')) {
    print(`  Student page:   ${app.url}/`);
    print(`  Staff console:  ${app.url}/console`);
  }
  if (app.administratorLink !== null && roles.includes('web')) {
    print(`  Sign in as the first administrator (once, within 5 minutes):`);
    print(`                  ${app.administratorLink}`);
  }
  for (const { name, on, variable } of app.switches) {
    print(`  ${`${label(name)}:`.padEnd(22)}${on ? 'on ' : 'off'} (${variable})`);
  }
  if (settings.environment.databaseUrl === null)
    print(`  Data folder:    ${settings.environment.dataDir} (DATA_DIR)`);
  if (settings.masterKeyFile !== null) {
    print(`  Master key:     ${settings.masterKeyFile} (XINQIAO_MASTER_KEY_FILE)`);
    if (settings.masterKeyMade)
      print('                  made just now: keep a copy in a safe place, apart from the data.');
  }
  for (const note of app.notes) print(`  Note: ${note}`);
  if (!callsInEmergency(settings))
    print('  Note: nobody is called while the database is away: see emergency in config/notifiers.yaml.');
  if (settings.config.centre.sample) {
    print(
      '  The sample centre is in use: its people are invented and cannot be reached. Add a real responder:',
    );
    print('    npm run --silent xinqiao -- staff add --name 姓名 --role counsellor --telegram ID --on-call');
  }
  print('');
}

const LABELS: Readonly<Record<string, string>> = {
  telegram: 'Telegram',
  wechat: 'WeChat',
  redis: 'Redis',
  'external PostgreSQL': 'External PostgreSQL',
  'crisis-path': 'Self-check',
};
const label = (name: string): string => LABELS[name] ?? name;
