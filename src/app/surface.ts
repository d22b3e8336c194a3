/**
 * Everything through which somebody can reach the program, each with its action of the role table. Written down by
 * hand where the program has no list of its own, and held against what the program really has by `findUnlisted`.
 */
import type { Grant } from '../access/role-row.ts';
import { type Action, roleTable } from '../access/role-table.ts';
import { consoleRoutes } from '../console/routes.ts';
import { siteRoutes } from '../site/routes.ts';
import { healthRoutes } from './health.ts';
import { TOOL_TAP_ACTIONS, TOOL_WORD_ACTIONS } from './tool-surface.ts';

export type SurfaceKind =
  /** A method and a path. */
  | 'route'
  /** A route that stays open and tells that something changed. */
  | 'stream'
  /** What a student types, a choice they tap, a flow that they are in. */
  | 'student-word'
  | 'student-choice'
  | 'student-flow'
  /** What a staff member types or taps in a messenger. */
  | 'staff-word'
  | 'staff-choice'
  | 'command';

/** One way in. */
export type Entrance = { readonly kind: SurfaceKind; readonly name: string };
export type SurfaceRow = Entrance & { readonly action: Action };

type Route = { readonly method: string; readonly path: string };

export const routeEntrance = ({ method, path }: Route): Entrance => ({
  kind: path.endsWith('/events') ? 'stream' : 'route',
  name: `${method} ${path}`,
});

const rowsOf = (kind: SurfaceKind, names: Readonly<Record<string, Action>>): SurfaceRow[] =>
  Object.entries(names).map(([name, action]) => ({ kind, name, action }));

const routes: readonly SurfaceRow[] = [
  ...siteRoutes.map((route) => ({ ...routeEntrance(route), action: route.action })),
  ...healthRoutes.map((route) => ({ ...routeEntrance(route), action: route.action })),
  ...consoleRoutes.map(({ method, path, action }) => {
    const whole = path === '/' ? '/console' : `/console${path}`;
    return { ...routeEntrance({ method, path: whole }), action };
  }),
  // Stands for the path of TELEGRAM_WEBHOOK_URL; whoever does not know the secret is turned away.
  { kind: 'route', name: 'POST /telegram/webhook', action: 'door.use' },
  // Takes the slash at the end away, and says to whoever is signed in that nothing is there.
  { kind: 'route', name: 'GET /console/*', action: 'door.use' },
  { kind: 'route', name: 'ALL /console/*', action: 'session.use' },
];

/** Whoever writes is heard: a student needs no account. What is shown is their own. */
const studentWords: readonly SurfaceRow[] = [
  ...rowsOf('student-word', {
    start: 'own.use',
    开始: 'own.use',
    菜单: 'own.use',
    取消: 'own.use',
    menu: 'own.use',
    cancel: 'own.use',
    帮助: 'own.use',
    help: 'own.use',
    stop: 'own.use',
    退订: 'own.use',
    td: 'own.use',
    unsubscribe: 'own.use',
    不用问候: 'own.use',
    'no greetings': 'own.use',
    告知: 'own.use',
    撤回同意: 'own.use',
    'withdraw consent': 'own.use',
    继续登记: 'own.use',
    'continue form': 'own.use',
    安全计划: 'own.use',
    'safety plan': 'own.use',
    预约码: 'own.use',
    'booking code': 'own.use',
    时区: 'own.use',
    'time zone': 'own.use',
    停用日历链接: 'own.use',
    'stop calendar link': 'own.use',
    候补: 'own.use',
    我到了: 'own.use',
    'i am here': 'own.use',
    'waiting list': 'own.use',
    notice: 'own.use',
    'lang en': 'own.use',
    english: 'own.use',
    'lang zh': 'own.use',
    chinese: 'own.use',
    中文: 'own.use',
    // What is asked of the hand-off itself, in many forms.
    还有人吗: 'own.use',
    先这样: 'own.use',
    回到求助: 'own.use',
    换到网页: 'own.use',
    urgent: 'door.use',
    // With a number behind it; also as a link.
    活动: 'own.use',
    签到: 'own.use',
  }),
  ...rowsOf('student-choice', {
    'menu.selfhelp': 'own.use',
    'menu.booking': 'own.use',
    'menu.appointments': 'own.use',
    'menu.activities': 'own.use',
    'menu.urgent': 'door.use',
    'menu.hotlines': 'door.use',
    'menu.help': 'own.use',
    'menu.optout': 'own.use',
    optin: 'own.use',
    'greet.yes': 'own.use',
    'greet.no': 'own.use',
    'greet.stop': 'own.use',
    'notice.accept': 'own.use',
    'concern.person': 'door.use',
    'concern.selfhelp': 'own.use',
    'resume.continue': 'own.use',
    'resume.menu': 'own.use',
    'plan.show': 'own.use',
    'desk.code': 'own.use',
    'wait.list': 'own.use',
    'wait.leave': 'own.use',
    'wait.yes': 'own.use',
    'wait.no': 'own.use',
    'urgent.distress': 'own.use',
    'urgent.harm': 'own.use',
    'slot.yes': 'own.use',
    'slot.agree': 'own.use',
    'slot.no': 'own.use',
    'visit.here': 'own.use',
    'series.look': 'own.use',
    'series.yes': 'own.use',
    'series.agree': 'own.use',
    'series.no': 'own.use',
    'rate.1': 'own.use',
    'rate.2': 'own.use',
    'rate.3': 'own.use',
    'rate.words': 'own.use',
    'rate.skip': 'own.use',
    book: 'own.use',
    rebook: 'own.use',
    unbook: 'own.use',
    'wish.any': 'own.use',
    zone: 'own.use',
    'remind.yes': 'own.use',
    'remind.no': 'own.use',
    'remind.sure': 'own.use',
    'remind.move': 'own.use',
    'change.look': 'own.use',
    'change.take': 'own.use',
    'change.other': 'own.use',
    'change.keep': 'own.use',
    'change.cancel': 'own.use',
    'change.sure': 'own.use',
    'answer.show': 'own.use',
    'answer.keep': 'own.use',
    'continue.not-me': 'own.use',
    'case.resume': 'own.use',
    ask: 'own.use',
  }),
  ...rowsOf('student-flow', {
    home: 'own.use',
    selfhelp: 'own.use',
    booking: 'own.use',
    appointments: 'own.use',
    evaluation: 'own.use',
    'time-zone': 'own.use',
    'waiting-list': 'own.use',
    'first-visit': 'own.use',
    activities: 'own.use',
  }),
];

