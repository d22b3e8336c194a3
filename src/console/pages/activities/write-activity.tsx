import type { Child } from 'hono/jsx';
import { can } from '../../../access/can.ts';
import { clashesKey } from '../../../conversation/desks/activities/activity-clashes.ts';
import type { ActivityClash } from '../../../conversation/desks/activities/activity-desk.ts';
import { addMs, daysMs } from '../../../core/clock.ts';
import type { Activity } from '../../../groups/activity.ts';
import { type ActivityInput, writeMinute, writeTimes } from '../../../groups/check-activity.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf, isUuid } from '../../route.ts';
import { Notice, PageHead } from '../pieces.tsx';
import { ActivityForm, type FormState } from './activity-form.tsx';
import { ClashList } from './clash-list.tsx';

const FIELDS = [
  'kind',
  'title',
  'titleEn',
  'text',
  'textEn',
  'place',
  'capacity',
  'signUpFrom',
  'signUpUntil',
  'question',
  'questionEn',
  'questionKind',
  'leaderId',
  'dates',
] as const;

async function readTyped(c: ConsoleContext): Promise<ActivityInput> {
  const form = await readForm(c);
  const typed = Object.fromEntries(FIELDS.map((name) => [name, form.one(name)]));
  return { ...BLANK, ...typed };
}

const BLANK: ActivityInput = {
  kind: 'lecture',
  title: '',
  titleEn: '',
  text: '',
  textEn: '',
  place: '',
  capacity: '30',
  signUpFrom: '',
  signUpUntil: '',
  question: '',
  questionEn: '',
  questionKind: 'words',
  leaderId: '',
  dates: '',
};

const toInput = (activity: Activity): ActivityInput => ({
  kind: activity.kind,
  title: activity.title,
  titleEn: activity.titleEn ?? '',
  text: activity.text,
  textEn: activity.textEn ?? '',
  place: activity.place,
  capacity: String(activity.capacity),
  signUpFrom: writeMinute(activity.signUpFrom),
  signUpUntil: writeMinute(activity.signUpUntil),
  question: activity.question?.text ?? '',
  questionEn: activity.question?.en ?? '',
  questionKind: activity.question?.kind ?? 'words',
  leaderId: activity.leaderId,
  dates: writeTimes(activity.dates),
});

const mayWrite = (c: ConsoleContext): boolean =>
  can(c.get('actor'), 'activity.write', { kind: 'activities' }, 'administration');

async function stateOf(
  c: ConsoleContext,
  parts: ConsoleParts,
  typed: ActivityInput,
  problems: FormState['problems'] = [],
): Promise<FormState> {
  return { typed, problems, leaders: (await parts.activities.leaders(c.get('actor'))) ?? [] };
}

function renderNew(c: ConsoleContext, parts: ConsoleParts, key: string, state: FormState) {
  return renderPage(
    c,
    parts,
    { title: '新建活动', place: 'activities', status: state.problems.length === 0 ? 200 : 422 },
    <div class="narrow">
      <PageHead title="新建活动" />
      <ActivityForm
        action="/console/activities/new"
        csrf={c.get('session').csrf}
        state={state}
        back="/console/activities"
      >
        <input type="hidden" name="key" value={key} />
      </ActivityForm>
    </div>,
  );
}

/** Empty, or beginning with what another one says: then its times are still to be written. */
export async function showNewActivity(c: ConsoleContext, parts: ConsoleParts) {
  if (!mayWrite(c)) return renderAbsent(c, parts);
  const from = c.req.query('from') ?? '';
  const other = isUuid(from) ? await parts.activities.view(c.get('actor'), from) : null;
  const now = await parts.clock.now();
  const times = { signUpFrom: writeMinute(now), signUpUntil: writeMinute(addMs(now, daysMs(14))) };
  const typed = { ...(other === null ? BLANK : toInput(other.activity)), ...times, dates: '' };
  return renderNew(c, parts, parts.newId(), await stateOf(c, parts, typed));
}

