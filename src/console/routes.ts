import { dutyRoutes } from './duty-routes.ts';
import { showBanners, showCalls, streamChanges } from './live.tsx';
import { closeDay, showAbsence } from './pages/absence-page.tsx';
import { activityRoutes } from './pages/activities/activity-routes.ts';
import { showAppointments } from './pages/appointments.tsx';
import { importTable, showImport as showTableImport } from './pages/availability/files.tsx';
import { endLeave, saveLeave, showLeaveForm } from './pages/availability/leave.tsx';
import { showAvailability } from './pages/availability/overview.tsx';
import { saveProfile, showProfileForm } from './pages/availability/profile.tsx';
import { saveRoom, showRoomForm, showRooms } from './pages/availability/rooms.tsx';
import { endRule as endOpening, saveRule as saveOpening, showRuleForm } from './pages/availability/rule.tsx';
import { showBotLogins, showLiveBotLogins } from './pages/bot-login.tsx';
import { makeCalendarFeed, revokeCalendarFeed, showCalendarFeed } from './pages/calendar-feed.tsx';
import { editCampaign, makeCampaign, showEditCampaign, showNewCampaign } from './pages/campaign-form.tsx';
import { showCampaigns } from './pages/campaign-list.tsx';
import { showCampaign, showLiveCampaign } from './pages/campaign-page.tsx';
import { askCancelCampaign, cancelCampaign, pauseCampaign, resumeCampaign } from './pages/campaign-posts.tsx';
import { askSendCampaign, sendCampaign } from './pages/campaign-send.tsx';
import { showCases, showLiveCases } from './pages/case-list.tsx';
import { showCase, showLiveActions, showLiveCase } from './pages/case-page.tsx';
import { acknowledge, answer } from './pages/case-posts.tsx';
import {
  holdHere,
  inviteToCase,
  leaveCase,
  noteArrived,
  noteCase,
  offerCaseSlot,
  planCase,
  raiseCase,
  screenCase,
  sendCaseHotlines,
  settleRequest,
  transferCase,
  withdrawAsk,
} from './pages/case-tool-posts.tsx';
import { showLiveWatch, showReminders } from './pages/case-watch.tsx';
import { notePhoned, showChanges } from './pages/change-list.tsx';
import { callOffAppointment, offerChange, showChange } from './pages/change-page.tsx';
import { close, showClose } from './pages/closing/close-page.tsx';
import { showFollowUps } from './pages/closing/follow-up-list.tsx';
import { showFollowUp } from './pages/closing/follow-up-page.tsx';
import {
  assignFollowUp,
  leaveFollowUp,
  planFollowUp,
  reclassFollowUp,
  settleFollowUp,
} from './pages/closing/follow-up-posts.tsx';
import { noteInformed, showInformed } from './pages/closing/informed-page.tsx';
import { showReports } from './pages/closing/report-list.tsx';
import { showReport } from './pages/closing/report-page.tsx';
import { addSupplement, downloadReport, saveReport } from './pages/closing/report-posts.tsx';
import { changeContent, showContent, showEditContent } from './pages/content.tsx';
import { showDaySheet } from './pages/day-sheet.tsx';
import { endDrillEarly, planDrill, sayInDrillHere, startDrill, takeDrillHere } from './pages/drill-posts.tsx';
import { showDrillResults } from './pages/drill-results.tsx';
import { showDrillCall, showDrills } from './pages/drills.tsx';
import { addExample, showExample } from './pages/example.tsx';
import { giveGlassReason, openGlass, showGlass } from './pages/glass.tsx';
import { showGlasses } from './pages/glass-list.tsx';
import { handOver } from './pages/hand-over.tsx';
import { decideRebind, handOverCode, showIdentityCheck } from './pages/identity-check.tsx';
import { linkCase, noteFact, unlinkCase } from './pages/identity-posts.tsx';
import { showIntake, showIntakes } from './pages/intakes.tsx';
import { markInCase, markInReview } from './pages/mark-posts.tsx';
import { confirmMine, renewMine, showMe } from './pages/me.tsx';
import { showMedia } from './pages/media.tsx';
import { showLiveNotifier, showNotifiers, testNotifier } from './pages/notifiers.tsx';
import { downloadExamples, removeExample, showPrecision } from './pages/precision.tsx';
import { markReviewed, showReview } from './pages/review.tsx';
import { importRoster, showRoster } from './pages/roster.tsx';
import { editRule, makeRule, showEditRule, showNewRule } from './pages/rule-form.tsx';
import { searchRules, showRules } from './pages/rule-list.tsx';
import { showRule } from './pages/rule-page.tsx';
import { decideOn, showProposal } from './pages/rule-proposal.tsx';
import { askRuleStep, takeRuleStep } from './pages/rule-steps.tsx';
import { showRuleTest, testRules } from './pages/rule-test.tsx';
import { showNeedSignIn, showSignIn, signIn, signOut } from './pages/sign-in.tsx';
import { showStaff } from './pages/staff.tsx';
import { addStaff, showAddStaff } from './pages/staff-add.tsx';
import {
  addAddress,
  confirmAddress,
  removeAddress,
  renewAddress,
  showAddAddress,
} from './pages/staff-address.tsx';
import { askRevoke, issueLink, revoke, setOnCall } from './pages/staff-posts.tsx';
import { showStatus, verifyAudit } from './pages/status.tsx';
import { showWaitingList } from './pages/waiting-list/waiting-list-page.tsx';
import { markUrgent, removeWaiting, unmarkUrgent } from './pages/waiting-list/waiting-list-posts.tsx';
import { type ConsoleRoute, get, post } from './route.ts';
import { sessionRoutes } from './session-routes.ts';

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
  post('/cases/:id/screener', 'case.assess', screenCase),
  post('/cases/:id/plan', 'case.plan', planCase),
  post('/cases/:id/slot', 'case.offer-slot', offerCaseSlot),
  post('/cases/:id/hotlines', 'case.answer', sendCaseHotlines),
  post('/cases/:id/hold', 'case.hold', holdHere),
  post('/cases/:id/arrived', 'case.hold', noteArrived),
  post('/cases/:id/mark', 'case.mark', markInCase),
  get('/cases/:id/example', 'case.mark', showExample),
  post('/cases/:id/example', 'case.mark', addExample),

  get('/media/:id', 'media.read', showMedia),

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
  get('/appointments', 'appointments.list', showAppointments),
  get('/availability', 'availability.see', showAvailability),
  get('/availability/rule', 'availability.see', showRuleForm),
  post('/availability/rule', 'availability.change', saveOpening),
  post('/availability/rule/end', 'availability.change', endOpening),
  get('/availability/leave', 'availability.see', showLeaveForm),
  post('/availability/leave', 'availability.change', saveLeave),
  post('/availability/leave/end', 'availability.change', endLeave),
  get('/availability/profile', 'availability.see', showProfileForm),
  post('/availability/profile', 'availability.change', saveProfile),
  get('/availability/rooms', 'availability.arrange', showRooms),
  get('/availability/room', 'availability.arrange', showRoomForm),
  post('/availability/room', 'availability.arrange', saveRoom),
  get('/availability/import', 'availability.arrange', showTableImport),
  post('/availability/import', 'availability.arrange', importTable),
  get('/waiting-list', 'waiting-list.see', showWaitingList),
  post('/waiting-list/:id/urgent', 'waiting-list.urgent', markUrgent),
  post('/waiting-list/:id/not-urgent', 'waiting-list.urgent', unmarkUrgent),
  post('/waiting-list/:id/remove', 'waiting-list.remove', removeWaiting),
  get('/calendar', 'calendar-feed.own', showCalendarFeed),
  post('/calendar/make', 'calendar-feed.own', makeCalendarFeed),
  post('/calendar/revoke', 'calendar-feed.own', revokeCalendarFeed),
  get('/today', 'appointments.list', showDaySheet),
  get('/appointments/changes', 'appointments.changes', showChanges),
  post('/appointments/changes/:id/phoned', 'appointments.change', notePhoned),
  get('/appointments/absence', 'appointments.changes', showAbsence),
  post('/appointments/absence', 'appointments.close-day', closeDay),
  get('/appointments/:id/change', 'appointments.change', showChange),
  post('/appointments/:id/offer', 'appointments.change', offerChange),
  post('/appointments/:id/call-off', 'appointments.change', callOffAppointment),
  get('/first-visits', 'intake.list', showIntakes),
  get('/first-visits/:id', 'intake.read', showIntake),
  get('/roster', 'roster.import', showRoster),
  post('/roster', 'roster.import', importRoster),
  get('/identity', 'identity.check', showIdentityCheck),
  post('/identity/code', 'identity.check', handOverCode),
  post('/identity/:id/approve', 'identity.rebind', decideRebind('approved')),
  post('/identity/:id/refuse', 'identity.rebind', decideRebind('refused')),
  ...dutyRoutes,

  get('/drills', 'drill.see', showDrills),
  get('/live/drill', 'drill.see', showDrillCall),
  post('/drills/take', 'drill.take', takeDrillHere),
  post('/drills/say', 'drill.take', sayInDrillHere),
  post('/drills/plan', 'drill.plan', planDrill),
  post('/drills/start', 'drill.plan', startDrill),
  post('/drills/end', 'drill.plan', endDrillEarly),
  get('/drills/results', 'drill.results', showDrillResults),

  ...sessionRoutes,
  get('/staff', 'staff.list', showStaff),
  get('/staff/add', 'staff.add', showAddStaff),
  post('/staff/add', 'staff.add', addStaff),
  post('/staff/:id/on-call', 'rota.change', setOnCall),
  post('/staff/:id/link', 'staff.link', issueLink),
  get('/staff/:id/address', 'staff.add', showAddAddress),
  post('/staff/:id/address', 'staff.add', addAddress),
  post('/staff/:id/address/confirm', 'staff.add', confirmAddress),
  post('/staff/:id/address/renew', 'staff.add', renewAddress),
  post('/staff/:id/address/remove', 'staff.revoke', removeAddress),
  get('/staff/:id/revoke', 'staff.revoke', askRevoke),
  post('/staff/:id/revoke', 'staff.revoke', revoke),

  get('/me', 'session.use', showMe),
  post('/me/confirm', 'session.use', confirmMine),
  post('/me/renew', 'session.use', renewMine),
  get('/notifiers', 'notifiers.see', showNotifiers),
  get('/live/notifiers', 'notifiers.see', showLiveNotifier),
  post('/notifiers/test', 'notifiers.test', testNotifier),

  get('/content', 'content.see', showContent),
  get('/content/edit', 'content.see', showEditContent),
  post('/content/edit', 'content.change', changeContent),
  get('/rules', 'rules.see', showRules),
  post('/rules', 'rules.see', searchRules),
  get('/rules/test', 'rules.test', showRuleTest),
  post('/rules/test', 'rules.test', testRules),
  get('/rules/new', 'rules.change', showNewRule),
  post('/rules/new', 'rules.change', makeRule),
  get('/rules/:id', 'rules.see', showRule),
  get('/rules/:id/edit', 'rules.change', showEditRule),
  post('/rules/:id/edit', 'rules.change', editRule),
  get('/rules/:id/off', 'rules.change', askRuleStep('off')),
  post('/rules/:id/off', 'rules.change', takeRuleStep('off')),
  get('/rules/:id/delete', 'rules.change', askRuleStep('delete')),
  post('/rules/:id/delete', 'rules.change', takeRuleStep('delete')),
  post('/rules/:id/on', 'rules.change', takeRuleStep('on')),
  get('/rules/proposals/:id', 'rules.see', showProposal),
  post('/rules/proposals/:id/approve', 'rules.approve', decideOn('approved')),
  post('/rules/proposals/:id/refuse', 'rules.approve', decideOn('refused')),
  post('/rules/proposals/:id/withdraw', 'rules.change', decideOn('withdrawn')),
  get('/campaigns', 'campaign.see', showCampaigns),
  get('/campaigns/new', 'campaign.write', showNewCampaign),
  post('/campaigns/new', 'campaign.write', makeCampaign),
  get('/campaigns/:id', 'campaign.see', showCampaign),
  get('/live/campaigns/:id', 'campaign.see', showLiveCampaign),
  get('/campaigns/:id/edit', 'campaign.write', showEditCampaign),
  post('/campaigns/:id/edit', 'campaign.write', editCampaign),
  get('/campaigns/:id/send', 'campaign.send', askSendCampaign),
  post('/campaigns/:id/send', 'campaign.send', sendCampaign),
  post('/campaigns/:id/pause', 'campaign.send', pauseCampaign),
  post('/campaigns/:id/resume', 'campaign.send', resumeCampaign),
  get('/campaigns/:id/cancel', 'campaign.cancel', askCancelCampaign),
  post('/campaigns/:id/cancel', 'campaign.cancel', cancelCampaign),

  ...activityRoutes,

  get('/status', 'session.use', showStatus),
  get('/status/sign-in', 'bots.sign-in', showBotLogins),
  get('/live/sign-in-bots', 'bots.sign-in', showLiveBotLogins),
  post('/status/audit', 'audit.verify', verifyAudit),
];
