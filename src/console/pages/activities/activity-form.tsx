import type { Child } from 'hono/jsx';
import type { Leader } from '../../../conversation/desks/activities/activity-desk.ts';
import { ACTIVITY_KINDS } from '../../../groups/activity.ts';
import type { ActivityField, ActivityInput, ActivityProblem } from '../../../groups/check-activity.ts';
import { ACTIVITY_KIND_NAMES, sayActivityProblem } from '../../activity-words.ts';
import { Csrf, FieldProblem } from '../pieces.tsx';

export type FormState = {
  readonly typed: ActivityInput;
  readonly problems: readonly ActivityProblem[];
  readonly leaders: readonly Leader[];
};

type Props = {
  readonly name: ActivityField;
  readonly label: string;
  readonly state: FormState;
  readonly hint?: string;
};

const problemsOf = ({ name, state }: Props): string | undefined => {
  const found = state.problems.filter(({ field }) => field === name);
  return found.length === 0 ? undefined : found.map(sayActivityProblem).join('');
};

const shared = (props: Props) => ({
  id: props.name,
  name: props.name,
  'aria-invalid': problemsOf(props) === undefined ? undefined : ('true' as const),
  'aria-describedby':
    problemsOf(props) !== undefined
      ? `${props.name}-problem`
      : props.hint === undefined
        ? undefined
        : `${props.name}-hint`,
});

const Around = ({ children, ...props }: Props & { readonly children: Child }) => (
  <>
    <label for={props.name}>{props.label}</label>
    {children}
    <FieldProblem id={`${props.name}-problem`} text={problemsOf(props)} />
    {props.hint === undefined ? null : (
      <p class="faint" id={`${props.name}-hint`}>
        {props.hint}
      </p>
    )}
  </>
);

const Line = ({ type = 'text', ...props }: Props & { readonly type?: 'text' | 'datetime-local' }) => (
  <Around {...props}>
    <input {...shared(props)} type={type} value={props.state.typed[props.name]} autocomplete="off" />
  </Around>
);

const Box = ({ rows, ...props }: Props & { readonly rows: number }) => (
  <Around {...props}>
    <textarea {...shared(props)} rows={rows}>
      {props.state.typed[props.name]}
    </textarea>
  </Around>
);

const Pick = ({ of, ...props }: Props & { readonly of: readonly (readonly [string, string])[] }) => (
  <Around {...props}>
    <select {...shared(props)}>
      {of.map(([value, label]) => (
        <option value={value} selected={props.state.typed[props.name] === value}>
          {label}
        </option>
      ))}
    </select>
  </Around>
);

type FormProps = {
  readonly action: string;
  readonly csrf: string;
  readonly state: FormState;
  readonly back: string;
  readonly children: Child;
};

export const ActivityForm = ({ action, csrf, state, back, children }: FormProps) => (
  <form method="post" action={action} class="stack" novalidate>
    <Csrf token={csrf} />
    {children}
    <Pick
      name="kind"
      label="种类"
      state={state}
      of={ACTIVITY_KINDS.map((kind) => [kind, ACTIVITY_KIND_NAMES[kind]] as const)}
      hint="团体辅导的名称不会出现在提醒里；家长课堂不和任何学生相连。"
    />
    <Line name="title" label="名称" state={state} />
    <Line name="titleEn" label="英文名称（可以不写）" state={state} />
    <Box name="text" label="介绍" rows={6} state={state} />
    <Box name="textEn" label="英文介绍（可以不写）" rows={3} state={state} />
    <Box
      name="dates"
      label="时间"
      rows={4}
      state={state}
      hint="一次一行，写成 2026-05-25 14:00-15:30。过了零点才结束，照样写 2026-05-25 22:00-01:30，算到第二天；也可以写明 22:00-次日 01:30。系列活动写几行；报名一次，各次都算。"
    />
    <Line name="place" label="地点或链接" state={state} hint="校区、楼和房间，或者线上的链接。" />
    <Line name="capacity" label="名额" state={state} hint="满了以后自动候补，有人退出按先后给。" />
    <Line name="signUpFrom" label="开始报名" type="datetime-local" state={state} />
    <Line name="signUpUntil" label="截止报名" type="datetime-local" state={state} />
    <Pick
      name="leaderId"
      label="带领老师"
      state={state}
      of={[['', '请选择'] as const, ...state.leaders.map(({ id, name }) => [id, name] as const)]}
    />
    <Box
      name="question"
      label="报名前的问题（可以不写）"
      rows={2}
      state={state}
      hint="回答只有带领老师看得到，加密保存。程序不会因为回答拒绝任何人。"
    />
    <Line name="questionEn" label="英文问题（可以不写）" state={state} />
    <Pick
      name="questionKind"
      label="怎么回答"
      state={state}
      of={[
        ['words', '用自己的话写，带领老师看过再定'],
        ['yes-no', '答是或否；答「是」的先由带领老师谈一谈'],
      ]}
    />
    <div class="form-end">
      <a class="button" href={back}>
        返回
      </a>
      <button type="submit" class="primary">
        保存
      </button>
    </div>
  </form>
);
