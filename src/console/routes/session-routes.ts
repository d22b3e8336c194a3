import { planSession, showPlan } from '../pages/sessions/plan-page.tsx';
import { savePlace, showPlaceForm, showPlaces, switchPlace } from '../pages/sessions/referral-places.tsx';
import { lookAtReferral, showReferral, showReferrals, stepReferral } from '../pages/sessions/referrals.tsx';
import { showSessions } from '../pages/sessions/session-list.tsx';
import { showSession } from '../pages/sessions/session-page.tsx';
import {
  addReferral,
  checkIn,
  correctRecord,
  endSessionSeries,
  raiseFromRecord,
  saveRecord,
  setAttendance,
} from '../pages/sessions/session-posts.tsx';
import { addSupervision, endSupervision, showSupervisions } from '../pages/sessions/supervisions.tsx';
import { downloadWorkload, showWorkload } from '../pages/sessions/workload.tsx';
import { type ConsoleRoute, get, post } from '../route.ts';

/** What counsellors do around their sessions, and what the centre head reads of it. */
export const sessionRoutes: readonly ConsoleRoute[] = [
  get('/sessions', 'sessions.list', showSessions),
  get('/sessions/:id', 'session.see', showSession),
  post('/sessions/:id/attendance', 'session.attend', setAttendance),
  post('/sessions/:id/check-in', 'session.check-in', checkIn),
  post('/sessions/:id/record', 'session.record', saveRecord),
  post('/sessions/:id/correct', 'session.record', correctRecord),
  post('/sessions/:id/raise', 'session.raise', raiseFromRecord),
  get('/sessions/:id/plan', 'session.plan', showPlan),
  post('/sessions/:id/plan', 'session.plan', planSession),
  post('/sessions/:id/series', 'session.plan', endSessionSeries),
  post('/sessions/:id/referral', 'session.refer', addReferral),
  get('/referrals', 'referrals.list', showReferrals),
  get('/referrals/:id', 'referral.see', showReferral),
  post('/referrals/:id', 'referral.see', stepReferral),
  post('/referrals/:id/break-glass', 'referral.break-glass', lookAtReferral),
  get('/referral-places', 'referral-places.change', showPlaces),
  get('/referral-places/place', 'referral-places.change', showPlaceForm),
  post('/referral-places/place', 'referral-places.change', savePlace),
  post('/referral-places/switch', 'referral-places.change', switchPlace),
  get('/workload', 'workload.see', showWorkload),
  get('/workload.xlsx', 'workload.see', downloadWorkload),
  get('/supervisions', 'supervisions.see', showSupervisions),
  post('/supervisions', 'supervisions.change', addSupervision),
  post('/supervisions/:id/end', 'supervisions.change', endSupervision),
];
