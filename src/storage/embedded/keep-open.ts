import { setTimeout as pause } from 'node:timers/promises';
import type { Place } from './choose-place.ts';
import { removeRecord } from './claim-folder.ts';
import { failure } from './failure.ts';
import { type OpenFolder, openFolder } from './open-folder.ts';
import type { Binaries } from './prepare-binaries.ts';
import { stopServer } from './stop-server.ts';

const RETRY_MS = 500;

/**
 * Keeps the server and the claim while the app runs: a server that died is started again on the same port, so that
 * the address which everybody holds stays true, and the claim is taken again.
 * @returns the orderly end, to be called once and last
 */
export function keepOpen(
  place: Place,
  binaries: Binaries,
  opened: OpenFolder,
  log: (line: string) => void,
): () => Promise<void> {
  const { port } = opened.server;
  let current = opened;
  let stopping = false;
  let reopening = Promise.resolve();

  const watch = (): void => {
    current.client.once('end', () => {
      if (!stopping) reopening = reopen();
    });
  };

  const reopen = async (): Promise<void> => {
    log('The connection to PostgreSQL was lost; looking after it.');
    let lastComplaint = '';
    while (!stopping) {
      const again = await openFolder(place, binaries, port).catch(() =>
        failure('cannot-start', `PostgreSQL on ${place.home} cannot be looked after at the moment.`),
      );
      if (again.ok) {
        current = again;
        log(again.server.adopted ? 'PostgreSQL answers again.' : 'PostgreSQL was started again.');
        watch();
        return;
      }
      if (again.message !== lastComplaint) log(again.message);
      lastComplaint = again.message;
      await pause(RETRY_MS);
    }
  };

  watch();
  return async () => {
    if (stopping) return;
    stopping = true;
    await reopening;
    await removeRecord(place);
    // The claim is left to end with the server: given back earlier, the next app would adopt a dying server.
    await stopServer(current.server);
    await current.client.end().catch(() => undefined);
  };
}
