import { access, constants, statfs } from 'node:fs/promises';
import { freemem, tmpdir } from 'node:os';

const IN_MEMORY = '/dev/shm';
/** Far more than all databases of a run at once. */
const ENOUGH_BYTES = 8 * 2 ** 30;

/** Where scratch files go: in memory where there is room, since a machine with a slow disk measures its disk otherwise. */
export async function findRoomyFolder(): Promise<string> {
  try {
    await access(IN_MEMORY, constants.W_OK);
    const { bavail, bsize } = await statfs(IN_MEMORY);
    return Math.min(bavail * bsize, freemem()) >= ENOUGH_BYTES ? IN_MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}
