import type { DayFacts, DayKind } from '../core/calendar.ts';
import type { ImportFault } from '../handoff/rota/planned-shift.ts';
import type { RuleFields, RuleKind, RuleProblem } from '../handoff/rota/read-rule.ts';
import type { Duty, RotaRule, SwapStatus } from '../handoff/rota/rota.ts';
import { sayDay, sayMinuteOfDay, sayTime, sayWeekday } from './times.ts';

export const DUTY_NAMES: Readonly<Record<Duty, string>> = { duty: '值班', backup: '后备' };

export const RULE_NAMES: Readonly<Record<RuleKind, string>> = {
  rotation: '轮班',
  weekly: '每周固定的班',
  single: '单次的班',
  override: '替班或加人',
};

export const DAY_KIND_NAMES: Readonly<Record<DayKind, string>> = {
  all: '每天都算',
  workdays: '只算工作日（含调休上班）',
  holidays: '只算周末和节假日',
};

export const SWAP_NAMES: Readonly<Record<SwapStatus, string>> = {
  offered: '等对方回答',
  accepted: '已接受',
  declined: '没有接受',
  withdrawn: '已收回',
  expired: '到时间没有回答',
};

export const FIELD_NAMES: Readonly<Record<keyof RuleFields, string>> = {
  kind: '种类',
  duty: '值班还是后备',
  name: '名称',
  staffId: '谁来值',
  insteadOf: '替谁',
  members: '轮流的人',
  weekday: '星期几',
  from: '从几点',
  to: '到几点',
  days: '哪些日子',
  validFrom: '从哪天起',
  validTo: '到哪天止',
  periodDays: '几天换一个人',
  handOverWeekday: '星期几交班',
  handOverTime: '几点交班',
  startsAt: '开始',
  endsAt: '结束',
};

const PROBLEMS: Readonly<Record<RuleProblem['code'], string>> = {
  missing: '还没有选或填',
  unknown: '没有这个人，或者已经停用',
  number: '不在可选的范围里',
  time: '请写成 08:30 这样的时间',
  date: '请写成 2026-11-23 这样的日期',
  order: '要在开始之后',
  past: '已经过去了',
  'same-person': '和来值的是同一个人',
  'not-on-then': '这个人这段时间一点都不在班，替了等于没有替',
  'other-duty': '所替的人这段时间值的不是这一种',
  'too-long': '太长了',
};

export const sayProblem = ({ field, code }: RuleProblem): string =>
  `${FIELD_NAMES[field]}：${PROBLEMS[code]}。`;

const FAULTS: Readonly<Record<ImportFault['code'], string>> = {
  empty: '没有内容',
  'not-csv': '不是 CSV：引号没有收尾',
  'not-ics': '不是完整的 ICS 日历',
  header: '第一行要是：姓名,值班类型,开始,结束',
  columns: '这一行的列数不够，要有 4 列',
  name: '人员里没有这个名字，或者没有写',
  duty: '要写 值班 或 后备',
  time: '时间要写成 2026-11-23 08:00',
  order: '结束要在开始之后',
  past: '已经过去了，那时候这个人不在班上',
  'given-away': '这段时间已经换给别人，或者有人替了；要先改那一条',
  'instead-name': '代替：人员里没有这个名字',
  'same-person': '代替：和来值的是同一个人',
  part: '代替：被替的人这段时间只有一部分在班，请只写在班的那部分',
  'too-long': '一班超过一年',
  repeats: '重复的日程读不了，请在日历软件里展开成一次一次的',
  zone: '只认和北京时间一样的时区（如 Asia/Shanghai、China Standard Time）和 UTC',
  'too-many': '一次最多 1000 班',
};

export const sayFault = ({ line, column, code, found }: ImportFault): string =>
  `第 ${line} 行第 ${column} ${code === 'columns' || code === 'header' ? '列起' : '列'}：${FAULTS[code]}${found === '' ? '' : `（写的是“${found}”）`}`;

type Period = { readonly startsAt: Date; readonly endsAt: Date };

/** 11月23日 22:00–24日 06:00, with the day of the end only where it is another one. */
export const sayPeriod = ({ startsAt, endsAt }: Period): string =>
  sayDay(startsAt) === sayDay(new Date(endsAt.getTime() - 1))
    ? `${sayDay(startsAt)} ${sayTime(startsAt)}–${sayEnd(endsAt)}`
    : `${sayDay(startsAt)} ${sayTime(startsAt)} 到 ${sayDay(endsAt)} ${sayTime(endsAt)}`;

/** The midnight that ends a day is 24:00. */
export const sayEnd = (at: Date): string => (sayTime(at) === '00:00' ? '24:00' : sayTime(at));

const DAY = 1_440;

function sayHours({ fromMinute, toMinute }: { fromMinute: number; toMinute: number }): string {
  if (toMinute - fromMinute === DAY)
    return fromMinute === 0 ? '全天' : `${sayMinuteOfDay(fromMinute)} 起 24 小时`;
  const next = toMinute > DAY ? '次日 ' : '';
  return `${sayMinuteOfDay(fromMinute)}–${next}${sayMinuteOfDay(toMinute > DAY ? toMinute - DAY : toMinute)}`;
}

/** A rule in one line, without who: they stand beside it. */
export function sayRule(rule: RotaRule, nameOf: (staffId: string) => string): string {
  switch (rule.kind) {
    case 'weekly':
      return [sayWeekday(rule.weekday), sayHours(rule), ...sayBounds(rule)].join(' · ');
    case 'rotation': {
      const every = rule.periodDays === 7 ? '每周' : `每 ${rule.periodDays} 天`;
      const at = `${every}换人（${sayWeekday(rule.handOverWeekday)} ${sayMinuteOfDay(rule.handOverMinute)} 起算）`;
      return [at, sayHours(rule), ...sayBounds(rule)].join(' · ');
    }
    case 'single':
      return sayPeriod(rule);
    case 'override':
      return `${sayPeriod(rule)} · ${rule.insteadOf === null ? '加人' : `替 ${nameOf(rule.insteadOf)}`}`;
  }
}

function sayBounds(rule: { days: DayKind; validFrom: string | null; validTo: string | null }): string[] {
  const kind = { all: '', workdays: '只算工作日', holidays: '只算周末和节假日' }[rule.days];
  const from = rule.validFrom === null ? '' : `${rule.validFrom} 起`;
  const to = rule.validTo === null ? '' : `到 ${rule.validTo}`;
  return [kind, [from, to].filter((text) => text !== '').join(' ')].filter((text) => text !== '');
}

/** What is special about a day; empty for an ordinary one. */
export function sayFacts(facts: DayFacts): string {
  if (facts.makeUp) return `调休上班，按${sayWeekday(facts.weekday)}`;
  return facts.holiday ?? '';
}
