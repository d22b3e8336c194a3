import { spawn } from 'node:child_process';
import type { ServerUser } from './server-user.ts';

/**
 * The servers and their tools never see this process's environment: it holds the master key and the bot's token,
 * and settings such as PGDATA would lead them astray.
 */
export const CLEAN_ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** `exitCode` is null where the program could not be started or was killed. */
export type CommandOutcome = { exitCode: number | null; stdout: string; stderr: string };

export type CommandOptions = {
  /** null runs it as ourselves. */
  user: ServerUser | null;
  /** Must be within that user's reach, which this process's own folder need not be. */
  cwd: string;
};

/** Runs a program to its end. Never throws: a program that cannot be started says so in `stderr`. */
export function runCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandOutcome> {
  return new Promise((resolve) => {
    const output = { stdout: '', stderr: '' };
    const failed = (error: Error): void => resolve({ exitCode: null, ...output, stderr: error.message });
    try {
      const child = spawn(file, [...args], {
        cwd: options.cwd,
        env: CLEAN_ENVIRONMENT,
        stdio: ['ignore', 'pipe', 'pipe'],
        ...spawnIds(options.user),
      });
      child.stdout.on('data', (chunk: Buffer) => {
        output.stdout += chunk.toString();
      });
      child.stderr.on('data', (chunk: Buffer) => {
        output.stderr += chunk.toString();
      });
      child.on('error', failed);
      child.on('close', (exitCode) => resolve({ exitCode, ...output }));
    } catch (error) {
      // A refused change of user is thrown at once rather than emitted.
      failed(error instanceof Error ? error : new Error('the program could not be started'));
    }
  });
}

export const spawnIds = (user: ServerUser | null): { uid?: number; gid?: number } =>
  user === null ? {} : { uid: user.uid, gid: user.gid };
