import type { ClosingForm } from '../../../conversation/desks/cases/closing-desk.ts';
import { unreachable } from '../../../core/result.ts';
import { formatDay } from '../../../core/shanghai-time.ts';
import { OUTCOMES } from '../../../handoff/case.ts';
import { GROUNDS, PARTIES, REGISTER_CLASSES, type RegisterClass } from '../../../handoff/closing/closing.ts';
import { CLASS_NAMES, GROUND_NAMES, PARTY_NAMES } from '../../closing-words.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { OUTCOME_HINTS, OUTCOME_NAMES } from '../../words.ts';
import { LONGEST_NOTE } from '../cases/case-actions.tsx';
import { renderCaseList } from '../cases/case-list.tsx';
import { Csrf, FieldProblem, Notice, PageHead } from '../pieces.tsx';
import {
  type CloseState,
  EMPTY_ROW,
  INFORMED_ROWS,
  type InformedRow,
  readCloseForm,
  toClosing,
  withProblems,
} from './close-state.ts';
import { InformedList } from './informed-list.tsx';

/** Whoever follows up already goes on, unless somebody else is chosen. */
const chosenOwner = ({ owners, followed }: ClosingForm, me: string): string =>
  [followed?.owner?.id, me].find((wanted) => owners.some(({ id }) => id === wanted)) ?? '';

const freshState = (form: ClosingForm, me: string): CloseState => ({
  outcome: '',
  note: '',
  told: '',
  rows: Array.from({ length: INFORMED_ROWS }, () => ({ ...EMPTY_ROW, by: me })),
  owner: chosenOwner(form, me),
  dates: form.dates,
  sight: { ...form.sight, wordOwed: false },
  problems: {},
});

type Props = { form: ClosingForm; state: CloseState };

const Problem = ({ state, name }: { state: Pick<CloseState, 'problems'>; name: string }) => (
  <FieldProblem id={`${name}-problem`} text={state.problems[name]} />
);

const Outcomes = ({ state }: { state: CloseState }) => (
  <fieldset>
    <legend>分类</legend>
    {OUTCOMES.map((outcome) => (
      <label class="choice-row">
        <input type="radio" name="outcome" value={outcome} required checked={state.outcome === outcome} />
        <span>
          <strong>{OUTCOME_NAMES[outcome]}</strong>
          <small>{OUTCOME_HINTS[outcome]}</small>
        </span>
      </label>
    ))}
    <Problem state={state} name="outcome" />
  </fieldset>
);

type RowProps = {
  form: Pick<ClosingForm, 'staff'>;
  state: Pick<CloseState, 'problems'>;
  row: InformedRow;
  index: number;
};

export const InformedFields = ({ form, state, row, index }: RowProps) => (
  <fieldset class="informed-row">
    <legend>{`告知 ${index + 1}`}</legend>
    <label for={`party-${index}`}>告知了谁</label>
    <select id={`party-${index}`} name={`party-${index}`}>
      <option value="">{index === 0 ? '请选' : '没有更多了'}</option>
      {PARTIES.map((party) => (
        <option value={party} selected={row.party === party}>
          {PARTY_NAMES[party]}
        </option>
      ))}
    </select>
    <Problem state={state} name={`party-${index}`} />
    <label for={`at-${index}`}>什么时候（北京时间）</label>
    <input id={`at-${index}`} name={`at-${index}`} type="datetime-local" value={row.at} />
    <Problem state={state} name={`at-${index}`} />
    <label for={`by-${index}`}>谁告知的</label>
    <select id={`by-${index}`} name={`by-${index}`}>
      {form.staff.map(({ id, name }) => (
        <option value={id} selected={row.by === id}>
          {name}
        </option>
      ))}
    </select>
    <label for={`ground-${index}`}>依据</label>
    <select id={`ground-${index}`} name={`ground-${index}`}>
      <option value="">请选</option>
      {GROUNDS.map((ground) => (
        <option value={ground} selected={row.ground === ground}>
          {GROUND_NAMES[ground]}
        </option>
      ))}
    </select>
    <Problem state={state} name={`ground-${index}`} />
    <label for={`detail-${index}`}>说明（告知了哪些内容，尽量少）</label>
    <input id={`detail-${index}`} name={`detail-${index}`} value={row.detail} maxlength={300} />
    <Problem state={state} name={`detail-${index}`} />
  </fieldset>
);

const InformedPart = ({ form, state }: Props) => (
  <fieldset class="told">
    <legend>有没有告知过谁</legend>
    <p class="faint">
      程序不会替你告知学院、家长或任何人。这里只记录老师已经做了的：告知了谁、什么时候、依据什么。
    </p>
    <InformedList informed={form.informed} />
    <label class="choice-row">
      <input type="radio" name="told" value="none" checked={state.told === 'none'} />
      <span>{form.informed.length === 0 ? '没有告知任何人' : '没有再告知别人'}</span>
    </label>
    <label class="choice-row">
      <input type="radio" name="told" value="some" checked={state.told === 'some'} />
      <span>告知了</span>
    </label>
    <Problem state={state} name="told" />
    <Problem state={state} name="informed" />
    <div class="informed-rows">
      {state.rows.map((row, index) => (
        <InformedFields form={form} state={state} row={row} index={index} />
      ))}
    </div>
  </fieldset>
);

const Dates = ({ of, state }: { of: RegisterClass; state: CloseState }) => (
  <fieldset class={`plan-dates plan-${of}`}>
    <legend>{`回访日期（${CLASS_NAMES[of]}）`}</legend>
    <div class="dates">
      {[...(state.dates[of] ?? []).filter((date) => date !== ''), ''].map((date, index) => (
        <input type="date" name={`date-${of}`} value={date} aria-label={`第 ${index + 1} 次`} />
      ))}
    </div>
    <Problem state={state} name={`date-${of}`} />
  </fieldset>
);

