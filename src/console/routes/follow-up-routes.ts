import { markInReview } from '../pages/cases/mark-posts.tsx';
import { markReviewed, showReview } from '../pages/cases/review.tsx';
import { showFollowUps } from '../pages/closing/follow-up-list.tsx';
import { showFollowUp } from '../pages/closing/follow-up-page.tsx';
import {
  assignFollowUp,
  leaveFollowUp,
  planFollowUp,
  reclassFollowUp,
  settleFollowUp,
} from '../pages/closing/follow-up-posts.tsx';
import { showReports } from '../pages/closing/report-list.tsx';
import { downloadExamples, removeExample, showPrecision } from '../pages/rules/precision.tsx';
import { type ConsoleRoute, get, post } from '../route.ts';

/** What remains after a case: checks, reports, the daily review, how often an alarm was right. */
export const followUpRoutes: readonly ConsoleRoute[] = [
  get('/follow-up', 'follow-up.list', showFollowUps),
  get('/follow-up/:id', 'follow-up.see', showFollowUp),
  post('/follow-up/:id/settle', 'follow-up.settle', settleFollowUp),
  post('/follow-up/:id/plan', 'follow-up.settle', planFollowUp),
  post('/follow-up/:id/assign', 'register.assign', assignFollowUp),
  post('/follow-up/:id/reclass', 'register.change', reclassFollowUp),
  post('/follow-up/:id/leave', 'register.change', leaveFollowUp),
  get('/reports', 'crisis-reports.list', showReports),
  get('/review', 'review.read', showReview),
  post('/review/:id/mark', 'review.mark', markReviewed),
  post('/review/:id/verdict', 'review.mark', markInReview),
  get('/precision', 'precision.see', showPrecision),
  get('/precision/examples.jsonl', 'precision.release', downloadExamples),
  post('/precision/examples/:id/remove', 'precision.release', removeExample),
];
