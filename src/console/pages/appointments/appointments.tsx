import type { AppointmentRow, ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { addDays, dayStart, inShanghai, isoDay, mondayOf, sayDay, sayTime, sayWeekday } from '../../times.ts';
import { APPOINTMENT_STATUSES, CLOSED_WORD, sayOff } from '../../words.ts';
import { PageHead } from '../pieces.tsx';

function sayState({ closed, confirmed, status }: AppointmentRow): string {
  if (closed === true) return CLOSED_WORD;
  return confirmed === true && status === 'booked' ? '已确认会来' : APPOINTMENT_STATUSES[status];
}

const Appointment = ({ row }: { row: AppointmentRow }) => (
  <li class={`appointment status-${row.status}`}>
    <span class="appointment-time">{`${sayTime(row.startsAt)}–${sayTime(row.endsAt)}`}</span>
    <strong>{row.counsellor}</strong>
    <span class="faint">{row.room ?? '线上'}</span>
    <span class="faint">{sayState(row)}</span>
    {row.status === 'booked' ? <a href={`/console/appointments/${row.id}/change`}>改期或取消</a> : null}
  </li>
);

const Day = ({ day, rows, today }: { day: Date; rows: readonly AppointmentRow[]; today: boolean }) => (
  <section class={`day${today ? ' today' : ''}${rows.length === 0 ? ' free' : ''}`}>
    <h2>
      {sayWeekday(inShanghai(day).dayOfWeek)}
      <span class="faint">{sayDay(day)}</span>
      {today ? <span class="badge plain">今天</span> : null}
    </h2>
    {rows.length === 0 ? (
      <p class="faint none">没有预约</p>
    ) : (
      <ul>
        {rows.map((row) => (
          <Appointment row={row} />
        ))}
      </ul>
    )}
  </section>
);

const weekLink = (monday: Date): string => `/console/appointments?week=${isoDay(monday)}`;

export async function showAppointments(c: ConsoleContext, parts: ConsoleParts) {
  const now = await parts.clock.now();
  const monday = mondayOf(dayStart(c.req.query('week') ?? '') ?? now);
  const nextMonday = addDays(monday, 7);
  const rows = await parts.appointments.list(c.get('actor'), monday, nextMonday);
  if (rows === null) return renderAbsent(c, parts);
  const sorted = [...rows].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  const days = [0, 1, 2, 3, 4, 5, 6].map((index) => addDays(monday, index));
  const onDay = (day: Date) => sorted.filter(({ startsAt }) => isoDay(startsAt) === isoDay(day));
  const off = rows.filter(({ closed }) => closed === true).length;
  const booked = rows.filter(({ status }) => status !== 'cancelled').length - off;
  return renderPage(
    c,
    parts,
    { title: '预约', place: 'appointments' },
    <>
      <PageHead title="预约">
        <p class="faint">
          {`${sayDay(monday)} 到 ${sayDay(addDays(monday, 6))}，共 ${booked} 个${sayOff(off)}`}
        </p>
        <div class="week-links">
          <a class="button" href="/console/appointments/book">
            替同学约
          </a>
          <a class="button" href="/console/today">
            今天的日程单
          </a>
          <a class="button" href={weekLink(addDays(monday, -7))}>
            ← 上一周
          </a>
          <a class="button" href="/console/appointments">
            这一周
          </a>
          <a class="button" href={weekLink(nextMonday)}>
            下一周 →
          </a>
        </div>
      </PageHead>
      <div class="week">
        {days.map((day) => (
          <Day day={day} rows={onDay(day)} today={isoDay(day) === isoDay(now)} />
        ))}
      </div>
    </>,
  );
}
