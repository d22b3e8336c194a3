import type { Child } from 'hono/jsx';
import { isChangeCause } from '../../../booking/change-offer.ts';
import type { ChangeView } from '../../../conversation/desks/booking/change-desk.ts';
import { type Form, readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf, isUuid } from '../../route.ts';
import { sayDay, sayMoment, sayTime } from '../../times.ts';
import { Csrf, Notice, PageHead } from '../pieces.tsx';
import { Cause, Line, wrongCause } from './cause-fields.tsx';
import { DayChoice, sayOffered, shownTimes } from './change-times.tsx';

/** As many as one message offers. */
const MOST_TIMES = 5;

type Typed = { readonly slots: readonly string[]; readonly cause: string; readonly line: string };
const NOTHING: Typed = { slots: [], cause: 'schedule', line: '' };
type Shown = { readonly view: ChangeView; readonly times: ChangeView['times'] };

const OfferForm = ({ view, times, typed, csrf, newId }: Shown & { typed: Typed } & Formed) => (
  <section class="card">
    <h2>提议改期</h2>
    <p class="faint">同学同意了才会改；不回复，原来的时间不变。提议的时间不会先占住。</p>
    {times.length === 0 ? (
      <p>没有空的时间可以提议。</p>
    ) : (
      <form method="post" action={`/console/appointments/${view.appointment.id}/offer`} class="stack">
        <Csrf token={csrf} />
        <input type="hidden" name="key" value={newId()} />
        <fieldset class="time-picks">
          <legend>{`提议哪些时间（最多 ${MOST_TIMES} 个）`}</legend>
          {times.map((time) => (
            <label class="check">
              <input
                type="checkbox"
                name="slot"
                value={time.slot}
                checked={typed.slots.includes(time.slot)}
              />
              {sayOffered(time)}
            </label>
          ))}
        </fieldset>
        <Cause value={typed.cause} id="offer-cause" />
        <Line value={typed.line} id="offer-line" />
        <button type="submit" class="primary">
          问同学
        </button>
      </form>
    )}
  </section>
);

const AgreeForm = ({ view, times, csrf }: Shown & Pick<Formed, 'csrf'>) => (
  <section class="card">
    <h2>电话里约好的时间</h2>
    <p class="faint">老师那时来不了。和同学在电话里说好了，就选那个时间；改好以后，同学会收到一条消息。</p>
    {times.length === 0 ? (
      <p>没有空的时间。</p>
    ) : (
      <form method="post" action={`/console/appointments/${view.appointment.id}/offer`} class="stack">
        <Csrf token={csrf} />
        <input type="hidden" name="step" value="agreed" />
        <label for="agreed">约定的时间</label>
        <select id="agreed" name="slot">
          <option value="">请选</option>
          {times.map((time) => (
            <option value={time.slot}>{sayOffered(time)}</option>
          ))}
        </select>
        <button type="submit" class="primary">
          改到这个时间
        </button>
      </form>
    )}
  </section>
);

const CallOffForm = ({ view, csrf, newId }: { view: ChangeView } & Formed) => (
  <section class="card">
    <h2>中心取消</h2>
    <p class="faint">马上取消，并告诉同学原因和最近有空的时间。记为中心取消，不算同学的。</p>
    <form method="post" action={`/console/appointments/${view.appointment.id}/call-off`} class="stack">
      <Csrf token={csrf} />
      <input type="hidden" name="key" value={newId()} />
      <Cause value="schedule" id="off-cause" />
      <Line value="" id="off-line" />
      <button type="submit" class="danger">
        取消这个预约
      </button>
    </form>
  </section>
);

type Formed = { csrf: string; newId: () => string };

