import type { Child } from 'hono/jsx';
import type { Room } from '../../../booking/availability-store.ts';
import { hoursField, type RoomText } from '../../../booking/read-room.ts';
import { sayMinute } from '../../../booking/say-rule.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, isUuid } from '../../route.ts';
import { sayWeekday } from '../../times.ts';
import { Csrf, Notice, PageHead } from '../pieces.tsx';
import { createFields, type Problems } from './fields.tsx';

const BASE = '/console/availability';
const ROOMS = `${BASE}/rooms`;
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

const hoursOn = ({ hours }: Pick<Room, 'hours'>, weekday: number): string =>
  hours
    .filter((one) => one.weekday === weekday)
    .map((one) => `${sayMinute(one.fromMinute)}-${sayMinute(one.toMinute)}`)
    .join(',');

const sayHours = (room: Room): string =>
  room.hours.length === 0
    ? '一直开放'
    : WEEKDAYS.flatMap((day) => {
        const hours = hoursOn(room, day);
        return hours === '' ? [] : [`${sayWeekday(day)} ${hours}`];
      }).join(' · ');

const textOf = (room: Room): RoomText => ({
  name: room.name,
  campus: room.campus ?? '',
  hours: Object.fromEntries(WEEKDAYS.map((day) => [hoursField(day), hoursOn(room, day)])),
  retired: room.retired,
});

const BLANK: RoomText = { name: '', campus: '', hours: {}, retired: false };

async function viewRooms(c: ConsoleContext, parts: ConsoleParts) {
  const view = await parts.availability.view(c.get('actor'));
  return view?.mayArrange ? view : null;
}

export const showRooms = (c: ConsoleContext, parts: ConsoleParts) => renderRooms(c, parts);

async function renderRooms(c: ConsoleContext, parts: ConsoleParts, notice: Child = null) {
  const view = await viewRooms(c, parts);
  if (view === null) return renderAbsent(c, parts);
  return renderPage(
    c,
    parts,
    { title: '房间', place: 'availability' },
    <div class="narrow">
      <PageHead title="房间" />
      {notice}
      <ul class="rows">
        {view.rooms.map((room) => (
          <li class="rota-rule">
            <div>
              <strong>{room.name}</strong>
              <span class="faint">
                {[room.campus ?? '', sayHours(room), room.retired ? '已停用' : '', room.sample ? '样例' : '']
                  .filter((part) => part !== '')
                  .join(' · ')}
              </span>
            </div>
            <div class="staff-actions">
              <a class="button" href={`${BASE}/room?id=${room.id}`}>
                改
              </a>
            </div>
          </li>
        ))}
      </ul>
      <p class="staff-actions">
        <a class="button" href={BASE}>
          返回
        </a>
        <a class="button primary" href={`${BASE}/room`}>
          添加房间
        </a>
      </p>
    </div>,
  );
}

type Shown = { readonly id: string; readonly text: RoomText; readonly problems?: Problems };

function renderRoom(c: ConsoleContext, parts: ConsoleParts, { id, text, problems = [] }: Shown) {
  const { pick, write } = createFields(
    { name: text.name, campus: text.campus, retired: text.retired ? 'yes' : '', ...text.hours },
    problems,
  );
  return renderPage(
    c,
    parts,
    { title: '房间', place: 'availability', status: problems.length > 0 ? 422 : 200 },
    <div class="narrow">
      <PageHead title={text.name === '' ? '添加房间' : text.name} />
      {problems.length > 0 ? <Notice kind="bad">{`没有保存，有 ${problems.length} 处要改。`}</Notice> : null}
      <form method="post" action={`${BASE}/room`} class="stack">
        <Csrf token={c.get('session').csrf} />
        <input type="hidden" name="id" value={id} />
        <div class="fields">
          {write('name')}
          {write('campus', 'text', '只有一个校区可以不填')}
        </div>
        <p class="faint">
          开放的钟点写成 08:00-12:00,14:00-21:00。七天都空着就是一直开放；写了其中几天，别的天就不开放。
        </p>
        <div class="fields">
          {WEEKDAYS.map((day) => write(hoursField(day), 'text', undefined, sayWeekday(day)))}
        </div>
        {pick('retired', [
          ['', '在用'],
          ['yes', '停用：不再有新的预约，已经约好的不变'],
        ])}
        <div class="form-end">
          <a class="button" href={ROOMS}>
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

export async function showRoomForm(c: ConsoleContext, parts: ConsoleParts) {
  const view = await viewRooms(c, parts);
  if (view === null) return renderAbsent(c, parts);
  const room = view.rooms.find(({ id }) => id === c.req.query('id'));
  return renderRoom(c, parts, {
    id: room?.id ?? parts.newId(),
    text: room === undefined ? BLANK : textOf(room),
  });
}

export async function saveRoom(c: ConsoleContext, parts: ConsoleParts) {
  const form = await readForm(c);
  const id = isUuid(form.one('id')) ? form.one('id') : parts.newId();
  const text: RoomText = {
    name: form.one('name'),
    campus: form.one('campus'),
    hours: Object.fromEntries(WEEKDAYS.map((day) => [hoursField(day), form.one(hoursField(day))])),
    retired: form.one('retired') === 'yes',
  };
  const saved = await parts.availability.saveRoom(c.get('actor'), id, text);
  if (saved.ok) {
    if (saved.booked === 0) return c.redirect(ROOMS, 303);
    const notice = (
      <Notice kind="warn">
        {`房间已经保存。有 ${saved.booked} 个已经约好的那时用不了这间房，没有动，同学也还没有听说：`}
        <a href="/console/appointments/changes">改期与请假</a>
      </Notice>
    );
    return renderRooms(c, parts, notice);
  }
  if (saved.code !== 'wrong') return renderAbsent(c, parts);
  return renderRoom(c, parts, { id, text, problems: saved.problems });
}
