import type { AvailabilityRule } from '../../../booking/availability-store.ts';
import { RULE_FIELDS, type RuleText } from '../../../booking/read-availability.ts';
import { sayRoomGap } from '../../../booking/room-gaps.ts';
import { sayMinute } from '../../../booking/say-rule.ts';
import { writeWeeks } from '../../../booking/teaching-weeks.ts';
import type { AvailabilityView } from '../../../conversation/desks/booking/availability-desk.ts';
import { type Form, readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, isUuid } from '../../route.ts';
import { sayWeekday } from '../../times.ts';
import type { Option } from '../duty/fields.tsx';
import { Csrf, Notice, PageHead } from '../pieces.tsx';
import { createFields, type Problems } from './fields.tsx';
import { mayHearGone, renderAvailability } from './overview.tsx';

const BASE = '/console/availability';
const PATH = `${BASE}/rule`;

const BLANK: RuleText = {
  staffId: '',
  weekday: '1',
  date: '',
  from: '',
  to: '',
  sessionMinutes: '50',
  mode: 'on-site',
  roomId: '',
  weeks: '每周',
  bufferBefore: '0',
  bufferAfter: '10',
  urgent: '否',
  validFrom: '',
  validTo: '',
};

/** A rule as its form has it. */
const textOf = (rule: AvailabilityRule): RuleText => ({
  staffId: rule.staffId,
  weekday: String(rule.weekday),
  date: rule.extra ? rule.validFrom : '',
  from: sayMinute(rule.fromMinute),
  to: sayMinute(rule.toMinute),
  sessionMinutes: String(rule.sessionMinutes),
  mode: rule.mode,
  roomId: rule.roomId ?? '',
  weeks: writeWeeks(rule.weeks),
  bufferBefore: String(rule.bufferBeforeMinutes),
  bufferAfter: String(rule.bufferAfterMinutes),
  urgent: rule.heldBack === 'urgent' ? '是' : '否',
  validFrom: rule.validFrom,
  validTo: rule.validTo ?? '',
});

const WEEKDAYS: readonly Option[] = [1, 2, 3, 4, 5, 6, 7].map((day) => [String(day), sayWeekday(day)]);
const YES_NO: readonly Option[] = [
  ['否', '否，所有同学都能约'],
  ['是', '是，每天留几个给求助中的同学，其余所有同学都能约'],
];

export const counsellorOptions = (view: AvailabilityView): Option[] =>
  view.counsellors.filter(({ mayChange }) => mayChange).map(({ staffId, name }): Option => [staffId, name]);

type Shown = {
  readonly text: RuleText;
  readonly extra: boolean;
  readonly newId: string;
  readonly oldId: string;
  readonly problems?: Problems;
};

const RuleForm = ({ view, csrf, shown }: { view: AvailabilityView; csrf: string; shown: Shown }) => {
  const { text, extra, newId, oldId, problems = [] } = shown;
  const { pick, write } = createFields(text, problems);
  const rooms = view.rooms.filter(({ retired }) => !retired);
  const places = rooms.map((room): Option => [room.id, [room.campus, room.name].filter(Boolean).join(' ')]);
  return (
    <form method="post" action={PATH} class="stack">
      <Csrf token={csrf} />
      <input type="hidden" name="id" value={newId} />
      <input type="hidden" name="old" value={oldId} />
      <input type="hidden" name="kind" value={extra ? 'extra' : 'weekly'} />
      {pick('staffId', counsellorOptions(view))}
      {extra ? write('date', 'date', '节假日也开放') : pick('weekday', WEEKDAYS)}
      <div class="fields">
        {write('from', 'time')}
        {write('to', 'time')}
        {write('sessionMinutes', 'number', '一般 50 或 45')}
      </div>
      <div class="fields">
        {pick('mode', [
          ['on-site', '现场'],
          ['online', '线上'],
        ])}
        {pick('roomId', [['', '—'], ...places], '线上不选房间')}
      </div>
      <div class="fields">
        {write('bufferBefore', 'number')}
        {write('bufferAfter', 'number', '两次咨询之间至少隔开这么久')}
      </div>
      {extra
        ? null
        : write('weeks', 'text', '每周、学期内、单周、双周，或 1-8,10 这样的周次；从开学那一周数起')}
      {pick('urgent', YES_NO)}
      {extra ? null : (
        <div class="fields">
          {write('validFrom', 'date', '不填就是从今天起')}
          {write('validTo', 'date', '不填就一直开放')}
        </div>
      )}
      <div class="form-end">
        <a class="button" href={BASE}>
          返回
        </a>
        <button type="submit" class="primary">
          保存
        </button>
      </div>
    </form>
  );
};

