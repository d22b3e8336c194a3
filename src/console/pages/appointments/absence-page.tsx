import type { Child } from 'hono/jsx';
import { momentOf } from '../../../booking/local-day.ts';
import type { AbsenceView, MetAppointments } from '../../../conversation/desks/booking/change-desk.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, isUuid } from '../../route.ts';
import { addDays, dayStart, isoDay, sayDay, sayTime } from '../../times.ts';
import { type Option, Pick, Write } from '../duty/fields.tsx';
import { Csrf, Notice, PageHead } from '../pieces.tsx';
import { LedList } from './led-list.tsx';

const PARTS = ['day', 'morning', 'afternoon', 'evening'] as const;
type DayPart = (typeof PARTS)[number];
/** From which hour to which; the afternoon ends when the evening begins. */
const HOURS: Readonly<Record<DayPart, readonly [number, number]>> = {
  day: [0, 24],
  morning: [0, 12],
  afternoon: [12, 18],
  evening: [18, 24],
};
const PART_OPTIONS: readonly Option[] = [
  ['day', '一整天'],
  ['morning', '上午（12:00 前）'],
  ['afternoon', '下午（12:00–18:00）'],
  ['evening', '晚上（18:00 后）'],
];

type Chosen = { readonly staffId: string; readonly day: Date; readonly part: DayPart };

const partOf = (text: string): DayPart => PARTS.find((part) => part === text) ?? 'day';

const rangeOf = ({ day, part }: Chosen): { from: Date; to: Date } => {
  const [from, to] = HOURS[part];
  const date = isoDay(day);
  return { from: momentOf(date, from * 60), to: momentOf(date, to * 60) };
};

function ChooseForm({
  view,
  staff,
  day,
  part,
}: {
  view: AbsenceView;
  staff: string;
  day: string;
  part: string;
}) {
  const people = view.counsellors.map(({ id, name }): Option => [id, name]);
  return (
    <form method="get" action="/console/appointments/absence" class="card stack">
      <Pick name="staff" label="哪位老师" value={staff} options={people} />
      <div class="fields">
        <Write name="day" type="date" label="哪一天" value={day} />
        <Pick name="part" label="哪个时段" value={part} options={PART_OPTIONS} />
      </div>
      <button type="submit">看会影响谁</button>
    </form>
  );
}

type Confirmed = { chosen: Chosen; met: MetAppointments; csrf: string; newId: string };

const sayNobody = ({ led }: MetAppointments): string =>
  led.length === 0 ? '这段时间没有要告诉的同学' : '这段时间没有约好的同学，但有活动';

const ConfirmForm = ({ chosen, met, csrf, newId }: Confirmed) => (
  <section class="card">
    <h2>{met.count === 0 ? sayNobody(met) : `会影响 ${met.count} 位同学`}</h2>
    <ul>
      {(met.rows ?? []).map(({ startAt, endAt, room }) => (
        <li>{`${sayTime(startAt)}–${sayTime(endAt)} · ${room ?? '线上'}`}</li>
      ))}
    </ul>
    {met.begun === 0 ? null : (
      <Notice kind="warn">
        {`其中 ${met.begun} 位的时间已经开始，也没有签到。如果正在咨询，请先记下“来了”再确认，TA 就不会收到消息。`}
      </Notice>
    )}
    {met.led.length === 0 ? null : (
      <>
        <h3>{`这段时间要带领 ${met.led.length} 次活动`}</h3>
        <LedList dates={met.led} />
      </>
    )}
    <p class="faint">
      确认之后，这段时间马上不能再约；每位同学都会收到一条消息，可以点别的时间。没有回复的，会列在“改期与请假”里，请打电话。以前已经告诉过的、已经签到的，不会再收到。
    </p>
    <form method="post" action="/console/appointments/absence">
      <Csrf token={csrf} />
      <input type="hidden" name="key" value={newId} />
      <input type="hidden" name="staff" value={chosen.staffId} />
      <input type="hidden" name="day" value={isoDay(chosen.day)} />
      <input type="hidden" name="part" value={chosen.part} />
      <button type="submit" class="primary">
        {met.count === 0 ? '这段时间不接预约' : '确认，并告诉这些同学'}
      </button>
    </form>
  </section>
);

async function renderAbsence(c: ConsoleContext, parts: ConsoleParts, asked: Asked, notice: Child = null) {
  const view = await parts.appointmentChanges.absence(c.get('actor'));
  if (view === null) return renderAbsent(c, parts);
  const [first] = view.counsellors;
  const chosen = readChosen(asked, view.now);
  const problem = typeof chosen === 'string' ? chosen : null;
  const range = chosen === null || typeof chosen === 'string' ? null : rangeOf(chosen);
  const met =
    chosen === null || typeof chosen === 'string' || range === null
      ? null
      : await parts.appointmentChanges.meets(c.get('actor'), chosen.staffId, range.from, range.to);
  if (range !== null && met === null) return renderAbsent(c, parts);
  const { csrf } = c.get('session');
  const wrong = notice ?? (problem === null ? null : <Notice kind="bad">{problem}</Notice>);
  return renderPage(
    c,
    parts,
    { title: '某天来不了', place: 'changes', status: wrong === null ? 200 : 422 },
    <div class="narrow">
      <PageHead title="某天来不了" />
      {wrong}
      <ChooseForm
        view={view}
        staff={asked.staff === '' ? (first?.id ?? '') : asked.staff}
        day={asked.day === '' ? isoDay(view.now) : asked.day}
        part={partOf(asked.part)}
      />
      {met === null || chosen === null || typeof chosen === 'string' ? null : (
        <>
          <h2>{`${view.counsellors.find(({ id }) => id === chosen.staffId)?.name ?? ''} · ${sayDay(chosen.day)}`}</h2>
          <ConfirmForm chosen={chosen} met={met} csrf={csrf} newId={parts.newId()} />
        </>
      )}
    </div>,
  );
}

type Asked = { readonly staff: string; readonly day: string; readonly part: string };

/** Null before anything was chosen; words about what is wrong. */
function readChosen({ staff, day, part }: Asked, now: Date): Chosen | string | null {
  if (staff === '') return null;
  if (!isUuid(staff)) return '老师：还没有选。';
  const start = dayStart(day);
  if (start === null) return '日期：请选一天。';
  if (addDays(start, 1) <= now) return '日期：这一天已经过了。';
  return { staffId: staff, day: start, part: partOf(part) };
}

export async function showAbsence(c: ConsoleContext, parts: ConsoleParts) {
  const query = (name: string): string => c.req.query(name) ?? '';
  return renderAbsence(c, parts, { staff: query('staff'), day: query('day'), part: query('part') });
}

export async function closeDay(c: ConsoleContext, parts: ConsoleParts) {
  const form = await readForm(c);
  const asked = { staff: form.one('staff'), day: form.one('day'), part: form.one('part') };
  const key = form.one('key');
  const chosen = readChosen(asked, await parts.clock.now());
  const actor = c.get('actor');
  if (chosen === null || typeof chosen === 'string' || !isUuid(key)) {
    if (!(await parts.appointmentChanges.mayClose(actor))) return renderAbsent(c, parts);
    const text = typeof chosen === 'string' ? chosen : '老师：还没有选。';
    return renderAbsence(c, parts, { ...asked, staff: '' }, <Notice kind="bad">{text}</Notice>);
  }
  const closed = await parts.appointmentChanges.closeDay(actor, {
    key,
    staffId: chosen.staffId,
    ...rangeOf(chosen),
  });
  if (closed === 'absent') return renderAbsent(c, parts);
  return c.redirect('/console/appointments/changes', 303);
}
