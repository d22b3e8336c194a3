import { showBotLogins, showLiveBotLogins } from './pages/settings/bot-login.tsx';
import { changeContent, showContent, showEditContent } from './pages/settings/content.tsx';
import { showLiveNotifier, showNotifiers, testNotifier } from './pages/settings/notifiers.tsx';
import { showStatus, verifyAudit } from './pages/settings/status.tsx';
import { showNeedSignIn, showSignIn, signIn, signOut } from './pages/sign-in.tsx';
import { type ConsoleRoute, get, post } from './route.ts';
import { activityRoutes } from './routes/activity-routes.ts';
import { appointmentRoutes } from './routes/appointment-routes.ts';
import { campaignRoutes } from './routes/campaign-routes.ts';
import { caseRoutes } from './routes/case-routes.ts';
import { dutyRoutes } from './routes/duty-routes.ts';
import { firstVisitRoutes } from './routes/first-visit-routes.ts';
import { followUpRoutes } from './routes/follow-up-routes.ts';
import { ruleRoutes } from './routes/rule-routes.ts';
import { sessionRoutes } from './routes/session-routes.ts';
import { staffRoutes } from './routes/staff-routes.ts';

/** Every route of the console with what it stands for. A GET changes nothing. */
export const consoleRoutes: readonly ConsoleRoute[] = [
  get('/sign-in', 'door.use', showNeedSignIn),
  get('/sign-in/:token', 'door.use', showSignIn),
  post('/sign-in/:token', 'door.use', signIn),
  post('/sign-out', 'session.use', signOut),

  ...caseRoutes,
  ...followUpRoutes,
  ...appointmentRoutes,
  ...firstVisitRoutes,
  ...dutyRoutes,
  ...sessionRoutes,
  ...staffRoutes,
  ...ruleRoutes,
  ...campaignRoutes,
  ...activityRoutes,

  get('/notifiers', 'notifiers.see', showNotifiers),
  get('/live/notifiers', 'notifiers.see', showLiveNotifier),
  post('/notifiers/test', 'notifiers.test', testNotifier),
  get('/content', 'content.see', showContent),
  get('/content/edit', 'content.see', showEditContent),
  post('/content/edit', 'content.change', changeContent),
  get('/status', 'session.use', showStatus),
  get('/status/sign-in', 'bots.sign-in', showBotLogins),
  get('/live/sign-in-bots', 'bots.sign-in', showLiveBotLogins),
  post('/status/audit', 'audit.verify', verifyAudit),
];
