/** Somebody else on the same database server, who takes every connection that it gives. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** Whatever becomes free is taken this soon, in ms. */
const AGAIN_MS = 50;

export type Taker = {
  /** Connections held now. */
  taken(): number;
  /** Takes what is free now; resolves once the server refuses. */
  fill(): Promise<void>;
  /** Gives all back. */
  release(): Promise<void>;
};

export function takeConnections(url: string): Taker {
  const held = new Set<pg.Client>();
  let released = false;

  const fill = async (): Promise<void> => {
    while (!released) {
      const client = new pg.Client({ connectionString: url, application_name: 'somebody else' });
      client.on('error', () => held.delete(client));
      try {
        await client.connect();
      } catch {
        return;
      }
      held.add(client);
    }
  };
  const keepFull = async (): Promise<void> => {
    while (!released) {
      await fill();
      await pause(AGAIN_MS);
    }
  };
  const keeping = keepFull();

  return {
    taken: () => held.size,
    fill,
    async release() {
      released = true;
      await keeping;
      await Promise.all([...held].map((client) => client.end().catch(() => undefined)));
      held.clear();
    },
  };
}
