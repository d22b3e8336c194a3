import type { Child } from 'hono/jsx';
import { can } from '../../../access/can.ts';
import type { CaseView } from '../../../conversation/desks/cases/case-desk.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { sayMoment } from '../../times.ts';
import {
  CASE_LEVELS,
  CASE_STATUSES,
  CHANNEL_NAMES,
  EVENT_NAMES,
  isEventKind,
  OUTCOME_NAMES,
} from '../../words.ts';
import { Empty, LevelBadge } from '../pieces.tsx';
import { type ActionsState, CaseActions, freshActions, shapeOf } from './case-actions.tsx';
import { CaseTime } from './case-list.tsx';
import { toolBox, toolStates } from './case-tools.tsx';
import { watchBox } from './case-watch.tsx';
import { Conversation } from './conversation.tsx';
import { glassDoor } from './glass-pieces.tsx';
import { handOverBox } from './hand-over.tsx';
import { identityForms, knownBox } from './identity-box.tsx';
import type { Marking } from './mark-box.tsx';

/** Without the right to read: number, level and waiting time, and not one fact more. */
const CaseHead = ({ view, now }: { view: CaseView; now: Date }) => (
  <div class={`case-head level-${view.level}`}>
    <h1>
      求助 <span class="case-number">{`#${view.number}`}</span>
    </h1>
    <LevelBadge level={view.level} />
    <span class="case-state">{CASE_STATUSES[view.status]}</span>
    <CaseTime row={view} now={now} />
    {view.owner === null ? null : <span>由 {view.owner.name} 负责</span>}
    {view.may.read ? (
      <span class="faint">
        {CHANNEL_NAMES[view.channel]}
        {view.knownContact ? '' : ' · 第一次来'}
      </span>
    ) : null}
  </div>
);

const Events = ({ view, now }: { view: CaseView; now: Date }) => (
  <ol class="events">
    {view.events.map(({ kind, staff, toStaff, level, at }) => (
      <li>
        <time datetime={at.toISOString()}>{sayMoment(at, now)}</time>
        <span>
          {isEventKind(kind) ? EVENT_NAMES[kind] : kind}
          {kind === 'paged' && staff === null ? '：群通知' : ''}
          {staff === null ? '' : `：${staff}`}
          {toStaff === null ? '' : ` → ${toStaff}`}
          {level === null ? '' : `（${CASE_LEVELS[level]}）`}
        </span>
      </li>
    ))}
    {view.outcome === null ? null : <li>结果：{OUTCOME_NAMES[view.outcome]}</li>}
  </ol>
);

type PageProps = { view: CaseView; now: Date; parts: ConsoleParts; known: Child };

const markingOf = ({ id }: CaseView, csrf: string): Marking => ({
  action: `/console/cases/${id}/mark`,
  csrf,
  example: (lineId) => `/console/cases/${id}/example?line=${lineId}`,
});

const LiveTalk = ({ view, now, parts, csrf, known }: PageProps & { csrf: string }) => (
  <>
    <CaseHead view={view} now={now} />
    {known}
    {view.may.read ? (
      <Conversation
        lines={view.lines}
        now={now}
        explain={parts.ruleExplanation}
        marking={markingOf(view, csrf)}
      />
    ) : (
      <Empty>{view.may.acknowledge ? '接手后可以看到对话。' : '对话只有负责这次求助的老师能看。'}</Empty>
    )}
  </>
);

const SideEvents = ({ view, now, swap }: { view: CaseView; now: Date; swap: boolean }) => (
  <section id="case-events" hx-swap-oob={swap ? 'true' : undefined}>
    {view.may.read ? (
      <>
        <h2>经过</h2>
        <Events view={view} now={now} />
      </>
    ) : null}
  </section>
);

