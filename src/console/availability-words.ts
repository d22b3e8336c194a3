import type { BookingFault } from '../booking/import-tables.ts';

/** What a field is called on the pages of opening hours. */
export const FIELD_NAMES: Readonly<Record<string, string>> = {
  staffId: '咨询师',
  weekday: '星期',
  date: '哪一天',
  from: '从几点',
  to: '到几点',
  sessionMinutes: '每次几分钟',
  mode: '方式',
  roomId: '房间',
  weeks: '教学周',
  bufferBefore: '前面留几分钟',
  bufferAfter: '后面留几分钟',
  urgent: '留给当天转介',
  validFrom: '从哪天起',
  validTo: '到哪天止',
  startsAt: '从什么时候',
  endsAt: '到什么时候',
  note: '备注',
  name: '名称',
  campus: '校区',
  gender: '性别',
  languages: '语言',
  topics: '擅长',
  online: '线上',
  onlineAddress: '线上地址',
  introduction: '简介',
  dailyCap: '一天最多几次',
  weeklyCap: '一周最多几次',
};

const CODES = {
  missing: '还没有选或填',
  unknown: '没有这个名字，或者已经停用',
  number: '数字不在范围里',
  time: '时间要写成 08:30 这样',
  date: '日期要写成 2026-11-23 这样',
  order: '要在开始之后',
  past: '已经过去了',
  weeks: '要写 每周、学期内、单周、双周，或 1-8,10 这样的周次',
  mode: '要写 现场 或 线上',
  'yes-no': '要写 是 或 否',
  'too-short': '这段时间不够一次咨询',
  'too-long': '太长了',
  'no-room-online': '线上不占房间，请把房间空着',
  'other-weekday': '和“只在这一天”的日期对不上，那天是另一个星期几',
  'one-day': '写了“只在这一天”，这一格要空着',
  'online-address': '要写 https:// 开头的链接，或写上会议号，例如：腾讯会议 123-456-789',
  gender: '要写 女、男，或者空着',
  'too-many': '太多了',
  hours: '要写成 08:00-12:00,14:00-21:00 这样，按先后、不重叠',
  'name-taken': '已经有别的房间叫这个名字',
  empty: '没有内容',
  'not-csv': '不是 CSV：引号没有收尾',
  header: '第一行里缺这一列',
  twice: '第一行里这一列写了两次',
  'too-many-cells': '这一行的格子比第一行多',
  'twice-in-file': '和前面的一行重复',
  'no-counsellor': '人员里有这个名字，但不是咨询师，或者已经停用',
} as const;

export type ProblemWord = keyof typeof CODES;

export const sayProblem = (field: string, code: ProblemWord): string =>
  `${FIELD_NAMES[field] ?? '开放的钟点'}：${CODES[code]}。`;

export const sayTableFault = ({ line, column, code, found }: BookingFault): string =>
  `第 ${line} 行第 ${column} 列：${CODES[code]}${found === '' ? '' : `（写的是“${found}”）`}`;
