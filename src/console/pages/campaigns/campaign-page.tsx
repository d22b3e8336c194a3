import type { Child } from 'hono/jsx';
import { can } from '../../../access/can.ts';
import type { Blurred, Progress } from '../../../campaigns/blur.ts';
import type { CampaignView } from '../../../conversation/desks/campaigns/campaign-desk.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { CAMPAIGN_ENDS } from '../../words.ts';
import { Csrf, Notice, PageHead } from '../pieces.tsx';
import {
  AUDIENCE_PROBLEMS,
  Audience,
  Preview,
  QUIET_HOURS,
  StatusBadge,
  sayDayTime,
  sayPeople,
  sayWhen,
  scopeOf,
} from './campaign-pieces.tsx';
import { WhenForm } from './campaign-when.tsx';

const Bar = ({ progress }: { progress: Progress<Blurred> }) => {
  const of = (count: Blurred): number => (count === 'few' ? 0 : count);
  return progress.total === 'few' ? null : (
    <progress value={Math.min(of(progress.sent), progress.total)} max={progress.total}>
      {sayPeople(progress.sent)}
    </progress>
  );
};

const ProgressTable = ({ view, progress }: { view: CampaignView; progress: Progress<Blurred> }) => (
  <>
    <Bar progress={progress} />
    <dl class="progress">
      <dt>一共</dt>
      <dd>{sayPeople(progress.total)}</dd>
      <dt>已发出</dt>
      <dd>{sayPeople(progress.sent)}</dd>
      {view.endedAt === null ? (
        <>
          <dt>等待发出</dt>
          <dd>{sayPeople(progress.waiting)}</dd>
        </>
      ) : null}
      <dt>其余</dt>
      <dd>{sayPeople(progress.rest)}</dd>
    </dl>
    <p class="faint">“其余”是退订的、送不到的和按规定不打扰的，合在一起算，不分开显示。数字只到十位。</p>
  </>
);

/** What changes while it is looked at. */
const Live = ({ view, now }: { view: CampaignView; now: Date }) => (
  <>
    <p class="campaign-state">
      <StatusBadge row={view} />
      <span class="faint">{`${view.author} · ${sayWhen(view, now)}`}</span>
    </p>
    {view.status === 'scheduled' && view.sendAt !== null ? (
      <Notice kind="good">{`${sayDayTime(view.sendAt)} 起发送。${QUIET_HOURS}，会等到早上。`}</Notice>
    ) : null}
    {view.end === null ? null : <Notice kind="good">{CAMPAIGN_ENDS[view.end]}</Notice>}
    {view.progress === null ? null : <ProgressTable view={view} progress={view.progress} />}
  </>
);

const Step = ({ view, csrf, step, children }: StepProps) => (
  <form method="post" action={`/console/campaigns/${view.id}/${step}`}>
    <Csrf token={csrf} />
    <button type="submit">{children}</button>
  </form>
);
type StepProps = { view: CampaignView; csrf: string; step: 'pause' | 'resume'; children: Child };

const Steps = ({ view, csrf, mayWrite }: { view: CampaignView; csrf: string; mayWrite: boolean }) => (
  <div class="campaign-steps">
    {view.may.pause ? (
      <Step view={view} csrf={csrf} step="pause">
        暂停
      </Step>
    ) : null}
    {view.may.resume ? (
      <Step view={view} csrf={csrf} step="resume">
        继续发送
      </Step>
    ) : null}
    {view.may.edit ? (
      <a class="button" href={`/console/campaigns/${view.id}/edit`}>
        修改
      </a>
    ) : null}
    {mayWrite ? (
      <a class="button" href={`/console/campaigns/new?from=${view.id}`}>
        照着再写一条
      </a>
    ) : null}
    {view.may.cancel ? (
      <a class="button danger-quiet" href={`/console/campaigns/${view.id}/cancel`}>
        {view.status === 'draft' ? '不要了' : '取消发送'}
      </a>
    ) : null}
  </div>
);

const SendBox = ({ view, at, problem }: { view: CampaignView; at: string; problem: string | undefined }) => {
  const found = view.audience?.problem ?? null;
  return (
    <section>
      <h2>什么时候发</h2>
      {found === null ? (
        <WhenForm id={view.id} at={at} problem={problem} />
      ) : (
        <Notice kind="warn">{AUDIENCE_PROBLEMS[found]}</Notice>
      )}
    </section>
  );
};

/** @param refused what was wrong with a time that was typed */
export async function renderCampaign(
  c: ConsoleContext,
  parts: ConsoleParts,
  view: CampaignView,
  refused: { readonly at: string; readonly problem: string } | null = null,
  notice: Child = null,
) {
  const now = await parts.clock.now();
  const mayWrite = can(c.get('actor'), 'campaign.write', { kind: 'campaigns' }, 'administration');
  return renderPage(
    c,
    parts,
    { title: view.title, place: 'campaigns', status: refused === null ? 200 : 422 },
    <div class="narrow">
      <p class="crumb">
        <a href="/console/campaigns">活动消息</a> / {scopeOf(view.draft)}
      </p>
      <PageHead title={view.title} />
      {notice}
      <div hx-get={`/console/live/campaigns/${view.id}`} hx-trigger="sse:campaign, refresh from:body">
        <Live view={view} now={now} />
      </div>
      <h2>同学会看到</h2>
      <Preview shown={view.shown} />
      {view.audience === null ? null : (
        <section>
          <h2>现在会发给</h2>
          <Audience view={view.audience} />
        </section>
      )}
      {view.may.send ? <SendBox view={view} at={refused?.at ?? ''} problem={refused?.problem} /> : null}
      <Steps view={view} csrf={c.get('session').csrf} mayWrite={mayWrite} />
    </div>,
  );
}

export async function findCampaign(c: ConsoleContext, parts: ConsoleParts): Promise<CampaignView | null> {
  const id = idOf(c);
  return id === null ? null : parts.campaigns.view(c.get('actor'), id);
}

export async function showCampaign(c: ConsoleContext, parts: ConsoleParts) {
  const view = await findCampaign(c, parts);
  return view === null ? renderAbsent(c, parts) : renderCampaign(c, parts, view);
}

export async function showLiveCampaign(c: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const view = await findCampaign(c, parts);
  if (view === null) return renderAbsent(c, parts);
  return c.html(<Live view={view} now={await parts.clock.now()} />);
}
