import {
  endDrillEarly,
  planDrill,
  sayInDrillHere,
  startDrill,
  takeDrillHere,
} from '../pages/duty/drill-posts.tsx';
import { showDrillResults } from '../pages/duty/drill-results.tsx';
import { showDrillCall, showDrills } from '../pages/duty/drills.tsx';
import { showDuty } from '../pages/duty/duty-page.tsx';
import { exportRota, importRota, showImportRota } from '../pages/duty/export-and-import.tsx';
import { showPolicy } from '../pages/duty/policy.tsx';
import { showRotaFile, takeRotaFile } from '../pages/duty/rota-file.tsx';
import {
  addRotaRule,
  changeRotaRule,
  endRotaRule,
  showEditRotaRule,
  showNewRotaRule,
} from '../pages/duty/rule-posts.tsx';
import { offerSwap, settleSwap, showOfferSwap } from '../pages/duty/swap-posts.tsx';
import { type ConsoleRoute, get, post } from '../route.ts';

/** The rota, and whom a cry for help calls. */
export const dutyRoutes: readonly ConsoleRoute[] = [
  get('/duty', 'rota.see', showDuty),
  get('/duty/policy', 'rota.policy', showPolicy),
  get('/duty/rules/new', 'rota.change', showNewRotaRule),
  post('/duty/rules/new', 'rota.change', addRotaRule),
  get('/duty/rules/:id/edit', 'rota.change', showEditRotaRule),
  post('/duty/rules/:id/edit', 'rota.change', changeRotaRule),
  post('/duty/rules/:id/end', 'rota.change', endRotaRule),
  get('/duty/swaps/new', 'rota.offer', showOfferSwap),
  post('/duty/swaps/new', 'rota.offer', offerSwap),
  post('/duty/swaps/:id/accept', 'rota.answer', settleSwap('accepted')),
  post('/duty/swaps/:id/decline', 'rota.answer', settleSwap('declined')),
  post('/duty/swaps/:id/withdraw', 'rota.offer', settleSwap('withdrawn')),
  get('/duty/export.ics', 'rota.see', exportRota('ics')),
  get('/duty/export.csv', 'rota.see', exportRota('csv')),
  get('/duty/file', 'rota.change', showRotaFile),
  post('/duty/file', 'rota.change', takeRotaFile),
  get('/duty/import', 'rota.change', showImportRota),
  post('/duty/import', 'rota.change', importRota),

  get('/drills', 'drill.see', showDrills),
  get('/live/drill', 'drill.see', showDrillCall),
  post('/drills/take', 'drill.take', takeDrillHere),
  post('/drills/say', 'drill.take', sayInDrillHere),
  post('/drills/plan', 'drill.plan', planDrill),
  post('/drills/start', 'drill.plan', startDrill),
  post('/drills/end', 'drill.plan', endDrillEarly),
  get('/drills/results', 'drill.results', showDrillResults),
];
