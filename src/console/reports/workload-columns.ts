import { BATCH, type Question } from '../../sessions/evaluation.ts';
import type { Workload } from '../../sessions/workload.ts';

type Column = {
  readonly title: string;
  readonly show: (row: Workload) => string;
  /** Left out where the column holds words. */
  readonly number?: (row: Workload) => number | null;
};

const figure = (title: string, number: (row: Workload) => number, decimals = 0): Column => ({
  title,
  show: (row) => number(row).toFixed(decimals),
  number,
});

const average = (title: string, question: Question): Column => ({
  title,
  show: ({ evaluations }) => evaluations.averages?.[question].toFixed(1) ?? `不足 ${BATCH} 份`,
  number: ({ evaluations }) => evaluations.averages?.[question] ?? null,
});

/** What the page and the spreadsheet show, in the same order. */
export const WORKLOAD_COLUMNS: readonly Column[] = [
  { title: '老师', show: ({ counsellor }) => counsellor },
  figure('咨询次数', ({ attended }) => attended),
  figure('咨询分钟', ({ sessionMinutes }) => sessionMinutes),
  figure('值班分钟', ({ dutyMinutes }) => dutyMinutes),
  figure('团体讲座分钟', ({ groupMinutes }) => groupMinutes),
  figure('计入分钟', ({ countedMinutes }) => countedMinutes),
  figure('课时', ({ units }) => units, 2),
  figure('未到', ({ noShows }) => noShows),
  figure('未登记', ({ unsettled }) => unsettled),
  figure('已签记录', ({ signed }) => signed),
  figure('欠记录', ({ owed }) => owed),
  figure('评价份数', ({ evaluations }) => evaluations.count),
  average('被认真听', 'heard'),
  average('谈想谈的', 'fit'),
  average('有帮助', 'helped'),
];
