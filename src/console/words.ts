import type { CampaignEnd, CampaignStatus } from '../campaigns/campaign.ts';
import type { NotifierMessage } from '../conversation/ports/notifier-store.ts';
import { type ChannelName, isNotifierKind } from '../core/channel.ts';
import type { Language } from '../core/language.ts';
import type { CaseEvent, CaseLevel, CaseStatus, HoldKind, Outcome } from '../handoff/case.ts';
import type { Level } from '../keywords/screening.ts';
import { CASE_WORK_NAMES } from './case-work-words.ts';
import type { AppointmentRow, PartStatus } from './parts.ts';
import { WAITING_EVENT_NAMES } from './waiting-words.ts';

/** The console's Chinese for every literal code: the compiler refuses a code without a word. */
export const CASE_LEVELS: Readonly<Record<CaseLevel, string>> = { imminent: '危急', high: '高危' };

export const LINE_LEVELS: Readonly<Record<Level, string>> = {
  none: '',
  concern: '关注',
  high: '高危',
  imminent: '危急',
};

export const CASE_STATUSES: Readonly<Record<CaseStatus, string>> = {
  open: '等待接手',
  acknowledged: '已接手',
  closed: '已结束',
};

export const HOLD_NAMES: Readonly<Record<HoldKind, string>> = {
  'on-phone': '通话中',
  'on-the-way': '在路上',
};

export const OUTCOME_NAMES: Readonly<Record<Outcome, string>> = {
  ordinary: '一般',
  serious: '严重',
  'major-crisis': '重大危机',
  'false-alarm': '误报／无风险',
};

/** What each class of the register asks for next, by the colleges' own rules; which one fits is the counsellor's judgement. */
export const OUTCOME_HINTS: Readonly<Record<Outcome, string>> = {
  ordinary: '辅导员和同学支持',
  serious: '转到中心，一起跟进',
  'major-crisis': '马上转到医院',
  'false-alarm': '不进关注名单',
};

export const EVENT_NAMES: Readonly<Record<CaseEvent['kind'], string>> = {
  ...CASE_WORK_NAMES,
  opened: '开始求助',
  raised: '级别升高',
  paged: '呼叫',
  acknowledged: '接手',
  contacted: '第一次回话',
  'silent-owner': '接手后没有回话，再次提醒',
  closed: '结束',
  resumed: '回到求助',
  ...WAITING_EVENT_NAMES,
  transferred: '交给',
  'on-phone': '通话中',
  'on-the-way': '在路上',
  arrived: '有人到场',
  'arrival-withdrawn': '撤回了“有人到场”',
  reminded: '提醒回话',
  'silent-student': '同学没有回话，提醒打电话、请人去看',
  'both-silent': '同学没有回话，负责的老师也没有动静，叫了别的老师',
  left: '离开了页面',
};

export const isEventKind = (kind: string): kind is CaseEvent['kind'] => Object.hasOwn(EVENT_NAMES, kind);

export const CHANNEL_NAMES: Readonly<Record<ChannelName, string>> = {
  web: '网页',
  telegram: 'Telegram',
  wechat: '微信',
  wecom: '企业微信群',
  dingtalk: '钉钉群',
  feishu: '飞书群',
  sms: '短信',
  voice: '语音电话',
  email: '邮件',
  webhook: '通用接口',
  sink: '自检',
};

export const channelName = (channel: string): string =>
  Object.hasOwn(CHANNEL_NAMES, channel) ? CHANNEL_NAMES[channel as ChannelName] : channel;

/** Its code is sent to it and typed here; elsewhere the account writes the code itself. */
export const isTypedCode = (channel: string): boolean => isNotifierKind(channel);

type Delivery = 'due' | 'held' | 'sending' | 'sent' | 'failed' | 'unknown';
export const DELIVERIES: Readonly<Record<Delivery, string>> = {
  due: '等待发出',
  held: '还没有送到：同学再说一句才能发出',
  sending: '正在发出',
  sent: '已发出',
  failed: '没有送到',
  unknown: '不确定是否送到',
};

export const APPOINTMENT_STATUSES: Readonly<Record<AppointmentRow['status'], string>> = {
  held: '待确认',
  booked: '已预约',
  attended: '已到',
  'no-show': '未到',
  cancelled: '已取消',
};

/** Booked, and nobody comes: its student was told, and has not chosen yet. */
export const CLOSED_WORD = '老师来不了，已告知';

/** So many of them, after the number of those that take place. */
export const sayOff = (count: number): string => (count === 0 ? '' : `，另有 ${count} 个老师来不了`);

export const PART_STATES: Readonly<Record<PartStatus['state'], string>> = {
  ready: '正常',
  starting: '正在启动',
  degraded: '不稳定',
  stopped: '已停',
  off: '未开启',
};

export const REVIEW_REASONS: Readonly<Record<'concern' | 'unscreenable' | 'failed', string>> = {
  concern: '有困扰的话',
  unscreenable: '程序看不懂的内容',
  failed: '没有处理成功',
};

export const CAMPAIGN_STATUSES: Readonly<Record<CampaignStatus, string>> = {
  draft: '草稿',
  scheduled: '等待发送',
  sending: '正在发送',
  paused: '已暂停',
  done: '已结束',
  cancelled: '已取消',
};

export const CAMPAIGN_ENDS: Readonly<Record<CampaignEnd, string>> = {
  finished: '全部处理完了。',
  expired: '超过 7 天还没有发出的，不再发送。',
  cancelled: '取消之后没有再发送。',
  nobody: '到发送的时候没有收信人，没有发送。',
  'too-few': '到发送的时候这个范围不足 20 人，没有发送。',
};

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { zh: '中文', en: '英文' };

const PART_NAMES: Readonly<Record<string, string>> = {
  database: '数据库',
  'external PostgreSQL': '外部数据库',
  queue: '任务队列',
  turns: '消息处理',
  'crisis-path': '求助通路',
  web: '网页',
  telegram: 'Telegram',
  wechat: '微信',
  redis: 'Redis',
};

/** A part as people call it; notifiers have names of the centre's own. */
export function partName(name: string): string {
  const [kind = '', own] = name.split(':');
  return own === undefined ? (PART_NAMES[name] ?? name) : `${channelName(kind)} ${own}`;
}

const TESTS: Readonly<Record<NotifierMessage['status'], string>> = {
  due: '还在试',
  sending: '正在发出',
  sent: '已发出',
  failed: '没有发出',
  unknown: '不确定有没有送到，会再发一次',
};
export const sayTest = (status: NotifierMessage['status']): string => TESTS[status];
