import { type ParseArgsConfig, parseArgs } from 'node:util';

/** One command of the command line. It answers its exit code; usage errors are 2. */
export type Command = {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Everything that `--help` prints. */
  readonly help: string;
  /** First words that choose between what the command does, where it has any. */
  readonly verbs?: readonly string[];
  run(args: readonly string[]): Promise<number>;
};

export const USAGE_ERROR = 2;

export const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

export const complain = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

type Options = NonNullable<ParseArgsConfig['options']>;

/** Reads options strictly; a wrong one is told in plain words and answers null. */
export function readOptions<const O extends Options>(command: Command, args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    complain(`${command.name}: ${error instanceof Error ? error.message : 'wrong options'}`);
    complain(command.help);
    return null;
  }
}
