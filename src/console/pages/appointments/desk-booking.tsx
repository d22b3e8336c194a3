import type { Child } from 'hono/jsx';
import type { OfferedSlot } from '../../../booking/booking-request.ts';
import {
  DESK_CODE_MINUTES,
  DESK_REASONS,
  type DeskReason,
  isDeskReason,
} from '../../../booking/desk-booking.ts';
import type {
  AskedFor,
  BookProblem,
  FoundStudent,
} from '../../../conversation/desks/booking/desk-booking-desk.ts';
import { sayPlace } from '../../../core/place.ts';
import { type Form, readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, isUuid } from '../../route.ts';
import { sayDay, sayTime } from '../../times.ts';
import { Csrf, Notice, PageHead } from '../pieces.tsx';

const PATH = '/console/appointments/book';

const REASONS: Readonly<Record<DeskReason, string>> = {
  phone: '同学打电话来约',
  'walk-in': '同学到前台来约',
  counsellor: '和老师说好的',
  other: '别的情况',
};

const PROBLEMS: Readonly<Record<Exclude<BookProblem, 'absent'>, string>> = {
  nothing: '找哪位同学：还没有写，或者写了两样。写一样就行。',
  number: '学号：要是 4 到 24 位的数字或字母。',
  code: '预约码：要是 6 位数字。',
  'unknown-number':
    '没有约：还没有同学在机器人里核对过这个学号。请同学在「我的预约」里点「请前台替我约」，把预约码念给你。',
  'unknown-code': `没有约：这个预约码不对，或者过了 ${DESK_CODE_MINUTES} 分钟。请同学再要一个，旧的就作废。`,
  'no-consent':
    '没有约：同学还没有同意中心记下他的预约。请同学在机器人里点「预约」，看完点「同意」，不用选时间；然后再替他约。',
  taken: '没有约：这个时间刚被约走，或者已经过了。请选别的。',
  full: '没有约：老师那天或那一周的咨询满了。请选别的。',
  limit: '没有约：这位同学已经有预约了，还没有来过。要换时间，在「预约」里改期。',
};

type Typed = AskedFor & { readonly slot: string; readonly reason: string };
const NOTHING: Typed = { number: '', code: '', slot: '', reason: '' };

const typedOf = (form: Form): Typed => ({
  number: form.one('number').slice(0, 60),
  code: form.one('code').slice(0, 60),
  slot: form.one('slot'),
  reason: form.one('reason'),
});

type Shown = {
  readonly csrf: string;
  readonly byNumber: boolean;
  readonly typed: Typed;
};

const FindForm = ({ csrf, byNumber, typed }: Shown) => (
  <form method="post" action={PATH} class="stack" novalidate>
    <Csrf token={csrf} />
    {byNumber ? (
      <>
        <label for="number">学号（同学在机器人里核对过的）</label>
        <input id="number" name="number" autocomplete="off" maxlength={40} value={typed.number} />
      </>
    ) : null}
    <label for="code">{`${byNumber ? '或者' : ''}预约码（同学在「我的预约」里点「请前台替我约」就有）`}</label>
    <input id="code" name="code" autocomplete="off" inputmode="numeric" maxlength={20} value={typed.code} />
    <div class="form-end">
      <button type="submit" name="step" value="find" class="primary">
        找这位同学
      </button>
    </div>
  </form>
);

const slotLine = ({ startAt, endAt, counsellor, ...place }: OfferedSlot): string =>
  `${sayTime(startAt)}–${sayTime(endAt)} ${counsellor} · ${sayPlace(place, '线上')}`;

