import {
  downloadAttendance,
  downloadFigures,
  downloadPosterPdf,
  downloadPosterPng,
  showPoster,
} from '../pages/activities/activity-files.tsx';
import { showActivities } from '../pages/activities/activity-list.tsx';
import { askCancelActivity, showActivity, takeActivityStep } from '../pages/activities/activity-page.tsx';
import { showCheckIn } from '../pages/activities/check-in-page.tsx';
import { showFigures } from '../pages/activities/figures.tsx';
import { decideSignUp, noteAttendance, showSignUps } from '../pages/activities/sign-up-page.tsx';
import {
  editActivity,
  makeActivity,
  showEditActivity,
  showNewActivity,
} from '../pages/activities/write-activity.tsx';
import { type ConsoleRoute, get, post, under } from '../route.ts';

/** 团体辅导, 讲座, 家长课堂. */
export const activityRoutes: readonly ConsoleRoute[] = under('/activities', [
  get('', 'activity.see', showActivities),
  get('/figures', 'activity.see', showFigures),
  get('/figures.xlsx', 'activity.see', downloadFigures),
  get('/new', 'activity.write', showNewActivity),
  post('/new', 'activity.write', makeActivity),
  get('/:id', 'activity.see', showActivity),
  get('/:id/edit', 'activity.write', showEditActivity),
  post('/:id/edit', 'activity.write', editActivity),
  post('/:id/open', 'activity.write', takeActivityStep('open')),
  post('/:id/close', 'activity.write', takeActivityStep('close')),
  get('/:id/cancel', 'activity.write', askCancelActivity),
  post('/:id/cancel', 'activity.write', takeActivityStep('cancel')),
  get('/:id/sign-ups', 'activity.sign-ups', showSignUps),
  post('/:id/decide', 'activity.decide', decideSignUp),
  post('/:id/attend', 'activity.attend', noteAttendance),
  get('/:id/check-in', 'activity.attend', showCheckIn),
  get('/:id/attendance.xlsx', 'activity.sign-ups', downloadAttendance),
  get('/:id/poster', 'activity.see', showPoster),
  get('/:id/poster.pdf', 'activity.see', downloadPosterPdf),
  get('/:id/poster.png', 'activity.see', downloadPosterPng('page')),
  get('/:id/telegram.png', 'activity.see', downloadPosterPng('telegram')),
]);
