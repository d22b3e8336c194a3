import type { Child } from 'hono/jsx';
import { can } from '../../../access/can.ts';
import type { ChangeRule, RotaView } from '../../../conversation/desks/duty/rota-desk.ts';
import {
  BLANK_FIELDS,
  isRuleKind,
  type RuleFields,
  type RuleProblem,
} from '../../../handoff/rota/read-rule.ts';
import type { RotaRule } from '../../../handoff/rota/rota.ts';
import { type Form, readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { DUTY_NAMES, RULE_NAMES, sayPeriod } from '../../rota-words.ts';
import { type ConsoleContext, idOf, isUuid } from '../../route.ts';
import { isoDay, sayMinuteOfDay, sayTime } from '../../times.ts';
import { Notice, PageHead } from '../pieces.tsx';
import { renderDuty } from './duty-page.tsx';
import { RotaRuleForm } from './rule-form.tsx';
import { namesIn } from './rules.tsx';

const DAY = 1_440;

const sayLocal = (at: Date): string => `${isoDay(at)}T${sayTime(at)}`;

/** A rule as its form has it. */
function fieldsOf(rule: RotaRule): RuleFields {
  const base: RuleFields = { ...BLANK_FIELDS, kind: rule.kind, duty: rule.duty };
  const hours = (one: { fromMinute: number; toMinute: number }) => ({
    from: sayMinuteOfDay(one.fromMinute),
    to: sayMinuteOfDay(one.toMinute % DAY),
  });
  switch (rule.kind) {
    case 'weekly': {
      const { staffId, weekday, days, validFrom, validTo } = rule;
      const valid = { validFrom: validFrom ?? '', validTo: validTo ?? '' };
      return { ...base, ...hours(rule), ...valid, staffId, days, weekday: String(weekday) };
    }
    case 'rotation': {
      const { name, members, days, validFrom, validTo } = rule;
      const turns = {
        periodDays: String(rule.periodDays),
        handOverWeekday: String(rule.handOverWeekday),
        handOverTime: sayMinuteOfDay(rule.handOverMinute),
      };
      return { ...base, ...hours(rule), ...turns, name, members, days, validFrom, validTo: validTo ?? '' };
    }
    case 'single':
    case 'override':
      return {
        ...base,
        staffId: rule.staffId,
        insteadOf: rule.kind === 'override' ? (rule.insteadOf ?? '') : '',
        startsAt: sayLocal(rule.startsAt),
        endsAt: sayLocal(rule.endsAt),
      };
  }
}

function readFields(form: Form): RuleFields | null {
  const kind = form.one('kind');
  if (!isRuleKind(kind)) return null;
  const members: string[] = [];
  for (let index = 0; index < 70; index += 1) members.push(form.one(`member-${index}`));
  return {
    kind,
    duty: form.one('duty'),
    name: form.one('name'),
    staffId: form.one('staffId'),
    insteadOf: form.one('insteadOf'),
    members: members.filter((member) => member !== ''),
    weekday: form.one('weekday'),
    from: form.one('from'),
    to: form.one('to'),
    days: form.one('days'),
    validFrom: form.one('validFrom'),
    validTo: form.one('validTo'),
    periodDays: form.one('periodDays'),
    handOverWeekday: form.one('handOverWeekday'),
    handOverTime: form.one('handOverTime'),
    startsAt: form.one('startsAt'),
    endsAt: form.one('endsAt'),
  };
}

type Shown = {
  readonly action: string;
  readonly title: string;
  readonly fields: RuleFields;
  readonly newId: string;
  readonly problems?: readonly RuleProblem[];
  readonly agreed?: string;
  readonly status?: 200 | 409 | 422;
  readonly notice?: Child;
};

const renderForm = (c: ConsoleContext, parts: ConsoleParts, view: RotaView, shown: Shown) =>
  renderPage(
    c,
    parts,
    { title: shown.title, place: 'duty', status: shown.status ?? 200 },
    <div class="narrow">
      <PageHead title={shown.title} />
      {shown.notice ?? null}
      <RotaRuleForm
        action={shown.action}
        csrf={c.get('session').csrf}
        newId={shown.newId}
        fields={shown.fields}
        problems={shown.problems ?? []}
        agreed={shown.agreed ?? ''}
        staff={view.staff}
      />
    </div>,
  );

/** The page is there only for those who may change the rota. */
async function viewFor(c: ConsoleContext, parts: ConsoleParts): Promise<RotaView | null> {
  if (!can(c.get('actor'), 'rota.change', { kind: 'rota' }, 'administration')) return null;
  return parts.rota.view(c.get('actor'));
}

const NEW = '/console/duty/rules/new';

export async function showNewRotaRule(c: ConsoleContext, parts: ConsoleParts) {
  const view = await viewFor(c, parts);
  if (view === null) return renderAbsent(c, parts);
  const asked = c.req.query('kind') ?? '';
  const kind = isRuleKind(asked) ? asked : 'rotation';
  const fields = { ...BLANK_FIELDS, kind, validFrom: kind === 'rotation' ? isoDay(view.now) : '' };
  return renderForm(c, parts, view, {
    action: NEW,
    title: `添加${RULE_NAMES[kind]}`,
    fields,
    newId: parts.newId(),
  });
}

export async function addRotaRule(c: ConsoleContext, parts: ConsoleParts) {
  const view = await viewFor(c, parts);
  if (view === null) return renderAbsent(c, parts);
  const form = await readForm(c);
  const fields = readFields(form) ?? { ...BLANK_FIELDS, kind: 'rotation' as const };
  const newId = isUuid(form.one('id')) ? form.one('id') : parts.newId();
  const added = await parts.rota.add(c.get('actor'), newId, fields, form.one('agreed'));
  const shown = { action: NEW, title: `添加${RULE_NAMES[fields.kind]}`, fields, newId };
  return answerChange(c, parts, view, shown, added);
}

async function answerChange(
  c: ConsoleContext,
  parts: ConsoleParts,
  view: RotaView,
  shown: Shown,
  changed: ChangeRule,
) {
  if (changed.ok) return c.redirect('/console/duty', 303);
  switch (changed.code) {
    case 'forbidden':
    case 'unknown':
      return renderAbsent(c, parts);
    case 'stale':
      return renderDuty(c, parts, 409, <Notice kind="bad">{STALE}</Notice>);
    case 'wrong': {
      const notice = <Notice kind="bad">没有保存，有 {changed.problems.length} 处要改。</Notice>;
      return renderForm(c, parts, view, { ...shown, problems: changed.problems, status: 422, notice });
    }
    case 'part': {
      const { covered, agreed } = changed;
      const notice = <PartNotice view={view} fields={shown.fields} covered={covered} />;
      return renderForm(c, parts, view, { ...shown, agreed, status: 422, notice });
    }
  }
}

type Covered = Extract<ChangeRule, { readonly code: 'part' }>['covered'];

/** As many times as are named; the rest are counted. */
const NAMED = 12;

const PartNotice = ({ view, fields, covered }: { view: RotaView; fields: RuleFields; covered: Covered }) => {
  const nameOf = namesIn(view);
  const left = covered.length - NAMED;
  return (
    <Notice kind="warn">
      {`还没有保存：${nameOf(fields.insteadOf)} 在这段时间里只有下面这些时间${DUTY_NAMES[fields.duty === 'backup' ? 'backup' : 'duty']}，${nameOf(fields.staffId)} 替的只是这些，别的时间不变。没有问题就点“就这样保存”。`}
      <ul class="plain-list">
        {covered.slice(0, NAMED).map((period) => (
          <li>{sayPeriod(period)}</li>
        ))}
        {left > 0 ? <li>{`还有 ${left} 段`}</li> : null}
      </ul>
    </Notice>
  );
};

const STALE = '没有保存：别人刚刚改过或停掉了这一条，你看到的已经是旧的。下面是现在的样子，要改请再点“改”。';

const editPath = (id: string): string => `/console/duty/rules/${id}/edit`;

export async function showEditRotaRule(c: ConsoleContext, parts: ConsoleParts) {
  const view = await viewFor(c, parts);
  const rule = view?.rules.find(({ id }) => id === idOf(c));
  if (view === null || rule === undefined) return renderAbsent(c, parts);
  return renderForm(c, parts, view, {
    action: editPath(rule.id),
    title: `改${RULE_NAMES[rule.kind]}`,
    fields: fieldsOf(rule),
    newId: parts.newId(),
  });
}

export async function changeRotaRule(c: ConsoleContext, parts: ConsoleParts) {
  const view = await viewFor(c, parts);
  const id = idOf(c);
  if (view === null || id === null) return renderAbsent(c, parts);
  const form = await readForm(c);
  const fields = readFields(form) ?? { ...BLANK_FIELDS, kind: 'rotation' as const };
  const newId = isUuid(form.one('id')) ? form.one('id') : parts.newId();
  const changed = await parts.rota.change(c.get('actor'), id, newId, fields, form.one('agreed'));
  const shown = { action: editPath(id), title: `改${RULE_NAMES[fields.kind]}`, fields, newId };
  return answerChange(c, parts, view, shown, changed);
}

export async function endRotaRule(c: ConsoleContext, parts: ConsoleParts) {
  const view = await viewFor(c, parts);
  const id = idOf(c);
  if (view === null || id === null) return renderAbsent(c, parts);
  const ended = await parts.rota.end(c.get('actor'), id);
  if (ended.ok) return c.redirect('/console/duty', 303);
  return ended.code === 'forbidden'
    ? renderAbsent(c, parts)
    : renderDuty(c, parts, 200, <Notice kind="good">这一条已经停了。</Notice>);
}
