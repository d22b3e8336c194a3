import { Hono } from 'hono';
import type { Status } from './status.ts';

export const healthRoutes = [
  { method: 'GET', path: '/healthz', action: 'door.use' },
  { method: 'GET', path: '/readyz', action: 'door.use' },
] as const;

/**
 * `/healthz`: this process answers. `/readyz`: 200 with the state of each part once crises can be taken, which it also
 * says when something is degraded; 503 before, and while the database is away.
 * @param status rejects while the database is away; null before the first sweep is done
 */
export function createHealth(status: () => Promise<Status | null>): Hono {
  const health = new Hono();
  health.get('/healthz', (c) => c.json({ status: 'alive' }, 200, { 'Cache-Control': 'no-store' }));
  health.get('/readyz', async (c) => {
    c.header('Cache-Control', 'no-store');
    const now = await status().catch(() => undefined);
    if (now === undefined)
      return c.json({ status: 'unavailable', parts: [{ name: 'database', state: 'stopped' }] }, 503);
    if (now === null) return c.json({ status: 'starting', parts: [] }, 503);
    const { parts, realResponder, sampleCentre, degraded } = now;
    return c.json({
      status: degraded || !realResponder ? 'degraded' : 'ready',
      realResponder,
      sampleCentre,
      parts,
    });
  });
  return health;
}