const Slots = ({ slots, chosen }: { slots: readonly OfferedSlot[]; chosen: string }) => {
  const days = [...new Set(slots.map(({ startAt }) => sayDay(startAt)))];
  return (
    <select id="slot" name="slot" required>
      <option value="">请选</option>
      {days.map((day) => (
        <optgroup label={day}>
          {slots
            .filter(({ startAt }) => sayDay(startAt) === day)
            .map((slot) => (
              <option value={slot.id} selected={slot.id === chosen}>
                {`${day} ${slotLine(slot)}`}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  );
};

const BookForm = ({ csrf, typed, found, newId }: Shown & { found: FoundStudent; newId: () => string }) => (
  <section class="card">
    <h2>{found.person === null ? '预约码对上了' : `${found.person.name} · ${found.person.college}`}</h2>
    {found.slots.length === 0 ? (
      <p>能替这位同学约的时间里，现在没有空的。</p>
    ) : (
      <form method="post" action={PATH} class="stack" novalidate>
        <Csrf token={csrf} />
        <input type="hidden" name="key" value={newId()} />
        <input type="hidden" name="number" value={typed.number} />
        <input type="hidden" name="code" value={typed.code} />
        <label for="slot">时间</label>
        <Slots slots={found.slots} chosen={typed.slot} />
        <label for="reason">怎么约的</label>
        <select id="reason" name="reason" required>
          <option value="">请选</option>
          {DESK_REASONS.map((reason) => (
            <option value={reason} selected={reason === typed.reason}>
              {REASONS[reason]}
            </option>
          ))}
        </select>
        <div class="form-end">
          <button type="submit" name="step" value="book" class="primary">
            替同学约
          </button>
        </div>
      </form>
    )}
  </section>
);

const Done = ({ slot }: { slot: OfferedSlot }) => (
  <section class="notice good" role="status">
    <p>
      <strong>{`约好了：${sayDay(slot.startAt)} ${slotLine(slot)}`}</strong>
    </p>
    <p>
      同学在机器人里会收到，也能在那里取消或改时间。请当面或在电话里也说一遍：微信上可能要等他下次说话才看得到。
    </p>
  </section>
);

type View = {
  readonly typed: Typed;
  readonly found?: FoundStudent;
  readonly done?: OfferedSlot;
  readonly problem?: string;
};

async function render(c: ConsoleContext, parts: ConsoleParts, view: View) {
  const opened = await parts.deskBookings.open(c.get('actor'));
  if (opened === null) return renderAbsent(c, parts);
  const { typed, found, done, problem } = view;
  const shown = { csrf: c.get('session').csrf, byNumber: opened.byNumber, typed };
  const notice: Child = problem === undefined ? null : <Notice kind="bad">{problem}</Notice>;
  return renderPage(
    c,
    parts,
    { title: '替同学约', place: 'appointments', status: problem === undefined ? 200 : 422 },
    <div class="narrow">
      <PageHead title="替同学约">
        <a href="/console/appointments">回到预约</a>
      </PageHead>
      <p class="faint">
        同学打电话来，或者到了前台。老师的每日、每周上限照样算，缺席和每学期次数的限制不算。谁替谁约的，会记下来。
      </p>
      {notice}
      {done === undefined ? null : <Done slot={done} />}
      {found === undefined ? null : <BookForm {...shown} found={found} newId={() => parts.newId()} />}
      {found === undefined ? null : <h2>换一位同学</h2>}
      <FindForm {...shown} typed={found === undefined ? typed : NOTHING} />
    </div>,
  );
}

export const showDeskBooking = (c: ConsoleContext, parts: ConsoleParts) =>
  render(c, parts, { typed: NOTHING });

/** Finds the student; then books for them. What was wrong stands beside what was typed. */
export async function bookForStudent(c: ConsoleContext, parts: ConsoleParts) {
  const actor = c.get('actor');
  const form = await readForm(c);
  const typed = typedOf(form);
  const { number, code, slot, reason } = typed;
  const who = { number, code };
  const again = async (problem?: string) => {
    const found = await parts.deskBookings.find(actor, who);
    if (found.ok)
      return render(c, parts, {
        typed,
        found: found.value,
        ...(problem === undefined ? {} : { problem }),
      });
    if (found.code === 'absent') return renderAbsent(c, parts);
    return render(c, parts, { typed, problem: PROBLEMS[found.code] });
  };
  if (form.one('step') !== 'book') return again();
  if (slot === '') return again('时间：还没有选。');
  if (!isDeskReason(reason)) return again('怎么约的：还没有选。');
  if (!isUuid(form.one('key'))) return again('请再提交一次。');
  const booked = await parts.deskBookings.book(actor, who, { key: form.one('key'), slot, reason });
  if (booked.ok) return render(c, parts, { typed: NOTHING, done: booked.value });
  if (booked.code === 'absent') return renderAbsent(c, parts);
  return again(PROBLEMS[booked.code]);
}
