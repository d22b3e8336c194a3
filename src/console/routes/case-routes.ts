import { showBanners, showCalls, streamChanges } from '../live.tsx';
import { showCases, showLiveCases } from '../pages/cases/case-list.tsx';
import { showCase, showLiveActions, showLiveCase } from '../pages/cases/case-page.tsx';
import { acknowledge, answer } from '../pages/cases/case-posts.tsx';
import {
  holdHere,
  inviteToCase,
  leaveCase,
  noteArrived,
  noteCase,
  offerCaseSlot,
  openAnotherCase,
  planCase,
  raiseCase,
  sayCaseAbout,
  screenCase,
  sendCaseHotlines,
  settleRequest,
  transferCase,
  withdrawArrived,
  withdrawAsk,
} from '../pages/cases/case-tool-posts.tsx';
import { showLiveWatch, showReminders } from '../pages/cases/case-watch.tsx';
import { addExample, showExample } from '../pages/cases/example.tsx';
import { giveGlassReason, openGlass, showGlass } from '../pages/cases/glass.tsx';
import { showGlasses } from '../pages/cases/glass-list.tsx';
import { handOver } from '../pages/cases/hand-over.tsx';
import { linkCase, noteFact, unlinkCase } from '../pages/cases/identity-posts.tsx';
import { markInCase } from '../pages/cases/mark-posts.tsx';
import { showMedia } from '../pages/cases/media.tsx';
import { close, showClose } from '../pages/closing/close-page.tsx';
import { noteInformed, showInformed } from '../pages/closing/informed-page.tsx';
import { showReport } from '../pages/closing/report-page.tsx';
import { addSupplement, downloadReport, saveReport } from '../pages/closing/report-posts.tsx';
import { type ConsoleRoute, get, post } from '../route.ts';

/** Cries for help, and everything that is done with one. */
export const caseRoutes: readonly ConsoleRoute[] = [
  get('/', 'cases.list', showCases),
  get('/live/cases', 'cases.list', showLiveCases),
  get('/live/calls', 'cases.list', showCalls),
  get('/live/banners', 'session.use', showBanners),
  get('/live/events', 'session.use', streamChanges),
  get('/live/cases/:id', 'case.see', showLiveCase),
  get('/live/cases/:id/actions', 'case.see', showLiveActions),
  get('/live/cases/:id/watch', 'case.see', showLiveWatch),
  get('/live/reminders', 'session.use', showReminders),
  get('/cases/:id', 'case.see', showCase),
  post('/cases/:id/acknowledge', 'case.acknowledge', acknowledge),
  post('/cases/:id/answer', 'case.answer', answer),
  get('/cases/:id/close', 'case.close', showClose),
  post('/cases/:id/close', 'case.close', close),
  get('/cases/:id/informed', 'case.inform', showInformed),
  post('/cases/:id/informed', 'case.inform', noteInformed),
  get('/cases/:id/report', 'case.read-crisis-report', showReport),
  post('/cases/:id/report', 'case.crisis-report', saveReport),
  post('/cases/:id/report/supplement', 'case.crisis-report', addSupplement),
  get('/cases/:id/report.pdf', 'case.read-crisis-report', downloadReport('pdf')),
  get('/cases/:id/report.xlsx', 'case.read-crisis-report', downloadReport('xlsx')),
  post('/cases/:id/facts', 'case.note-identity', noteFact),
  post('/cases/:id/link', 'case.link', linkCase),
  post('/cases/:id/unlink', 'case.link', unlinkCase),
  get('/cases/:id/break-glass', 'case.break-glass', showGlass),
  post('/cases/:id/break-glass', 'case.break-glass', openGlass),
  post('/cases/:id/break-glass/reason', 'case.glass-reason', giveGlassReason),
  get('/break-glass', 'glasses.list', showGlasses),
  post('/cases/:id/hand-over', 'case.hand-over', handOver),
  post('/cases/:id/transfer', 'case.transfer', transferCase),
  post('/cases/:id/transfer/withdraw', 'case.transfer', withdrawAsk),
  post('/cases/:id/invite', 'case.invite', inviteToCase),
  post('/cases/:id/invite/withdraw', 'case.invite', withdrawAsk),
  post('/cases/:id/requests', 'case.accept', settleRequest),
  post('/cases/:id/leave', 'case.leave', leaveCase),
  post('/cases/:id/note', 'case.note', noteCase),
  post('/cases/:id/raise', 'case.raise', raiseCase),
  post('/cases/:id/about', 'case.about', sayCaseAbout),
  post('/cases/:id/another', 'case.another', openAnotherCase),
  post('/cases/:id/screener', 'case.assess', screenCase),
  post('/cases/:id/plan', 'case.plan', planCase),
  post('/cases/:id/slot', 'case.offer-slot', offerCaseSlot),
  post('/cases/:id/hotlines', 'case.answer', sendCaseHotlines),
  post('/cases/:id/hold', 'case.hold', holdHere),
  post('/cases/:id/arrived', 'case.hold', noteArrived),
  post('/cases/:id/arrived/withdraw', 'case.hold', withdrawArrived),
  post('/cases/:id/mark', 'case.mark', markInCase),
  get('/cases/:id/example', 'case.mark', showExample),
  post('/cases/:id/example', 'case.mark', addExample),
  get('/media/:id', 'media.read', showMedia),
];
