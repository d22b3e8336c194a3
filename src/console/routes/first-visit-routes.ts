import { decideRebind, handOverCode, showIdentityCheck } from '../pages/first-visits/identity-check.tsx';
import { showIntake, showIntakes } from '../pages/first-visits/intakes.tsx';
import { importRoster, showRoster } from '../pages/first-visits/roster.tsx';
import { type ConsoleRoute, get, post } from '../route.ts';

/** Who comes for the first time, and who they are. */
export const firstVisitRoutes: readonly ConsoleRoute[] = [
  get('/first-visits', 'intake.list', showIntakes),
  get('/first-visits/:id', 'intake.read', showIntake),
  get('/roster', 'roster.import', showRoster),
  post('/roster', 'roster.import', importRoster),
  get('/identity', 'identity.check', showIdentityCheck),
  post('/identity/code', 'identity.check', handOverCode),
  post('/identity/:id/approve', 'identity.rebind', decideRebind('approved')),
  post('/identity/:id/refuse', 'identity.rebind', decideRebind('refused')),
];
