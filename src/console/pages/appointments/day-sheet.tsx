import type { DaySheetRow } from '../../../booking/day-sheet-store.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { addDays, dayStart, inShanghai, isoDay, sayDay, sayTime, sayWeekday } from '../../times.ts';
import { APPOINTMENT_STATUSES, CLOSED_WORD, sayOff } from '../../words.ts';
import { Empty, PageHead } from '../pieces.tsx';

const Row = ({ row }: { row: DaySheetRow }) => (
  <tr>
    <td class="nowrap">{`${sayTime(row.startAt)}–${sayTime(row.endAt)}`}</td>
    <td>{row.room ?? '线上'}</td>
    <td>{row.counsellor}</td>
    <td>{row.first ? '第一次来' : ''}</td>
    <td>{row.closed ? CLOSED_WORD : row.confirmed ? '已确认会来' : APPOINTMENT_STATUSES[row.status]}</td>
    <td class="not-printed">
      {row.status === 'booked' ? (
        <a href={`/console/appointments/${row.appointmentId}/change`}>改期或取消</a>
      ) : null}
    </td>
  </tr>
);

/** 日程单: a day on one sheet, fit for paper; no name and no reason stands on it. */
export async function showDaySheet(c: ConsoleContext, parts: ConsoleParts) {
  const now = await parts.clock.now();
  const day = dayStart(c.req.query('day') ?? '') ?? dayStart(isoDay(now)) ?? now;
  const rows = await parts.appointmentChanges.day(c.get('actor'), isoDay(day));
  if (rows === null) return renderAbsent(c, parts);
  const off = rows.filter(({ closed }) => closed).length;
  const link = (days: number): string => `/console/today?day=${isoDay(addDays(day, days))}`;
  return renderPage(
    c,
    parts,
    { title: '日程单', place: 'appointments' },
    <div class="day-sheet">
      <PageHead title={isoDay(day) === isoDay(now) ? '今天' : '日程单'}>
        <p class="faint">
          {`${sayDay(day)} ${sayWeekday(inShanghai(day).dayOfWeek)}，${rows.length - off} 个预约${sayOff(off)}`}
        </p>
        <div class="week-links not-printed">
          <a class="button" href={link(-1)}>
            ← 前一天
          </a>
          <a class="button" href="/console/today">
            今天
          </a>
          <a class="button" href={link(1)}>
            后一天 →
          </a>
        </div>
      </PageHead>
      {rows.length === 0 ? (
        <Empty>这一天没有预约。</Empty>
      ) : (
        <div class="table-scroll">
          <table>
            <thead>
              <tr>
                <th>时间</th>
                <th>地点</th>
                <th>老师</th>
                <th>来访</th>
                <th>确认</th>
                <th class="not-printed" />
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p class="faint not-printed">用浏览器的打印，就是一张纸的日程单。来的是谁、为什么来，不写在这里。</p>
    </div>,
  );
}
