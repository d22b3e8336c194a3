import { chmod, copyFile, mkdir, readdir, readlink, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Static libraries serve compilers only, and are a good part of the size. */
const LEFT_OUT = /\.a$/;

/** Copies a folder so that everybody may read and run it, whatever the modes of the original and the umask are. */
export async function copyReadable(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (LEFT_OUT.test(entry.name)) continue;
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) {
      await copyReadable(source, target);
    } else if (entry.isSymbolicLink()) {
      await symlink(await readlink(source), target);
    } else {
      await copyFile(source, target);
      const { mode } = await stat(source);
      await chmod(target, (mode & 0o100) === 0 ? 0o644 : 0o755);
    }
  }
}