export async function makeActivity(c: ConsoleContext, parts: ConsoleParts) {
  if (!mayWrite(c)) return renderAbsent(c, parts);
  const typed = await readTyped(c);
  const sent = (await readForm(c)).one('key');
  const key = isUuid(sent) ? sent : parts.newId();
  const made = await parts.activities.create(c.get('actor'), key, typed);
  if (made.ok) return c.redirect(`/console/activities/${made.id}`, 303);
  if (made.code === 'problems')
    return renderNew(c, parts, key, await stateOf(c, parts, typed, made.problems));
  return renderAbsent(c, parts);
}

const REFUSED = {
  changed: '没有保存：刚才有人改过。下面是你写的；再保存一次会盖掉那次修改。',
  'below-taken': '没有保存：名额不能少于已经报上的人数。',
  'date-used': '没有保存：去掉的那一次已经有签到或现场人数，不能去掉。记错了的，先在“名单与签到”里撤掉。',
} as const;

function renderEdit(
  c: ConsoleContext,
  parts: ConsoleParts,
  { id, version }: Pick<Activity, 'id' | 'version'>,
  state: FormState,
  status: 200 | 409 | 422 = 200,
  notice: Child = null,
  accepted = '',
) {
  return renderPage(
    c,
    parts,
    { title: '修改活动', place: 'activities', status },
    <div class="narrow">
      <PageHead title="修改活动">
        <p class="faint">改了时间或地点，报了名的人会收到一条消息。</p>
      </PageHead>
      {notice}
      <ActivityForm
        action={`/console/activities/${id}/edit`}
        csrf={c.get('session').csrf}
        state={state}
        back={`/console/activities/${id}`}
      >
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="accepted" value={accepted} />
      </ActivityForm>
    </div>,
  );
}

export async function showEditActivity(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const view = id === null ? null : await parts.activities.view(c.get('actor'), id);
  if (view === null || !view.may.edit) return renderAbsent(c, parts);
  return renderEdit(c, parts, view.activity, await stateOf(c, parts, toInput(view.activity)));
}

export async function editActivity(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  if (id === null || !mayWrite(c)) return renderAbsent(c, parts);
  const typed = await readTyped(c);
  const form = await readForm(c);
  const sent = Number(form.one('version'));
  const version = Number.isInteger(sent) ? sent : 0;
  const edited = await parts.activities.edit(c.get('actor'), id, version, typed, form.one('accepted'));
  if (edited.ok) return c.redirect(`/console/activities/${id}`, 303);
  if (edited.code === 'absent') return renderAbsent(c, parts);
  if (edited.code === 'problems')
    return renderEdit(c, parts, { id, version }, await stateOf(c, parts, typed, edited.problems), 422);
  if (edited.code === 'clash') return renderClash(c, parts, { id, version }, typed, edited.clashes);
  const view = await parts.activities.view(c.get('actor'), id);
  if (view === null || !view.may.edit) return renderAbsent(c, parts);
  const notice = <Notice kind="warn">{REFUSED[edited.code]}</Notice>;
  const status = edited.code === 'changed' ? 409 : 422;
  return renderEdit(c, parts, view.activity, await stateOf(c, parts, typed), status, notice);
}

/** What was typed, above it what it would meet: saved again, it stands. */
async function renderClash(
  c: ConsoleContext,
  parts: ConsoleParts,
  activity: Pick<Activity, 'id' | 'version'>,
  typed: ActivityInput,
  clashes: readonly ActivityClash[],
) {
  const notice = (
    <>
      <Notice kind="warn">还没有保存。看过下面的安排，再按一次“保存”就照你写的改。</Notice>
      <ClashList clashes={clashes} />
    </>
  );
  const state = await stateOf(c, parts, typed);
  return renderEdit(c, parts, activity, state, 409, notice, clashesKey(clashes));
}