async function renderChange(
  c: ConsoleContext,
  parts: ConsoleParts,
  id: string | null,
  typed: Typed = NOTHING,
  notice: Child = null,
) {
  const view = id === null ? null : await parts.appointmentChanges.view(c.get('actor'), id);
  if (view === null) return renderAbsent(c, parts);
  const { appointment, open, now } = view;
  const { startAt, endAt, counsellor, room, status } = appointment;
  const changeable = status === 'booked' && startAt > now;
  const day = c.req.query('day');
  const times = shownTimes(view.times, day, typed.slots);
  const formed = { csrf: c.get('session').csrf, newId: () => parts.newId() };
  return renderPage(
    c,
    parts,
    { title: '改期或取消', place: 'appointments', status: notice === null ? 200 : 422 },
    <div class="narrow">
      <PageHead title="改期或取消" />
      {notice}
      <p>
        <strong>{`${sayDay(startAt)} ${sayTime(startAt)}–${sayTime(endAt)}`}</strong>
        {` ${counsellor} · ${room ?? '线上'}`}
      </p>
      {changeable || view.closed ? null : <p>这个预约已经不能改了。</p>}
      {view.closed || (changeable && open === null) ? <DayChoice times={view.times} day={day} /> : null}
      {view.closed ? <AgreeForm view={view} times={times} csrf={formed.csrf} /> : null}
      {open === null || view.closed ? null : (
        <Notice kind="warn">{`已经问过同学，等到 ${sayMoment(open.expiresAt, now)}。`}</Notice>
      )}
      {changeable && open === null && !view.closed ? (
        <OfferForm view={view} times={times} typed={typed} {...formed} />
      ) : null}
      {changeable ? <CallOffForm view={view} {...formed} /> : null}
    </div>,
  );
}

export const showChange = (c: ConsoleContext, parts: ConsoleParts) => renderChange(c, parts, idOf(c));

const bad = (text: string): Child => <Notice kind="bad">{text}</Notice>;
const GONE = '没有做：这个预约已经取消、改了时间，或者已经开始。';

/** What is wrong with what both forms ask; null when nothing is. */
function problemOf(form: Form): string | null {
  return wrongCause(form) ?? (isUuid(form.one('key')) ? null : '请再提交一次。');
}

const typedOf = (form: Form): Typed => ({
  slots: form.all('slot'),
  cause: form.one('cause'),
  line: form.one('line'),
});

async function enterAgreed(c: ConsoleContext, parts: ConsoleParts, id: string | null, slot: string) {
  if (id === null || slot === '') return renderChange(c, parts, id, NOTHING, bad('约定的时间：还没有选。'));
  switch (await parts.appointmentChanges.agree(c.get('actor'), id, slot)) {
    case 'agreed':
      return c.redirect('/console/appointments/changes', 303);
    case 'gone':
      return renderChange(c, parts, id, NOTHING, bad('没有改：同学已经自己选好，或者这个预约已经取消。'));
    case 'taken':
      return renderChange(c, parts, id, NOTHING, bad('没有改：这个时间刚被约走了，请选别的。'));
    case 'limit':
      return renderChange(c, parts, id, NOTHING, bad('没有改：同学已经另约了别的时间，同时能约的已经满了。'));
    case 'absent':
      return renderAbsent(c, parts);
  }
}

export async function offerChange(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const form = await readForm(c);
  if (form.one('step') === 'agreed') return enterAgreed(c, parts, id, form.one('slot'));
  const typed = typedOf(form);
  const cause = form.one('cause');
  const { slots } = typed;
  const wrong = slots.length === 0 || slots.length > MOST_TIMES ? `时间：请选 1 到 ${MOST_TIMES} 个。` : null;
  const problem = wrong ?? problemOf(form);
  if (id === null || problem !== null || !isChangeCause(cause))
    return renderChange(c, parts, id, typed, bad(problem ?? ''));
  const input = { key: form.one('key'), slots, cause, line: form.one('line').trim() };
  switch (await parts.appointmentChanges.offer(c.get('actor'), id, input)) {
    case 'offered':
      return c.redirect('/console/appointments/changes', 303);
    case 'gone':
      return renderChange(c, parts, id, typed, bad(GONE));
    case 'busy':
      return renderChange(c, parts, id, typed, bad('没有再问：已经在等同学回复。'));
    case 'taken':
      return renderChange(c, parts, id, typed, bad('没有问：这些时间刚被约走了，请选别的。'));
    case 'absent':
      return renderAbsent(c, parts);
  }
}

export async function callOffAppointment(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const form = await readForm(c);
  const cause = form.one('cause');
  const problem = problemOf(form);
  if (id === null || problem !== null || !isChangeCause(cause))
    return renderChange(c, parts, id, NOTHING, bad(problem ?? ''));
  const input = { key: form.one('key'), cause, line: form.one('line').trim() };
  switch (await parts.appointmentChanges.callOff(c.get('actor'), id, input)) {
    case 'called-off':
      return c.redirect('/console/appointments/changes', 303);
    case 'gone':
      return renderChange(c, parts, id, NOTHING, bad(GONE));
    case 'absent':
      return renderAbsent(c, parts);
  }
}
