import type { Child } from 'hono/jsx';
import type { ReportView } from '../../../conversation/desks/cases/crisis-report-desk.ts';
import {
  type CrisisReport,
  LONGEST_IDENTITY,
  LONGEST_STATEMENT,
  MEASURES,
  type ReportDraft,
} from '../../../handoff/closing/crisis-report.ts';
import { MEASURE_NAMES } from '../../closing-words.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { partsOf, type ReportPart, sayNumber, supplementsOf } from '../../reports/report-parts.ts';
import { type ConsoleContext, idOf } from '../../route.ts';
import { sayMoment } from '../../times.ts';
import { Csrf, Notice, PageHead } from '../pieces.tsx';

const Part = ({ part }: { part: ReportPart }) => (
  <section class="report-part">
    <h2>{part.title}</h2>
    <dl>
      {part.rows.map(([label, value]) => (
        <div>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  </section>
);

const Parts = ({ report }: { report: CrisisReport }) => (
  <>
    {partsOf(report).map((part) => (
      <Part part={part} />
    ))}
  </>
);

type State<Kind extends ReportView['state']['kind']> = Extract<ReportView['state'], { kind: Kind }>;

type DraftProps = { id: string; time: number; state: State<'draft'>; typed: ReportDraft; csrf: string };

const DraftForm = ({ id, time, state, typed, csrf }: DraftProps) => (
  <form method="post" action={`/console/cases/${id}/report`} class="stack" novalidate>
    <Csrf token={csrf} />
    <input type="hidden" name="time" value={String(time)} />
    <input type="hidden" name="version" value={String(state.version)} />
    <fieldset>
      <legend>处置措施</legend>
      <div class="measures">
        {MEASURES.map((measure) => (
          <label class="choice-row">
            <input
              type="checkbox"
              name="measure"
              value={measure}
              checked={typed.measures.includes(measure)}
            />
            <span>{MEASURE_NAMES[measure]}</span>
          </label>
        ))}
      </div>
    </fieldset>
    <label for="statement">补充说明（用自己的话，不要抄同学的原话）</label>
    <textarea id="statement" name="statement" rows={4} maxlength={LONGEST_STATEMENT}>
      {typed.statement}
    </textarea>
    <fieldset>
      <legend>对象</legend>
      <label class="choice-row">
        <input type="radio" name="who" value="number" checked={typed.identity === null} />
        <span>
          <strong>只写个案号</strong>
          <small>报表里看不出是谁</small>
        </span>
      </label>
      <label class="choice-row">
        <input type="radio" name="who" value="identity" checked={typed.identity !== null} />
        <span>
          <strong>写上身份</strong>
          <small>只有接收报表的人依法需要知道时</small>
        </span>
      </label>
      <label for="identity">身份（姓名、学院、学号）</label>
      <input id="identity" name="identity" value={typed.identity ?? ''} maxlength={LONGEST_IDENTITY} />
    </fieldset>
    <div class="form-end">
      <button type="submit" name="step" value="save">
        存草稿
      </button>
      <button type="submit" name="step" value="issue" class="danger">
        发出（发出后不能改）
      </button>
    </div>
  </form>
);

const Draft = (props: DraftProps) => (
  <>
    <p class="faint">
      时间、级别、分类、告知、回访从记录里取。报表里没有同学的原话，也没有量表。发出以后谁都不能改，只能在下面加更正。
    </p>
    <DraftForm {...props} />
    <h2>现在发出会是这样</h2>
    <div class="report">
      <Parts report={props.state.preview} />
    </div>
  </>
);

type CorrectionProps = { id: string; time: number; typed: string; csrf: string };

const CorrectionForm = ({ id, time, typed, csrf }: CorrectionProps) => (
  <form method="post" action={`/console/cases/${id}/report/supplement`} class="stack" novalidate>
    <Csrf token={csrf} />
    <input type="hidden" name="time" value={String(time)} />
    <label for="correction">加一条更正或补充（原来的内容不会变）</label>
    <textarea id="correction" name="text" rows={3} maxlength={LONGEST_STATEMENT}>
      {typed}
    </textarea>
    <div class="form-end">
      <button type="submit">加上更正</button>
    </div>
  </form>
);

type IssuedProps = { id: string; time: number; state: State<'issued'>; children: Child };

const Issued = ({ id, time, state, children }: IssuedProps) => {
  const corrections = supplementsOf(state);
  return (
    <>
      <Notice kind={state.whole ? 'good' : 'bad'}>
        {state.whole
          ? `${sayNumber(state.report.number)}已经发出，内容和发出时一致（校验 ${state.hash.slice(0, 16)}）。`
          : '内容和发出时不一致！请马上告诉系统管理员，不要使用这份报表。'}
      </Notice>
      <p class="downloads">
        <a class="button" href={`/console/cases/${id}/report.pdf?time=${time}`}>
          下载 PDF
        </a>
        <a class="button" href={`/console/cases/${id}/report.xlsx?time=${time}`}>
          下载表格
        </a>
      </p>
      <div class="report">
        <Parts report={state.report} />
        {corrections === null ? null : <Part part={corrections} />}
      </div>
      {children}
    </>
  );
};

/** Each return of the student is a time of its own, with a report of its own. */
const Times = ({ id, view, now }: { id: string; view: ReportView; now: Date }) =>
  view.times.length < 2 ? null : (
    <p class="faint">
      {'同学回到过这个求助，每一次一份报表：'}
      {view.times.map(({ ordinal, from, number }) => {
        const text = `第 ${ordinal} 次（${sayMoment(from, now)}，${number === null ? '还没有发出' : sayNumber(number)}）`;
        return (
          <>
            {ordinal === view.time ? (
              <strong>{text}</strong>
            ) : (
              <a href={`/console/cases/${id}/report?time=${ordinal}`}>{text}</a>
            )}{' '}
          </>
        );
      })}
    </p>
  );

type Typed = { readonly draft?: ReportDraft; readonly correction?: string };

export async function renderReport(
  c: ConsoleContext,
  parts: ConsoleParts,
  id: string,
  view: ReportView,
  problem: string | null = null,
  typed: Typed = {},
) {
  const { state } = view;
  const csrf = c.get('session').csrf;
  return renderPage(
    c,
    parts,
    {
      title: `危机随时报表 #${view.caseNumber}`,
      place: 'crisis-reports',
      status: problem === null ? 200 : 422,
    },
    <div class="narrow">
      <PageHead title={`危机随时报表 · 个案 #${view.caseNumber}`}>
        <a href={`/console/cases/${id}`}>回到求助</a>
      </PageHead>
      {problem === null ? null : <Notice kind="bad">{problem}</Notice>}
      <Times id={id} view={view} now={await parts.clock.now()} />
      {state.kind === 'draft' ? (
        <Draft id={id} time={view.time} state={state} typed={typed.draft ?? state.draft} csrf={csrf} />
      ) : (
        <Issued id={id} time={view.time} state={state}>
          {view.writes ? (
            <CorrectionForm id={id} time={view.time} typed={typed.correction ?? ''} csrf={csrf} />
          ) : (
            <p class="faint">对象和告知的细节不在这里：督导看到的是匿名的报表。</p>
          )}
        </Issued>
      )}
    </div>,
  );
}

/** The time that an address or a form names; null where it names none. */
export const readTime = (text: string | undefined): number | null =>
  /^[1-9]\d{0,3}$/.test(text ?? '') ? Number(text) : null;

export async function reportOf(
  c: ConsoleContext,
  parts: ConsoleParts,
  time: number | null,
): Promise<[string, ReportView] | null> {
  const id = idOf(c);
  const view = id === null ? null : await parts.crisisReports.view(c.get('actor'), id, time);
  return id === null || view === null ? null : [id, view];
}

export async function showReport(c: ConsoleContext, parts: ConsoleParts) {
  const found = await reportOf(c, parts, readTime(c.req.query('time')));
  return found === null ? renderAbsent(c, parts) : renderReport(c, parts, ...found);
}
