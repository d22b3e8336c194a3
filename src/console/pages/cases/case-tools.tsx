import type { Child } from 'hono/jsx';
import type { CaseToolsView } from '../../../conversation/desks/cases/case-tool-desk.ts';
import { sayPlace } from '../../../core/place.ts';
import type { ConsoleParts } from '../../parts.ts';
import type { ConsoleContext } from '../../route.ts';
import { sayMoment } from '../../times.ts';
import { Csrf } from '../pieces.tsx';
import { type Typed, typedIn } from '../typed.ts';
import { LONGEST_NOTE } from './case-actions.tsx';
import { CaseToolStates } from './case-tool-states.tsx';
import { PlanBox } from './plan-box.tsx';
import { ScreenerBox } from './screener-box.tsx';

export type ToolBoxProps = {
  readonly view: CaseToolsView;
  readonly id: string;
  readonly csrf: string;
  readonly now: Date;
  readonly parts: ConsoleParts;
  /** Names what is typed: sent twice it is kept once. */
  readonly noteKey: string;
  readonly typed: Typed | undefined;
};

const Notes = ({ view, id, csrf, now, noteKey, typed }: ToolBoxProps) => (
  <>
    {view.notes.length === 0 ? null : (
      <ul class="case-notes">
        {view.notes.map(({ by, text, at }) => (
          <li>
            <span class="faint">{`${sayMoment(at, now)} ${by}`}</span>
            <p class="words">{text}</p>
          </li>
        ))}
      </ul>
    )}
    {view.may['case.note'] ? (
      <form method="post" action={`/console/cases/${id}/note`}>
        <Csrf token={csrf} />
        <input type="hidden" name="key" value={noteKey} />
        <label for="note-text">备注（同学永远看不到，只有能看这次求助的老师看得到）</label>
        <textarea id="note-text" name="text" rows={2} maxlength={LONGEST_NOTE} required>
          {typedIn(typed, 'note', 'text')}
        </textarea>
        <div class="form-end">
          <button type="submit">记下备注</button>
        </div>
      </form>
    ) : null}
  </>
);

const Colleagues = ({ view, id, csrf, kind, typed }: ToolBoxProps & { kind: 'transfer' | 'invite' }) => {
  const people = view.colleagues[kind];
  const transfer = kind === 'transfer';
  if (!view.may[`case.${kind}`]) return null;
  if (people.length === 0)
    return <p class="faint">现在没有叫得到的其他老师可以{transfer ? '转接' : '邀请'}。</p>;
  return (
    <form method="post" action={`/console/cases/${id}/${kind}`}>
      <Csrf token={csrf} />
      <label for={`${kind}-to`}>
        {transfer ? '转接给（对方接受以前还由你负责，2 分钟没有回答就作罢）' : '邀请一起说话（负责的还是你）'}
      </label>
      <select id={`${kind}-to`} name="to">
        {people.map(({ staffId, name }) => (
          <option value={staffId} selected={typedIn(typed, kind, 'to') === staffId}>
            {name}
          </option>
        ))}
      </select>
      <div class="form-end">
        <button type="submit">{transfer ? '转接' : '邀请'}</button>
      </div>
    </form>
  );
};

const Slots = ({ view, id, csrf, now, typed }: ToolBoxProps) => (
  <form method="post" action={`/console/cases/${id}/slot`}>
    <Csrf token={csrf} />
    {view.slots.length === 0 ? (
      <p class="faint">今天和明天都没有空的时段。</p>
    ) : (
      <>
        <label for="slot">今天、明天的空时段（替同学留着，由同学确认）</label>
        <select id="slot" name="slot">
          {view.slots.map(({ short, startAt, counsellor, ...place }) => (
            <option value={short} selected={typedIn(typed, 'slot', 'slot') === short}>
              {`${sayMoment(startAt, now)} ${counsellor} ${sayPlace(place, '线上')}`}
            </option>
          ))}
        </select>
        <div class="form-end">
          <button type="submit">留给同学</button>
        </div>
      </>
    )}
  </form>
);

const Canned = ({ view, id }: ToolBoxProps) => (
  <ul class="canned">
    {view.canned.map((one) => (
      <li>
        <a href={`/console/cases/${id}?canned=${one.id}#answer-text`}>{one.title}</a>
        <p class="faint">{one.text}</p>
      </li>
    ))}
  </ul>
);

const OneButton = ({ id, csrf, path, label }: { id: string; csrf: string; path: string; label: string }) => (
  <form method="post" action={`/console/cases/${id}/${path}`} class="one-button">
    <Csrf token={csrf} />
    <button type="submit">{label}</button>
  </form>
);

/** Whose case it is: what it says now, what follows from changing it, and the way there. */
const About = ({ view, id, csrf }: ToolBoxProps) => (
  <Fold title={`替谁求助：${view.report ? '别人' : '本人'}`}>
    <p class="faint">
      {view.report
        ? '现在记的是替别人求助。说的其实就是这位同学自己，就改成本人：以后按本人来问、来记，结案进名册的也是本人。'
        : '现在记的是这位同学本人。说的是别人，就改成替别人求助：结案时不会把这位同学记进名册；这位同学说到自己有危险，会另开一个个案。'}
    </p>
    <form method="post" action={`/console/cases/${id}/about`} class="one-button">
      <Csrf token={csrf} />
      <input type="hidden" name="about" value={view.report ? 'self' : 'other'} />
      <button type="submit">{view.report ? '这是本人求助' : '这是替别人求助'}</button>
    </form>
  </Fold>
);

