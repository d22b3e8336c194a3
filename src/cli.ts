import { complain, print, USAGE_ERROR } from './commands/command.ts';
import { COMMANDS } from './commands/list.ts';
import { describeError } from './core/log.ts';
import { OperatorError } from './core/operator-error.ts';

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
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
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

// Whoever reads may stop reading, as `head` does: no reason to end what runs.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof OperatorError) complain(`xinqiao: ${error.message}`);
    else complainOf(error);
    // Whatever is still open must not hold a failed command up for ever.
    process.exit(1);
  },
);

/** An unexpected error's message may quote what was written: only its kind, code and place are told. */
function complainOf(error: unknown): void {
  const { error: kind, code } = describeError(error);
  const where =
    error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^ +at /.test(line)) : [];
  complain(
    `xinqiao: unexpected ${kind}${code === null ? '' : ` (${code})`}\n${where.slice(0, 3).join('\n')}`,
  );
}
