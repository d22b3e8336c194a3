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
  | 'referral-places'
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

export type Entry = {
  readonly place: Place;
  readonly href: string;
  readonly label: string;
  readonly needs: readonly [Action, Resource] | null;
};

/** What calls for somebody now: it stands above everything else, whatever is folded. */
const FIRST: Entry = {
  place: 'cases',
  href: '/console',
  label: '求助',
  needs: ['cases.list', { kind: 'cases' }],
};

const GROUPS: readonly { readonly label: string; readonly entries: readonly Entry[] }[] = [
  {
    label: '危机',
    entries: [
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
      {
        place: 'review',
        href: '/console/review',
        label: '每日回看',
        needs: ['review.read', { kind: 'review' }],
      },
      {
        place: 'precision',
        href: '/console/precision',
        label: '预警准确率',
        needs: ['precision.see', { kind: 'precision' }],
      },
      {
        place: 'glasses',
        href: '/console/break-glass',
        label: '破例查看',
        needs: ['glasses.list', { kind: 'glasses' }],
      },
    ],
  },
  {
    label: '值班',
    entries: [
      { place: 'duty', href: '/console/duty', label: '值班', needs: ['rota.see', { kind: 'rota' }] },
      {
        place: 'policy',
        href: '/console/duty/policy',
        label: '呼叫步骤',
        needs: ['rota.policy', { kind: 'rota' }],
      },
      { place: 'drills', href: '/console/drills', label: '演练', needs: ['drill.see', { kind: 'drills' }] },
    ],
  },
  {
    label: '预约',
    entries: [
      {
        place: 'appointments',
        href: '/console/appointments',
        label: '预约',
        needs: ['appointments.list', { kind: 'appointments' }],
      },
      {
        place: 'waiting-list',
        href: '/console/waiting-list',
        label: '候补',
        needs: ['waiting-list.see', { kind: 'waiting-list' }],
      },
      {
        place: 'changes',
        href: '/console/appointments/changes',
        label: '改期与请假',
        needs: ['appointments.changes', { kind: 'appointments' }],
      },
      {
        place: 'availability',
        href: '/console/availability',
        label: '开放时间',
        needs: ['availability.see', { kind: 'availability' }],
      },
      {
        place: 'calendar',
        href: '/console/calendar',
        label: '我的日历',
        needs: ['calendar-feed.own', { kind: 'appointments' }],
      },
    ],
  },
  {
    label: '来访',
    entries: [
      {
        place: 'sessions',
        href: '/console/sessions',
        label: '咨询',
        needs: ['sessions.list', { kind: 'sessions' }],
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
      {
        place: 'roster',
        href: '/console/roster',
        label: '名册',
        needs: ['roster.import', { kind: 'roster' }],
      },
      {
        place: 'referrals',
        href: '/console/referrals',
        label: '转介',
        needs: ['referrals.list', { kind: 'referrals' }],
      },
      {
        place: 'supervisions',
        href: '/console/supervisions',
        label: '督导',
        needs: ['supervisions.see', { kind: 'supervisions' }],
      },
      {
        place: 'workload',
        href: '/console/workload',
        label: '工作量',
        needs: ['workload.see', { kind: 'workload' }],
      },
    ],
  },
  {
    label: '活动',
    entries: [
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
    ],
  },
  {
    label: '设置',
    entries: [
      { place: 'staff', href: '/console/staff', label: '人员', needs: ['staff.list', { kind: 'staff' }] },
      {
        place: 'content',
        href: '/console/content',
        label: '文字',
        needs: ['content.see', { kind: 'content' }],
      },
      { place: 'rules', href: '/console/rules', label: '识别规则', needs: ['rules.see', { kind: 'rules' }] },
      {
        place: 'referral-places',
        href: '/console/referral-places',
        label: '转介机构',
        needs: ['referral-places.change', { kind: 'referrals' }],
      },
      {
        place: 'notifiers',
        href: '/console/notifiers',
        label: '通知',
        needs: ['notifiers.see', { kind: 'notifiers' }],
      },
      { place: 'status', href: '/console/status', label: '状态', needs: null },
    ],
  },
];

export type MenuGroup = { readonly label: string; readonly entries: readonly Entry[] };

/** What the actor may go to; hiding is a courtesy, the desks decide. Groups without an entry are left out. */
export function menuFor(actor: Actor): {
  readonly first: readonly Entry[];
  readonly groups: readonly MenuGroup[];
} {
  const may = ({ needs }: Entry): boolean =>
    needs === null || can(actor, needs[0], needs[1], 'administration');
  const groups = GROUPS.map(({ label, entries }) => ({ label, entries: entries.filter(may) }));
  return { first: [FIRST].filter(may), groups: groups.filter(({ entries }) => entries.length > 0) };
}
