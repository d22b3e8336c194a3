import { type Command, complain, print, USAGE_ERROR } from './commands/command.ts';

/** Each command is loaded when it is called: `screen` must not wait for a web server. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./commands/serve.ts')).serve,
  worker: async () => (await import('./commands/serve.ts')).worker,
  migrate: async () => (await import('./commands/migrate.ts')).migrate,
  'check-config': async () => (await import('./commands/check-config.ts')).checkConfig,
  roles: async () => (await import('./commands/roles.ts')).roles,
  'verify-audit': async () => (await import('./commands/verify-audit.ts')).verifyAudit,
  screen: async () => (await import('./commands/screen.ts')).screen,
  staff: async () => (await import('./commands/staff.ts')).staff,
};

async function printHelp(): Promise<void> {
  print('xinqiao <command> [options]\n\nCommands (each with --help):');
  for (const load of Object.values(COMMANDS)) {
    const command = await load();
    print(`  ${command.name.padEnd(14)}${command.summary}`);
  }
}

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    await printHelp();
    return name === undefined ? USAGE_ERROR : 0;
  }
  const load = COMMANDS[name];
  if (!load) {
    complain(`xinqiao: there is no command ${JSON.stringify(name)}; see xinqiao --help`);
    return USAGE_ERROR;
  }
  const command = await load();
  if (args.includes('--help') || args.includes('-h')) {
    print(command.help);
    return 0;
  }
  return command.run(args);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // An unexpected error's message may quote what was written: only its kind and place are told.
    const where = error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 4).join('\n') : '';
    complain(`xinqiao: unexpected ${error instanceof Error ? error.name : typeof error}\n${where}`);
    process.exitCode = 1;
  },
);
