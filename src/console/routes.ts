import type { Action } from '../access/role-table.ts';
import { showBanners, showCalls, streamChanges } from './live.tsx';
import { showAppointments } from './pages/appointments.tsx';
import { showCases, showLiveCases } from './pages/case-list.tsx';
import { showCase, showLiveActions, showLiveCase } from './pages/case-page.tsx';
import { acknowledge, answer, close } from './pages/case-posts.tsx';
import { changeContent, showContent, showEditContent } from './pages/content.tsx';
import { showDuty } from './pages/duty.tsx';
import { markReviewed, showReview } from './pages/review.tsx';
import { showNeedSignIn, showSignIn, signIn, signOut } from './pages/sign-in.tsx';
import { showStaff } from './pages/staff.tsx';
import { addStaff, showAddStaff } from './pages/staff-add.tsx';
import { addAddress, showAddAddress } from './pages/staff-address.tsx';
import { askRevoke, issueLink, revoke, setOnCall } from './pages/staff-posts.tsx';
import { showStatus, verifyAudit } from './pages/status.tsx';
import type { ConsoleRoute } from './route.ts';

type Handle = ConsoleRoute['handle'];
const get = (path: string, action: Action, handle: Handle): ConsoleRoute => ({
  method: 'GET',
  path,
  action,
  handle,
});
const post = (path: string, action: Action, handle: Handle): ConsoleRoute => ({
  method: 'POST',
  path,
  action,
  handle,
});

/** Every route of the console with what it stands for. A GET changes nothing. */
export const consoleRoutes: readonly ConsoleRoute[] = [
  get('/sign-in', 'door.use', showNeedSignIn),
  get('/sign-in/:token', 'door.use', showSignIn),
  post('/sign-in/:token', 'door.use', signIn),
  post('/sign-out', 'session.use', signOut),

  get('/', 'cases.list', showCases),
  get('/live/cases', 'cases.list', showLiveCases),
  get('/live/calls', 'cases.list', showCalls),
  get('/live/banners', 'session.use', showBanners),
  get('/live/events', 'session.use', streamChanges),
  get('/live/cases/:id', 'case.see', showLiveCase),
  get('/live/cases/:id/actions', 'case.see', showLiveActions),
  get('/cases/:id', 'case.see', showCase),
  post('/cases/:id/acknowledge', 'case.acknowledge', acknowledge),
  post('/cases/:id/answer', 'case.answer', answer),
  post('/cases/:id/close', 'case.close', close),

  get('/review', 'review.read', showReview),
  post('/review/:id/mark', 'review.mark', markReviewed),
  get('/appointments', 'appointments.list', showAppointments),
  get('/duty', 'rota.see', showDuty),

  get('/staff', 'staff.list', showStaff),
  get('/staff/add', 'staff.add', showAddStaff),
  post('/staff/add', 'staff.add', addStaff),
  post('/staff/:id/on-call', 'rota.change', setOnCall),
  post('/staff/:id/link', 'staff.link', issueLink),
  get('/staff/:id/address', 'staff.add', showAddAddress),
  post('/staff/:id/address', 'staff.add', addAddress),
  get('/staff/:id/revoke', 'staff.revoke', askRevoke),
  post('/staff/:id/revoke', 'staff.revoke', revoke),

  get('/content', 'content.see', showContent),
  get('/content/edit', 'content.see', showEditContent),
  post('/content/edit', 'content.change', changeContent),
  get('/status', 'session.use', showStatus),
  post('/status/audit', 'audit.verify', verifyAudit),
];
