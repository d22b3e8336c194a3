import { constants } from 'node:fs';
import { access, chmod, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { runCommand } from './run-command.ts';
import type { ServerUser } from './server-user.ts';

/** Everybody may pass through, nobody but the owner may look. */
export const PASSABLE = 0o711;

/** Tried as that user rather than worked out from modes, which would miss access lists and mounts. */
export async function canEnter(folder: string, user: ServerUser | null): Promise<boolean> {
  if (user === null) {
    return access(folder, constants.X_OK).then(
      () => true,
      () => false,
    );
  }
  const outcome = await runCommand('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { user, cwd: '/' });
  return outcome.exitCode === 0;
}

/** The outermost folder on the way to `folder` that the user cannot enter: the one an operator has to open. */
export async function firstClosedFolder(folder: string, user: ServerUser | null): Promise<string> {
  const parent = dirname(folder);
  if (parent === folder || (await canEnter(parent, user))) return folder;
  return firstClosedFolder(parent, user);
}

/** Like `mkdir -p`; only the folders that this call creates get the mode, whatever the umask is. */
export async function createFolders(folder: string, mode: number): Promise<void> {
  const existing = await stat(folder).catch(() => null);
  if (existing?.isDirectory()) return;
  const parent = dirname(folder);
  if (existing === null && parent !== folder) await createFolders(parent, mode);
  try {
    await mkdir(folder, { mode });
  } catch (error) {
    // Another start may have been quicker.
    if ((await stat(folder).catch(() => null))?.isDirectory()) return;
    throw error;
  }
  await chmod(folder, mode);
}