function renderRule(c: ConsoleContext, parts: ConsoleParts, view: AvailabilityView, shown: Shown) {
  const wrong = shown.problems?.length ?? 0;
  const title = `${shown.oldId === '' ? '添加' : '改'}${shown.extra ? '加开的一天' : '开放时间'}`;
  return renderPage(
    c,
    parts,
    { title, place: 'availability', status: wrong > 0 ? 422 : 200 },
    <div class="narrow">
      <PageHead title={title} />
      {wrong > 0 ? <Notice kind="bad">{`没有保存，有 ${wrong} 处要改。`}</Notice> : null}
      <RuleForm view={view} csrf={c.get('session').csrf} shown={shown} />
    </div>,
  );
}

export async function showRuleForm(c: ConsoleContext, parts: ConsoleParts) {
  const view = await parts.availability.view(c.get('actor'));
  if (view === null) return renderAbsent(c, parts);
  const old = view.counsellors
    .filter(({ mayChange }) => mayChange)
    .flatMap(({ rules }) => rules)
    .find(({ id }) => id === c.req.query('id'));
  const staffId = c.req.query('staff') ?? counsellorOptions(view)[0]?.[0] ?? '';
  return renderRule(c, parts, view, {
    text: old === undefined ? { ...BLANK, staffId } : textOf(old),
    extra: old?.extra ?? c.req.query('kind') === 'extra',
    newId: parts.newId(),
    oldId: old?.id ?? '',
  });
}

function readText(form: Form): RuleText {
  const text = Object.fromEntries(RULE_FIELDS.map((field) => [field, form.one(field)]));
  const extra = form.one('kind') === 'extra';
  // A browser without a script still sends the room that was chosen before.
  const roomId = form.one('mode') === 'online' ? '' : form.one('roomId');
  // A day that was left empty is a fault and no weekly rule.
  const date = extra && form.one('date') === '' ? '—' : form.one('date');
  return { ...BLANK, ...text, roomId, date: extra ? date : '' };
}

export async function saveRule(c: ConsoleContext, parts: ConsoleParts) {
  const form = await readForm(c);
  const text = readText(form);
  const newId = isUuid(form.one('id')) ? form.one('id') : parts.newId();
  const oldId = isUuid(form.one('old')) ? form.one('old') : '';
  const saved = await parts.availability.saveRule(c.get('actor'), newId, oldId === '' ? null : oldId, text);
  if (saved.ok) {
    if (saved.roomGap === null) return c.redirect(BASE, 303);
    const notice = <Notice kind="warn">{`已经保存，但是${sayRoomGap(saved.roomGap)}。`}</Notice>;
    return renderAvailability(c, parts, 200, notice);
  }
  if (saved.code === 'stale') {
    const notice = <Notice kind="bad">没有保存：别人刚刚改过或停掉了这一条。下面是现在的样子。</Notice>;
    return renderAvailability(c, parts, 409, notice);
  }
  const view = saved.code === 'wrong' ? await parts.availability.view(c.get('actor')) : null;
  if (view === null || saved.code !== 'wrong') return renderAbsent(c, parts);
  const extra = form.one('kind') === 'extra';
  return renderRule(c, parts, view, { text, extra, newId, oldId, problems: saved.problems });
}

export async function endRule(c: ConsoleContext, parts: ConsoleParts) {
  const id = (await readForm(c)).one('id');
  const ended = isUuid(id) && (await parts.availability.endRule(c.get('actor'), id));
  if (ended) return c.redirect(BASE, 303);
  return mayHearGone(c, id)
    ? renderAvailability(c, parts, 200, <Notice kind="good">这一条已经停了。</Notice>)
    : renderAbsent(c, parts);
}
