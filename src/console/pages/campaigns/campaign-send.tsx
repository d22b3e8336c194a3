import type { CampaignView, SendPlan, When } from '../../../conversation/desks/campaigns/campaign-desk.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { Csrf, Notice, PageHead } from '../pieces.tsx';
import { findCampaign, renderCampaign } from './campaign-page.tsx';
import { AUDIENCE_PROBLEMS, Preview, sayDayTime, sayPeople, scopeOf } from './campaign-pieces.tsx';
import { TIME_PROBLEMS, whenOf } from './campaign-when.tsx';

const sayPlan = (when: When, { at, leavesAt, waits }: SendPlan): string => {
  const wanted = when.kind === 'now' ? '现在' : sayDayTime(at);
  return waits
    ? `${wanted}是安静时间，${sayDayTime(leavesAt)} 起发送`
    : `${wanted}${when.kind === 'now' ? '开始' : ' 起'}发送`;
};

const Question = ({ view, when, plan, csrf }: QuestionProps) => (
  <div class="narrow">
    <PageHead title={`发送“${view.title}”？`} />
    <dl class="progress">
      <dt>发给</dt>
      <dd>{view.audience === null ? '' : sayPeople(view.audience.people)}</dd>
      <dt>范围</dt>
      <dd>{scopeOf(view.draft)}</dd>
      <dt>时间</dt>
      <dd>{sayPlan(when, plan)}</dd>
    </dl>
    <Preview shown={view.shown} />
    <form method="post" action={`/console/campaigns/${view.id}/send`} class="form-end">
      <Csrf token={csrf} />
      <input type="hidden" name="version" value={view.version} />
      <input type="hidden" name="when" value={when.kind} />
      <input type="hidden" name="at" value={when.kind === 'at' ? when.text : ''} />
      <a class="button" href={`/console/campaigns/${view.id}`}>
        再看看
      </a>
      <button type="submit" class="primary">
        {when.kind === 'now' ? '确认，现在发送' : '确认，到时发送'}
      </button>
    </form>
  </div>
);
type QuestionProps = { view: CampaignView; when: When; plan: SendPlan; csrf: string };

/** The last look before anything is sent; asking changes nothing. */
export async function askSendCampaign(c: ConsoleContext, parts: ConsoleParts) {
  const view = await findCampaign(c, parts);
  if (view === null || !view.may.send) return renderAbsent(c, parts);
  const at = c.req.query('at') ?? '';
  const when = whenOf(c.req.query('when') ?? 'now', at);
  const plan = await parts.campaigns.plan(c.get('actor'), view.id, when);
  if (!plan.ok) {
    if (plan.code === 'absent') return renderAbsent(c, parts);
    return renderCampaign(c, parts, view, { at, problem: TIME_PROBLEMS[plan.code] });
  }
  if ((view.audience?.problem ?? null) !== null) return renderCampaign(c, parts, view);
  return renderPage(
    c,
    parts,
    { title: '核对', place: 'campaigns' },
    <Question view={view} when={when} plan={plan.value} csrf={c.get('session').csrf} />,
  );
}

export async function sendCampaign(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const actor = c.get('actor');
  if (id === null) return renderAbsent(c, parts);
  const form = await readForm(c);
  const at = form.one('at');
  const version = Number(form.one('version'));
  const sent = await parts.campaigns.send(
    actor,
    id,
    Number.isInteger(version) ? version : 0,
    whenOf(form.one('when'), at),
  );
  if (sent === 'done') return c.redirect(`/console/campaigns/${id}`, 303);
  const view = sent === 'absent' ? null : await parts.campaigns.view(actor, id);
  if (sent === 'absent' || view === null) return renderAbsent(c, parts);
  switch (sent) {
    case 'changed':
      return renderCampaign(
        c,
        parts,
        view,
        null,
        <Notice kind="warn">没有发送：核对之后有人改过，请再看一遍。</Notice>,
      );
    case 'nobody':
    case 'too-few':
      return renderCampaign(c, parts, view, null, <Notice kind="bad">{AUDIENCE_PROBLEMS[sent]}</Notice>);
    default:
      return renderCampaign(c, parts, view, { at, problem: TIME_PROBLEMS[sent] });
  }
}
