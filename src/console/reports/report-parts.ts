import type { IssuedReport } from '../../conversation/desks/cases/crisis-report-desk.ts';
import { formatDay, formatTime, shanghaiDate } from '../../core/shanghai-time.ts';
import { type CrisisReport, REPORT_TIMES } from '../../handoff/closing/crisis-report.ts';
import { CLASS_NAMES, GROUND_NAMES, MEASURE_NAMES, PARTY_NAMES, TIME_NAMES } from '../closing-words.ts';
import { CASE_LEVELS, CHANNEL_NAMES, OUTCOME_NAMES } from '../words.ts';

/** A part of a report as every form of it shows it: the page, the PDF, the spreadsheet. */
export type ReportPart = { readonly title: string; readonly rows: readonly (readonly [string, string])[] };

/** 2026-11-23 10:05 on the clock of the centre. */
export const sayInstant = (iso: string | null): string =>
  iso === null ? '—' : `${shanghaiDate(new Date(iso))} ${formatTime(new Date(iso))}`;

export const sayNumber = (number: number): string => (number === 0 ? '草稿' : `第 ${number} 号`);

const basics = (report: CrisisReport): ReportPart => ({
  title: '基本情况',
  rows: [
    ['报表编号', sayNumber(report.number)],
    [
      '对象',
      report.identity === null ? `个案 #${report.caseNumber}` : `${report.identity}（报告人填写，未经核实）`,
    ],
    ...(report.thirdPerson === true ? [['来源', '第三方转述，当事人没有亲自和中心说话'] as const] : []),
    ['个案号', `#${report.caseNumber}`],
    ...(report.time === undefined ? [] : [['求助', `同学回到这个求助，第 ${report.time} 次`] as const]),
    ['级别', CASE_LEVELS[report.level]],
    ['渠道', CHANNEL_NAMES[report.channel]],
    ['分类', report.outcome === null ? '还没有结束，未分类' : OUTCOME_NAMES[report.outcome]],
    ['报告人', report.reporter],
    [report.number === 0 ? '生成时间' : '发出时间', sayInstant(report.issuedAt)],
  ],
});

const times = (report: CrisisReport): ReportPart => ({
  title: '时间（北京时间）',
  rows: REPORT_TIMES.map((time) => [TIME_NAMES[time], sayInstant(report.times[time])] as const),
});

const sayDetail = (detail: string, withheld: true | undefined): string => {
  if (withheld === true) return '；说明里有同学的原话，没有写进报表';
  return detail === '' ? '' : `；${detail}`;
};

const informed = ({ informed: told }: CrisisReport): ReportPart => ({
  title: '告知情况（由老师告知，不是程序告知）',
  rows:
    told.length === 0
      ? [['告知', '没有记录告知任何人']]
      : told.map(({ party, at, by, ground, detail, withheld }) => [
          PARTY_NAMES[party].replace(/（.*）$/, ''),
          `${sayInstant(at)}，由 ${by} 告知；依据：${GROUND_NAMES[ground]}${sayDetail(detail, withheld)}`,
        ]),
});

const measures = ({ measures: taken, statement }: CrisisReport): ReportPart => ({
  title: '处置措施',
  rows: [
    ['措施', taken.length === 0 ? '还没有选' : taken.map((one) => MEASURE_NAMES[one]).join('；')],
    ['补充说明', statement === '' ? '—' : statement],
  ],
});

const plan = ({ plan: follow }: CrisisReport): ReportPart => ({
  title: '后续跟进',
  rows:
    follow === null
      ? [['回访', '不在关注名单上，没有回访计划']]
      : [
          ['名单分类', CLASS_NAMES[follow.class]],
          ['负责人', follow.owner ?? '没有人负责，由中心主任负责'],
          [
            '回访日期',
            follow.dates.length === 0 ? '—' : follow.dates.map((day) => formatDay(day, 'zh')).join('、'),
          ],
        ],
});

export const partsOf = (report: CrisisReport): ReportPart[] => [
  basics(report),
  times(report),
  informed(report),
  measures(report),
  plan(report),
];

/** Corrections, below the report as it was issued. */
export const supplementsOf = ({ supplements }: Pick<IssuedReport, 'supplements'>): ReportPart | null =>
  supplements.length === 0
    ? null
    : {
        title: '更正与补充',
        rows: supplements.map(({ number, text, staff, at }) => [
          `更正 ${number}`,
          `${text}（${staff}，${sayInstant(at.toISOString())}）`,
        ]),
      };
