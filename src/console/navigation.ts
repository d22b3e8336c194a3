import { type Actor, can, type Resource } from '../access/can.ts';
import type { Action } from '../access/role-table.ts';

export type Place =
  | 'cases'
  | 'follow-up'
  | 'crisis-reports'
  | 'review'
  | 'precision'
  | 'appointments'
  | 'sessions'
  | 'referrals'
  | 'workload'
  | 'supervisions'
  | 'availability'
  | 'waiting-list'
  | 'calendar'
  | 'changes'
  | 'intakes'
  | 'identity'
  | 'roster'
  | 'duty'
  | 'policy'
  | 'drills'
  | 'staff'
  | 'content'
  | 'rules'
  | 'campaigns'
  | 'activities'
  | 'glasses'
  | 'notifiers'
  | 'status'
  | 'none';

type Entry = {
  readonly place: Place;
  readonly href: string;
  readonly label: string;
  readonly needs: readonly [Action, Resource] | null;
};

const ENTRIES: readonly Entry[] = [
  { place: 'cases', href: '/console', label: '求助', needs: ['cases.list', { kind: 'cases' }] },
  {
    place: 'follow-up',
    href: '/console/follow-up',
    label: '回访',
    needs: ['follow-up.list', { kind: 'register' }],
  },
  {
    place: 'crisis-reports',
    href: '/console/reports',
    label: '危机报表',
    needs: ['crisis-reports.list', { kind: 'crisis-reports' }],
  },
  { place: 'review', href: '/console/review', label: '每日回看', needs: ['review.read', { kind: 'review' }] },
  {
    place: 'precision',
    href: '/console/precision',
    label: '预警准确率',
    needs: ['precision.see', { kind: 'precision' }],
  },
  {
    place: 'appointments',
    href: '/console/appointments',
    label: '预约',
    needs: ['appointments.list', { kind: 'appointments' }],
  },
  {
    place: 'sessions',
    href: '/console/sessions',
    label: '咨询',
    needs: ['sessions.list', { kind: 'sessions' }],
  },
  {
    place: 'referrals',
    href: '/console/referrals',
    label: '转介',
    needs: ['referrals.list', { kind: 'referrals' }],
  },
  {
    place: 'workload',
    href: '/console/workload',
    label: '工作量',
    needs: ['workload.see', { kind: 'workload' }],
  },
  {
    place: 'supervisions',
    href: '/console/supervisions',
    label: '督导',
    needs: ['supervisions.see', { kind: 'supervisions' }],
  },
  {
    place: 'availability',
    href: '/console/availability',
    label: '开放时间',
    needs: ['availability.see', { kind: 'availability' }],
  },
  {
    place: 'waiting-list',
    href: '/console/waiting-list',
    label: '候补',
    needs: ['waiting-list.see', { kind: 'waiting-list' }],
  },
  {
    place: 'calendar',
    href: '/console/calendar',
    label: '我的日历',
    needs: ['calendar-feed.own', { kind: 'appointments' }],
  },
  {
    place: 'changes',
    href: '/console/appointments/changes',
    label: '改期与请假',
    needs: ['appointments.changes', { kind: 'appointments' }],
  },
  {
    place: 'intakes',
    href: '/console/first-visits',
    label: '初访登记',
    needs: ['intake.list', { kind: 'intake' }],
  },
  {
    place: 'identity',
    href: '/console/identity',
    label: '身份核对',
    needs: ['identity.check', { kind: 'roster' }],
  },
  { place: 'roster', href: '/console/roster', label: '名册', needs: ['roster.import', { kind: 'roster' }] },
  {
    place: 'campaigns',
    href: '/console/campaigns',
    label: '活动消息',
    needs: ['campaign.see', { kind: 'campaigns' }],
  },
  {
    place: 'activities',
    href: '/console/activities',
    label: '团体与讲座',
    needs: ['activity.see', { kind: 'activities' }],
  },
  { place: 'duty', href: '/console/duty', label: '值班', needs: ['rota.see', { kind: 'rota' }] },
  {
    place: 'policy',
    href: '/console/duty/policy',
    label: '呼叫步骤',
    needs: ['rota.policy', { kind: 'rota' }],
  },
  { place: 'drills', href: '/console/drills', label: '演练', needs: ['drill.see', { kind: 'drills' }] },
  { place: 'staff', href: '/console/staff', label: '人员', needs: ['staff.list', { kind: 'staff' }] },
  { place: 'content', href: '/console/content', label: '文字', needs: ['content.see', { kind: 'content' }] },
  {
    place: 'rules',
    href: '/console/rules',
    label: '识别规则',
    needs: ['rules.see', { kind: 'rules' }],
  },
  {
    place: 'glasses',
    href: '/console/break-glass',
    label: '破例查看',
    needs: ['glasses.list', { kind: 'glasses' }],
  },
  {
    place: 'notifiers',
    href: '/console/notifiers',
    label: '通知',
    needs: ['notifiers.see', { kind: 'notifiers' }],
  },
  { place: 'status', href: '/console/status', label: '状态', needs: null },
];

/** What the actor may go to; hiding is a courtesy, the desks decide. */
export const placesFor = (actor: Actor): readonly Entry[] =>
  ENTRIES.filter(({ needs }) => needs === null || can(actor, needs[0], needs[1], 'administration'));
