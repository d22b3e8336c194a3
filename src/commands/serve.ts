import { borrowDatabase, startDatabase } from '../app/database.ts';
import { createLogger } from '../app/log.ts';
import type { App, ProcessRole } from '../app.ts';
import { describeError } from '../core/log.ts';
import { describeProblem, type SettingProblem } from '../settings/problem.ts';
import { findMasterKey, readProcessEnvironment, readSettings, type Settings } from '../settings.ts';
import { type Command, complain, print, readOptions, USAGE_ERROR } from './command.ts';

const ROLES: readonly ProcessRole[] = ['web', 'bot', 'worker'];

export const serve: Command = {
  name: 'serve',
  summary: 'run everything: web page, console, bots and workers (this is npm start)',
  help: `xinqiao serve [--role web|bot|worker]

Runs everything in one process, or one part of it beside others on the same database.
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
  // The database wakes in a process of its own, which takes as long as loading the program: both at once. A part beside
  // others uses the database of the one that has it.
  const whole = roles.length === ROLES.length;
  const starting = whole ? startDatabase(environment, complain) : borrowDatabase(environment);
  starting.catch(() => undefined);
  const program = await import('../app.ts');
  const read = await readSettings(environment, key.key);
  if (!read.ok) {
    const started = await starting;
    if (started.ok) await started.database.stop();
    return refuse(read.problems);
  }
  const log = createLogger();
  const started = await program.startApp(read.settings, roles, log, starting);
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

function refuse(problems: readonly SettingProblem[]): number {
  complain('xinqiao cannot start:');
  for (const problem of problems) complain(`  ${describeProblem(problem)}`);
  return 1;
}

const stopSignal = (): Promise<string> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });

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
    const later = name === 'wechat' ? ' with a later version' : '';
    print(`  ${`${label(name)}:`.padEnd(22)}${on ? 'on ' : 'off'} (${variable})${later}`);
  }
  if (settings.environment.databaseUrl === null)
    print(`  Data folder:    ${settings.environment.dataDir} (DATA_DIR)`);
  if (settings.masterKeyFile !== null) {
    print(`  Master key:     ${settings.masterKeyFile} (XINQIAO_MASTER_KEY_FILE)`);
    if (settings.masterKeyMade)
      print('                  made just now: keep a copy in a safe place, apart from the data.');
  }
  for (const note of app.notes) print(`  Note: ${note}`);
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
};
const label = (name: string): string => LABELS[name] ?? name;
