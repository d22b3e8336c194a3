import { access } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { Place } from './choose-place.ts';
import { claimFolder, type Holder } from './claim-folder.ts';
import { passwordFileOf } from './create-cluster.ts';
import { ensureServer, type Server } from './ensure-server.ts';
import { type Failure, failure } from './failure.ts';
import type { Binaries } from './prepare-binaries.ts';
import { stopServer } from './stop-server.ts';

const CONNECT_MS = 30_000;
const RETRY_MS = 50;

/** A server whose folder is claimed for this process as long as `client` stays connected. */
export type OpenFolder = { server: Server; client: pg.Client };

type Opened = ({ ok: true } & OpenFolder) | Failure<'folder-in-use' | 'cannot-start' | 'cannot-connect'>;

/** Adopts or starts the server and claims the folder. The claim decides, not who started the server. */
export async function openFolder(
  place: Place,
  binaries: Binaries,
  port: number | null,
  onWorking: () => void = () => undefined,
): Promise<Opened> {
  const deadline = performance.now() + CONNECT_MS;
  for (;;) {
    const ensured = await ensureServer(place, binaries, port, onWorking);
    if (!ensured.ok) return ensured;
    const { server } = ensured;
    const claim = await claimFolder(place, server.port, new Date());
    switch (claim.kind) {
      case 'claimed':
        if (!(await isOutdated(server, claim.serverVersion, binaries))) {
          return { ok: true, server, client: claim.client };
        }
        // Nobody else uses it: the claim is ours. The next turn starts the installed version.
        await stopServer(server);
        break;
      case 'in-use':
        return inUse(place, claim.holder);
      case 'refused':
        if (!server.adopted) await stopServer(server);
        return failure(
          'cannot-connect',
          `PostgreSQL on ${place.home} does not let the app in (${claim.reason}). Its password is kept in ${passwordFileOf(place)}; put back the file that belongs to this database.`,
        );
      case 'unreachable':
        if (performance.now() > deadline) {
          if (!server.adopted) await stopServer(server);
          return failure(
            'cannot-connect',
            `PostgreSQL on ${place.home} runs (process ${server.pid}) and does not answer on 127.0.0.1:${server.port}.`,
          );
        }
    }
    await pause(RETRY_MS);
  }
}

/** An adopted server of another version, or whose programs were removed: it could not load its libraries any more. */
async function isOutdated(server: Server, serverVersion: string, binaries: Binaries): Promise<boolean> {
  if (!server.adopted) return false;
  if (/\d+(\.\d+)?/.exec(serverVersion)?.[0] !== binaries.version) return true;
  return access(server.executable).then(
    () => false,
    () => true,
  );
}

function inUse(place: Place, holder: Holder | null): Failure<'folder-in-use'> {
  const who =
    holder === null ? 'another xinqiao' : `another xinqiao (pid ${holder.pid}, since ${holder.since})`;
  return failure(
    'folder-in-use',
    `${who} is running on ${place.dataDir}. Stop it first, or choose another DATA_DIR.`,
  );
}