/** Whoever may note who was informed, write the crisis report of this case, or read the issued one, finds it here. */
const ReportLink = ({ c, view, issued }: { c: ConsoleContext; view: CaseView; issued: boolean }) => {
  const relation = {
    kind: 'case',
    id: view.id,
    ownerId: view.owner?.id ?? null,
    pagedStaffIds: [],
    closed: view.status === 'closed',
  } as const;
  const may = (action: 'case.crisis-report' | 'case.inform'): boolean =>
    can(c.get('actor'), action, relation, 'crisis');
  const report = issued || may('case.crisis-report');
  if (!report && !may('case.inform')) return null;
  return (
    <p class="case-links">
      {may('case.inform') ? <a href={`/console/cases/${view.id}/informed`}>告知记录</a> : null}{' '}
      {report ? <a href={`/console/cases/${view.id}/report`}>危机随时报表</a> : null}
    </p>
  );
};

/**
 * Two parts of the page live apart: the talk is drawn anew whenever something changes, the boxes that somebody may
 * be typing in only when what they may do has changed.
 */
export async function renderCase(
  c: ConsoleContext,
  parts: ConsoleParts,
  view: CaseView,
  state: ActionsState,
  status: 200 | 422 = 200,
  notice: Child = null,
) {
  const now = await parts.clock.now();
  const identity = await parts.identity.view(c.get('actor'), view.id);
  const tools = await parts.tools.view(c.get('actor'), view.id);
  const known = [knownBox(identity, now), await toolStates(c, parts, view.id, tools)];
  return renderPage(
    c,
    parts,
    { title: `求助 #${view.number}`, place: 'cases', status, viewing: view.id },
    <div class="case">
      <div class="case-main">
        {notice}
        <div
          class="case-talk"
          hx-get={`/console/live/cases/${view.id}`}
          hx-trigger="sse:case, refresh from:body"
        >
          <LiveTalk view={view} now={now} parts={parts} csrf={c.get('session').csrf} known={known} />
        </div>
        <CaseActions view={view} csrf={c.get('session').csrf} state={state} />
        <ReportLink c={c} view={view} issued={await parts.crisisReports.mayRead(c.get('actor'), view.id)} />
      </div>
      <aside class="case-side">
        {await watchBox(c, parts, view.id)}
        {await handOverBox(c, parts, view.id, now, state.typed)}
        {await toolBox(c, parts, view.id, tools, state.typed)}
        {identityForms(c, view.id, identity, state.typed)}
        {glassDoor(c, view)}
        <SideEvents view={view} now={now} swap={false} />
      </aside>
    </div>,
  );
}

const viewOf = async (c: ConsoleContext, parts: ConsoleParts): Promise<CaseView | null> => {
  const id = idOf(c);
  return id === null ? null : parts.cases.view(c.get('actor'), id);
};

/** A canned reply stands in the box, to be read, changed and sent. */
async function cannedOf(c: ConsoleContext, parts: ConsoleParts, { id, may }: CaseView): Promise<string> {
  const picked = c.req.query('canned');
  if (picked === undefined || !may.answer) return '';
  const tools = await parts.tools.view(c.get('actor'), id);
  return tools?.canned.find((one) => one.id === picked)?.text ?? '';
}

export async function showCase(c: ConsoleContext, parts: ConsoleParts) {
  const view = await viewOf(c, parts);
  if (view === null) return renderAbsent(c, parts);
  return renderCase(c, parts, view, {
    ...freshActions(parts.newId()),
    answer: await cannedOf(c, parts, view),
  });
}

export async function showLiveCase(c: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const view = await viewOf(c, parts);
  if (view === null) return c.body(null, 404);
  const now = await parts.clock.now();
  const tools = await parts.tools.view(c.get('actor'), view.id);
  const known = [
    knownBox(await parts.identity.view(c.get('actor'), view.id), now),
    await toolStates(c, parts, view.id, tools),
  ];
  return c.html(
    <>
      <LiveTalk view={view} now={now} parts={parts} csrf={c.get('session').csrf} known={known} />
      <SideEvents view={view} now={now} swap />
    </>,
  );
}

/** Says nothing while the boxes on the page still fit what may be done. */
export async function showLiveActions(c: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const view = await viewOf(c, parts);
  if (view === null) return c.body(null, 404);
  if (c.req.query('shown') === shapeOf(view)) return c.body(null, 204);
  return c.html(<CaseActions view={view} csrf={c.get('session').csrf} state={freshActions(parts.newId())} />);
}