/** What was said since the form was shown, its sender has not seen; that a word is owed, they say that they know. */
const SightPart = ({ form, state }: Props) => (
  <>
    <input type="hidden" name="dangers" value={String(state.sight.dangers)} />
    <Problem state={state} name="sight" />
    {form.sight.wordOwed ? (
      <label class="choice-row">
        <input type="checkbox" name="owing" value="yes" />
        <span>
          <strong>同学还在等你的一句话</strong>
          <small>我知道：已经打电话或当面联系上，或确认不需要回，仍然结束</small>
        </span>
      </label>
    ) : null}
  </>
);

const FollowedPart = ({ followed }: Pick<ClosingForm, 'followed'>) =>
  followed === null ? null : (
    <p>
      {`这位同学已经在回访名单上：${followed.owner === null ? '没有人负责' : `${followed.owner.name}负责`}，${
        followed.owed.length === 0
          ? '没有排好的日子。'
          : `还要做 ${followed.owed.map((date) => formatDay(date, 'zh')).join('、')}。这些日子不变；同一天或相邻一天的算一次。`
      }换了人，原来负责的人会收到消息。`}
    </p>
  );

const PlanPart = ({ form, state }: Props) => (
  <section class="plan">
    <h2>回访</h2>
    <p class="faint">按分类排好了日期，可以改、清空，也可以再加一天。误报／无风险不进名单，也没有回访。</p>
    <FollowedPart followed={form.followed} />
    <label for="owner">谁负责回访</label>
    <select id="owner" name="owner">
      <option value="">请选</option>
      {form.owners.map(({ id, name }) => (
        <option value={id} selected={state.owner === id}>
          {name}
        </option>
      ))}
    </select>
    <Problem state={state} name="owner" />
    {REGISTER_CLASSES.map((of) => (
      <Dates of={of} state={state} />
    ))}
  </section>
);

function renderClose(
  c: ConsoleContext,
  parts: ConsoleParts,
  id: string,
  { form, state }: Props,
  status: 200 | 422,
) {
  return renderPage(
    c,
    parts,
    { title: `结束求助 #${form.number}`, place: 'cases', status, viewing: id },
    <div class="narrow">
      <PageHead title={`结束求助 #${form.number}`}>
        <a href={`/console/cases/${id}`}>回到对话</a>
      </PageHead>
      {status === 422 ? (
        <Notice kind="bad">{`还没有结束：${Object.values(state.problems).join(' ')}`}</Notice>
      ) : null}
      <form method="post" action={`/console/cases/${id}/close`} class="stack closing" novalidate>
        <Csrf token={c.get('session').csrf} />
        <Outcomes state={state} />
        <InformedPart form={form} state={state} />
        <PlanPart form={form} state={state} />
        <label for="close-note">备注（只有本次求助的记录里能看到）</label>
        <textarea id="close-note" name="note" rows={3} maxlength={LONGEST_NOTE}>
          {state.note}
        </textarea>
        <Problem state={state} name="note" />
        <SightPart form={form} state={state} />
        <p class="faint">结束以后，同学会收到告别的话；进名单的，会问一句愿不愿意过几天收到问候。</p>
        <div class="form-end">
          <a class="button" href={`/console/cases/${id}`}>
            先不结束
          </a>
          <button type="submit" class="danger">
            确认结束
          </button>
        </div>
      </form>
    </div>,
  );
}

const formOf = async (c: ConsoleContext, parts: ConsoleParts): Promise<[string, ClosingForm] | null> => {
  const id = idOf(c);
  const form = id === null ? null : await parts.closing.form(c.get('actor'), id);
  return id === null || form === null ? null : [id, form];
};

const sayClosed = (c: ConsoleContext, parts: ConsoleParts, number: number) =>
  renderCaseList(c, parts, <Notice kind="good">{`#${number} 已经结束。`}</Notice>);

export async function showClose(c: ConsoleContext, parts: ConsoleParts) {
  const found = await formOf(c, parts);
  if (found === null) return renderAbsent(c, parts);
  const [id, form] = found;
  if (form.closed) return c.redirect(`/console/cases/${id}`, 303);
  return renderClose(c, parts, id, { form, state: freshState(form, c.get('session').staff.id) }, 200);
}

/** With how the case stands by now: whoever presses again has been told. */
async function showUnended(c: ConsoleContext, parts: ConsoleParts, id: string, state: CloseState) {
  const form = await parts.closing.form(c.get('actor'), id);
  if (form === null) return renderAbsent(c, parts, [state.note, ...state.rows.map(({ detail }) => detail)]);
  const sight = state.problems.sight === undefined ? state.sight : form.sight;
  return renderClose(c, parts, id, { form, state: { ...state, sight } }, 422);
}

export async function close(c: ConsoleContext, parts: ConsoleParts) {
  const found = await formOf(c, parts);
  const typed = readCloseForm(await readForm(c));
  const words = [typed.note, ...typed.rows.map(({ detail }) => detail)];
  if (found === null) return renderAbsent(c, parts, words);
  const [id, form] = found;
  // A second press is no mistake.
  if (form.closed) return sayClosed(c, parts, form.number);
  const closing = toClosing(typed);
  if ('problems' in closing) return renderClose(c, parts, id, { form, state: closing }, 422);
  const done = await parts.closing.close(c.get('actor'), id, closing, typed.sight);
  switch (done.outcome) {
    case 'closed':
    case 'already':
      return sayClosed(c, parts, form.number);
    case 'incomplete':
      return showUnended(c, parts, id, withProblems(typed, done.problems));
    case 'absent':
      return renderAbsent(c, parts, words);
    default:
      return unreachable(done);
  }
}
