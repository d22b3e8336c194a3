import writeExcelFile from 'write-excel-file/node';
import type { DateFigures, SignUpList } from '../../conversation/desks/activities/activity-desk.ts';
import { formatTime, shanghaiDate } from '../../core/shanghai-time.ts';
import { ACTIVITY_KIND_NAMES, ACTIVITY_STATUS_NAMES, SIGN_UP_STATUS_NAMES } from '../activity-words.ts';
import { safeCell } from './render-sheet.ts';

const text = (value: string, bold = false) => ({
  type: String,
  value: safeCell(value),
  ...(bold ? { fontWeight: 'bold' as const } : {}),
});
const number = (value: number) => ({ type: Number, value });
const head = (...names: readonly string[]) => names.map((name) => text(name, true));

/** 14:00-15:30, over midnight 22:00-次日01:30. */
const hours = (startsAt: Date, endsAt: Date): string => {
  const nextDay = shanghaiDate(startsAt) === shanghaiDate(endsAt) ? '' : '次日';
  return `${formatTime(startsAt)}-${nextDay}${formatTime(endsAt)}`;
};

/** A row for each date: figures alone. */
export function renderFigures(figures: readonly DateFigures[]): Promise<Buffer> {
  const rows = [
    head(
      '种类',
      '名称',
      '状态',
      '日期',
      '时间',
      '地点',
      '带领',
      '名额',
      '已报上',
      '候补',
      '退出',
      '签到',
      '现场另来',
      '共到场',
    ),
    ...figures.map(({ activity, date: { startsAt, endsAt, walkIns }, leader, counts, attended }) => [
      text(ACTIVITY_KIND_NAMES[activity.kind]),
      text(activity.title),
      text(ACTIVITY_STATUS_NAMES[activity.status]),
      text(shanghaiDate(startsAt)),
      text(hours(startsAt, endsAt)),
      text(activity.place),
      text(leader),
      number(activity.capacity),
      number(counts['signed-up']),
      number(counts.waiting),
      number(counts.cancelled),
      number(attended),
      number(walkIns),
      number(attended + walkIns),
    ]),
  ];
  const columns = [10, 28, 10, 12, 14, 24, 12, 8, 8, 8, 8, 8, 10, 8].map((width) => ({ width }));
  return writeExcelFile(rows, { columns, sheet: '活动统计' }).toBuffer();
}

/** Who came, by number: a sheet that leaves the program names nobody. */
export function renderAttendance({ activity, rows }: SignUpList): Promise<Buffer> {
  const sheet = [
    head(
      '号码',
      '状态',
      ...activity.dates.map((date) => `${shanghaiDate(date.startsAt)} ${formatTime(date.startsAt)}`),
    ),
    ...rows.map((row) => [
      number(row.number),
      text(SIGN_UP_STATUS_NAMES[row.status]),
      ...activity.dates.map(({ id }) => text(sayCame(row.attendance.get(id)))),
    ]),
    [text('现场另来'), text(''), ...activity.dates.map(({ walkIns }) => number(walkIns))],
  ];
  const columns = [10, 14, ...activity.dates.map(() => 18)].map((width) => ({ width }));
  return writeExcelFile(sheet, { columns, sheet: '到场' }).toBuffer();
}

const sayCame = (came: boolean | undefined): string => (came === undefined ? '' : came ? '到' : '未到');