const staffWords: readonly SurfaceRow[] = [
  ...rowsOf('staff-word', {
    接: 'case.acknowledge',
    take: 'case.acknowledge',
    '/结案': 'case.close',
    '/close': 'case.close',
    '/签到': 'session.attend',
    '/sessions': 'session.attend',
    '/学生': 'session.use',
    '/student': 'session.use',
    '/值班': 'session.use',
    '/staff': 'session.use',
    值班表: 'rota.see',
    oncall: 'rota.see',
    '/换班': 'rota.answer',
    '/swaps': 'rota.answer',
    '/交班': 'case.hand-over',
    '/handover': 'case.hand-over',
    通话中: 'case.hold',
    'on the phone': 'case.hold',
    在路上: 'case.hold',
    'on the way': 'case.hold',
    有人到场: 'case.hold',
    'somebody is there': 'case.hold',
    '/今天': 'appointments.list',
    '/today': 'appointments.list',
    '/请假': 'appointments.changes',
    '/away': 'appointments.changes',
    ...TOOL_WORD_ACTIONS,
    '/帮助': 'session.use',
    '/help': 'session.use',
    '/start': 'session.use',
    '/lang en': 'session.use',
    '/lang zh': 'session.use',
    // Any other words go to the student of a case that is one's own.
    words: 'case.answer',
    // A one-time code may come from anybody; it does something only from the account that it was made for.
    'XQ-': 'door.use',
  }),
  ...rowsOf('staff-choice', {
    take: 'case.acknowledge',
    to: 'case.answer',
    close: 'case.close',
    keep: 'case.see',
    hand: 'case.hand-over',
    'hand-all': 'case.hand-over',
    'hand-note': 'case.hand-over',
    'hand-no': 'case.hand-over',
    'swap-yes': 'rota.answer',
    'swap-no': 'rota.answer',
    'swap-me': 'rota.offer',
    'swap-to': 'rota.offer',
    'swap-mine': 'rota.offer',
    'swap-back': 'rota.offer',
    hold: 'case.hold',
    arrived: 'case.hold',
    unarrived: 'case.hold',
    came: 'session.attend',
    'no-show': 'session.attend',
    ...TOOL_TAP_ACTIONS,
  }),
];

const commands: readonly SurfaceRow[] = rowsOf('command', {
  serve: 'operator.run',
  worker: 'operator.run',
  migrate: 'operator.run',
  'check-config': 'operator.run',
  roles: 'operator.run',
  screen: 'operator.run',
  watchdog: 'operator.run',
  oncall: 'rota.policy',
  'verify-audit': 'audit.verify',
  'staff list': 'staff.list',
  'staff add': 'staff.add',
  'staff address': 'staff.add',
  'staff link': 'staff.link',
  'staff confirm': 'staff.add',
  'rota oncall': 'rota.see',
  'rota export': 'rota.see',
  'rota import': 'rota.change',
  'rota apply': 'rota.change',
  'import counsellors': 'availability.arrange',
  'import availability': 'availability.arrange',
  'roster import': 'roster.import',
  'roster left': 'roster.import',
  retention: 'operator.run',
});

export const surface: readonly SurfaceRow[] = [...routes, ...studentWords, ...staffWords, ...commands];

/** Who may, in words for a person: `roles` prints it beside each row. */
export const describeGrants = (action: Action): string[] => {
  if (action === 'operator.run') return ['whoever may use the server'];
  return roleTable[action].grants.map(describeGrant);
};

function describeGrant(grant: Grant): string {
  if (grant.who === 'everybody') return 'everybody';
  if (grant.who === 'student') return 'the student it belongs to';
  const roles = grant.roles === 'any' ? 'any staff' : grant.roles.join(', ');
  return grant.when === 'always' ? roles : `${roles} (${grant.when})`;
}
