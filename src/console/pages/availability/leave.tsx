import { LEAVE_FIELDS, type LeaveText } from '../../../booking/read-availability.ts';
import type { AvailabilityView } from '../../../conversation/desks/booking/availability-desk.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, isUuid } from '../../route.ts';
import { Csrf, Notice, PageHead } from '../pieces.tsx';
import { createFields, type Problems } from './fields.tsx';
import { mayHearGone, renderAvailability } from './overview.tsx';
import { counsellorOptions } from './rule.tsx';

const BASE = '/console/availability';
const PATH = `${BASE}/leave`;
const BLANK: LeaveText = { staffId: '', startsAt: '', endsAt: '', note: '' };

type Shown = { readonly text: LeaveText; readonly id: string; readonly problems?: Problems };

function renderLeave(c: ConsoleContext, parts: ConsoleParts, view: AvailabilityView, shown: Shown) {
  const problems = shown.problems ?? [];
  const { pick, write } = createFields(shown.text, problems);
  return renderPage(
    c,
    parts,
    { title: '请假', place: 'availability', status: problems.length > 0 ? 422 : 200 },
    <div class="narrow">
      <PageHead title="请假" />
      {problems.length > 0 ? <Notice kind="bad">{`没有保存，有 ${problems.length} 处要改。`}</Notice> : null}
      <p class="faint">请假的时间里不再开放。已经约好的不会自动取消，也不会移动。</p>
      <form method="post" action={PATH} class="stack">
        <Csrf token={c.get('session').csrf} />
        <input type="hidden" name="id" value={shown.id} />
        {pick('staffId', counsellorOptions(view))}
        <div class="fields">
          {write('startsAt', 'datetime-local')}
          {write('endsAt', 'datetime-local')}
        </div>
        {write('note', 'text', '可以不填；只有管理开放时间的人看得到，不要写同学的事')}
        <div class="form-end">
          <a class="button" href={BASE}>
            返回
          </a>
          <button type="submit" class="primary">
            保存
          </button>
        </div>
      </form>
    </div>,
  );
}

export async function showLeaveForm(c: ConsoleContext, parts: ConsoleParts) {
  const view = await parts.availability.view(c.get('actor'));
  if (view === null) return renderAbsent(c, parts);
  const staffId = c.req.query('staff') ?? counsellorOptions(view)[0]?.[0] ?? '';
  return renderLeave(c, parts, view, { text: { ...BLANK, staffId }, id: parts.newId() });
}

export async function saveLeave(c: ConsoleContext, parts: ConsoleParts) {
  const form = await readForm(c);
  const text: LeaveText = {
    ...BLANK,
    ...Object.fromEntries(LEAVE_FIELDS.map((field) => [field, form.one(field)])),
  };
  const id = isUuid(form.one('id')) ? form.one('id') : parts.newId();
  const saved = await parts.availability.addLeave(c.get('actor'), id, text);
  if (saved.ok) {
    if (saved.booked === 0) return c.redirect(BASE, 303);
    const notice = (
      <Notice kind="warn">
        {`请假已经记下。这段时间里有 ${saved.booked} 个已经约好的，没有动，同学也还没有听说：可以在下面告诉他们，或者由老师、前台和同学另约。`}
      </Notice>
    );
    return renderAvailability(c, parts, 200, notice);
  }
  const view = saved.code === 'wrong' ? await parts.availability.view(c.get('actor')) : null;
  if (view === null || saved.code !== 'wrong') return renderAbsent(c, parts);
  return renderLeave(c, parts, view, { text, id, problems: saved.problems });
}

export async function endLeave(c: ConsoleContext, parts: ConsoleParts) {
  const id = (await readForm(c)).one('id');
  if (isUuid(id) && (await parts.availability.endLeave(c.get('actor'), id))) return c.redirect(BASE, 303);
  return mayHearGone(c, id)
    ? renderAvailability(c, parts, 200, <Notice kind="good">这次请假已经取消了。</Notice>)
    : renderAbsent(c, parts);
}