/** One more person of whom the same one tells; `known` keeps a second press from opening a third case. */
const Another = ({ view, id, csrf }: ToolBoxProps) => (
  <Fold title="另有一位" open={view.another.maybe}>
    <p class="faint">
      {view.another.maybe ? '同学又说到别人有危险，可能是另一位。' : ''}
      说到的不止一个人，就给另一位单独开一个：有自己的号，马上叫人；同学还在这里和你说话。
      {view.another.others.length === 0
        ? ''
        : `这位同学说到的，另外还没有结束：${view.another.others.map((number) => `#${number}`).join('、')}。`}
    </p>
    <form method="post" action={`/console/cases/${id}/another`} class="one-button">
      <Csrf token={csrf} />
      <input type="hidden" name="known" value={String(view.another.others.length)} />
      <button type="submit">另有一位</button>
    </form>
  </Fold>
);

const Fold = ({ title, open, children }: { title: string; open?: boolean; children: Child }) => (
  <details class="tool" open={open}>
    <summary>{title}</summary>
    {children}
  </details>
);

const Tools = (props: ToolBoxProps) => {
  const { view, id, csrf } = props;
  const { may } = view;
  const refused = props.typed?.form;
  return (
    <section class="case-tools" aria-label="工具">
      <h2>工具</h2>
      {may['case.answer'] ? (
        <Fold title="常用语（先看，再改或发）">
          <Canned {...props} />
        </Fold>
      ) : null}
      {may['case.note'] || view.notes.length > 0 ? (
        <Fold
          title={`备注${view.notes.length === 0 ? '' : `（${view.notes.length}）`}`}
          open={view.notes.length > 0 || refused === 'note'}
        >
          <Notes {...props} />
        </Fold>
      ) : null}
      {may['case.assess'] || view.runs.length > 0 ? (
        <Fold title="C-SSRS 筛查" open={view.runs.some(({ status }) => status === 'running')}>
          <ScreenerBox {...props} />
        </Fold>
      ) : null}
      {may['case.plan'] || view.plan !== null ? (
        <Fold title="安全计划" open={refused === 'plan'}>
          <PlanBox {...props} />
        </Fold>
      ) : null}
      {may['case.offer-slot'] ? (
        <Fold title="当天时段" open={refused === 'slot'}>
          <Slots {...props} />
        </Fold>
      ) : null}
      {view.report && may['case.answer'] ? (
        <p class="faint">
          这是第三方转述。安全计划和当天时段要和本人一起做，这里没有；先问转述的同学，怎么联系得上本人。
        </p>
      ) : null}
      {may['case.transfer'] || may['case.invite'] ? (
        <Fold title="转接、邀请" open={refused === 'transfer' || refused === 'invite'}>
          <Colleagues {...props} kind="transfer" />
          <Colleagues {...props} kind="invite" />
        </Fold>
      ) : null}
      {may['case.answer'] ? <OneButton id={id} csrf={csrf} path="hotlines" label="把热线卡发给同学" /> : null}
      {may['case.raise'] && !view.imminent ? (
        <Fold title="升级">
          <p class="faint">升级为危急会马上叫其他老师和后备做好支援的准备；升级以后不能降。</p>
          <OneButton id={id} csrf={csrf} path="raise" label="升级为危急" />
        </Fold>
      ) : null}
      {may['case.about'] ? <About {...props} /> : null}
      {may['case.another'] ? <Another {...props} /> : null}
      {may['case.leave'] ? <OneButton id={id} csrf={csrf} path="leave" label="退出（不再一起说话）" /> : null}
    </section>
  );
};

const hasAny = ({ may, notes, runs, plan }: CaseToolsView): boolean =>
  Object.values(may).includes(true) || notes.length > 0 || runs.length > 0 || plan !== null;

/** Beside the talk: everything that is typed or chosen. */
export async function toolBox(
  c: ConsoleContext,
  parts: ConsoleParts,
  id: string,
  view: CaseToolsView | null,
  typed: Typed | undefined,
): Promise<Child> {
  if (view === null || !hasAny(view)) return null;
  const now = await parts.clock.now();
  return (
    <Tools
      view={view}
      id={id}
      csrf={c.get('session').csrf}
      now={now}
      parts={parts}
      noteKey={parts.newId()}
      typed={typed}
    />
  );
}

/** Above the talk: what is under way between colleagues. */
export async function toolStates(
  c: ConsoleContext,
  parts: ConsoleParts,
  id: string,
  view: CaseToolsView | null,
): Promise<Child> {
  if (view === null) return null;
  const now = await parts.clock.now();
  return <CaseToolStates view={view} id={id} csrf={c.get('session').csrf} now={now} />;
}
