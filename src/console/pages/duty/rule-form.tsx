import type { StaffName } from '../../../conversation/desks/duty/rota-desk.ts';
import { DAY_KINDS } from '../../../core/calendar.ts';
import type { RuleFields, RuleProblem } from '../../../handoff/rota/read-rule.ts';
import { DUTIES } from '../../../handoff/rota/rota.ts';
import { DAY_KIND_NAMES, DUTY_NAMES, FIELD_NAMES, sayProblem } from '../../rota-words.ts';
import { sayWeekday } from '../../times.ts';
import { Csrf, FieldProblem } from '../pieces.tsx';
import { type Option, Pick, Write } from './fields.tsx';

/** So many places in a new rotation; a fuller one shows three more than it has. */
const PLACES = 6;
const MORE_PLACES = 3;

export type RuleFormProps = {
  action: string;
  csrf: string;
  /** Names what is made by this very form: sent twice it is made once. */
  newId: string;
  fields: RuleFields;
  problems: readonly RuleProblem[];
  /** What was shown and is agreed to by sending the form once more; empty for nothing. */
  agreed: string;
  staff: readonly StaffName[];
};

const WEEKDAYS: readonly Option[] = [1, 2, 3, 4, 5, 6, 7].map((day) => [String(day), sayWeekday(day)]);

const people = (staff: readonly StaffName[], first: string): Option[] => [
  ['', first],
  ...staff.map(({ id, name, sample }): Option => [id, sample ? `${name} · 样例` : name]),
];

type Inner = RuleFormProps & { problem: (field: keyof RuleFields) => string | undefined };
type TextField = Exclude<keyof RuleFields, 'kind' | 'members'>;

const pickOf = ({ fields, problem }: Inner, name: TextField, options: readonly Option[], hint?: string) => (
  <Pick
    name={name}
    label={FIELD_NAMES[name]}
    value={fields[name]}
    options={options}
    problem={problem(name)}
    {...(hint === undefined ? {} : { hint })}
  />
);

const writeOf = (
  { fields, problem }: Inner,
  name: TextField,
  type: 'text' | 'time' | 'date' | 'number' | 'datetime-local',
  hint?: string,
) => (
  <Write
    name={name}
    type={type}
    label={FIELD_NAMES[name]}
    value={fields[name]}
    problem={problem(name)}
    {...(hint === undefined ? {} : { hint })}
  />
);

const Hours = (props: Inner) => (
  <div class="fields">
    {writeOf(props, 'from', 'time')}
    {writeOf(props, 'to', 'time', '不晚于“从几点”就算到第二天；两个一样就是 24 小时')}
    {pickOf(
      props,
      'days',
      DAY_KINDS.map((kind): Option => [kind, DAY_KIND_NAMES[kind]]),
    )}
  </div>
);

const Validity = (props: Inner & { needsStart: boolean }) => (
  <div class="fields">
    {writeOf(props, 'validFrom', 'date', props.needsStart ? undefined : '不填就是从现在起')}
    {writeOf(props, 'validTo', 'date', '不填就一直排下去')}
  </div>
);

const Members = ({ fields, problem, staff }: Inner) => {
  const count = Math.max(PLACES, fields.members.filter((one) => one !== '').length + MORE_PLACES);
  return (
    <fieldset aria-describedby={problem('members') === undefined ? undefined : 'members-problem'}>
      <legend>{FIELD_NAMES.members}（按顺序，空着的跳过）</legend>
      <div class="fields">
        {Array.from({ length: count }, (_, index) => (
          <Pick
            name={`member-${index}`}
            label={`第 ${index + 1} 位`}
            value={fields.members[index] ?? ''}
            options={people(staff, '—')}
          />
        ))}
      </div>
      <FieldProblem id="members-problem" text={problem('members')} />
    </fieldset>
  );
};

const KindFields = (props: Inner) => {
  switch (props.fields.kind) {
    case 'rotation':
      return (
        <>
          {writeOf(props, 'name', 'text', '例如：夜间轮班')}
          <Members {...props} />
          <div class="fields">
            {writeOf(props, 'periodDays', 'number', '一周填 7')}
            {pickOf(props, 'handOverWeekday', WEEKDAYS, '第 1 位从生效后第一次交班起值')}
            {writeOf(props, 'handOverTime', 'time')}
          </div>
          <Hours {...props} />
          <Validity {...props} needsStart />
        </>
      );
    case 'weekly':
      return (
        <>
          {pickOf(props, 'staffId', people(props.staff, '请选'))}
          {pickOf(props, 'weekday', WEEKDAYS, '调休上班的日子按校历里写的星期算')}
          <Hours {...props} />
          <Validity {...props} needsStart={false} />
        </>
      );
    case 'single':
    case 'override':
      return (
        <>
          {pickOf(props, 'staffId', people(props.staff, '请选'))}
          {props.fields.kind === 'override'
            ? pickOf(props, 'insteadOf', people(props.staff, '不替谁，多一个人'))
            : null}
          <div class="fields">
            {writeOf(props, 'startsAt', 'datetime-local')}
            {writeOf(props, 'endsAt', 'datetime-local')}
          </div>
        </>
      );
  }
};

export const RotaRuleForm = (props: RuleFormProps) => {
  const problem = (field: keyof RuleFields): string | undefined => {
    const found = props.problems.find((one) => one.field === field);
    return found === undefined ? undefined : sayProblem(found);
  };
  const inner = { ...props, problem };
  return (
    <form method="post" action={props.action} class="stack rota-form" novalidate>
      <Csrf token={props.csrf} />
      <input type="hidden" name="id" value={props.newId} />
      <input type="hidden" name="kind" value={props.fields.kind} />
      <input type="hidden" name="agreed" value={props.agreed} />
      {pickOf(
        inner,
        'duty',
        DUTIES.map((duty): Option => [duty, DUTY_NAMES[duty]]),
      )}
      <KindFields {...inner} />
      <div class="form-end">
        <a class="button" href="/console/duty">
          返回
        </a>
        <button type="submit" class="primary">
          {props.agreed === '' ? '保存' : '就这样保存'}
        </button>
      </div>
    </form>
  );
};
