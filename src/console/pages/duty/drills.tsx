import type { Child } from 'hono/jsx';
import type { CallingDrill, DrillsView } from '../../../conversation/desks/duty/drill-desk.ts';
import type { DrillPlan } from '../../../handoff/drill/drill-plan.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { sayMinuteOfDay, sayMoment, sayTime, sayWeekday, WEEKDAYS } from '../../times.ts';
import { Csrf, Notice, PageHead, Since } from '../pieces.tsx';
import { type Option, Pick, Write } from './fields.tsx';

const KINDS: readonly Option[] = [
  ['off', '不演练'],
  ['fixed', '每周固定的时间'],
  ['random', '每周一次，值班时间里随机'],
];
const DAYS: readonly Option[] = WEEKDAYS.map((name, index): Option => [String(index + 1), name]);

/** Above every page of whoever a drill calls; real calls stand above it. */
export const DrillCall = ({ drill }: { drill: CallingDrill | null }) =>
  drill === null || (drill.owner !== null && !drill.mine) ? null : (
    <a class="drill-call" href="/console/drills">
      <strong>{`【演练】演练 ${drill.number} ${drill.mine ? '等你说第一句话' : '在等人接手'}`}</strong>
      <span>这是演练，不是真的求助</span>
    </a>
  );

export async function showDrillCall(c: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  return c.html(<DrillCall drill={await parts.drills.calling(c.get('actor'))} />);
}

type Formed = { csrf: string };

const Calling = ({ drill, now, csrf }: { drill: CallingDrill; now: Date } & Formed) => (
  <section class="card drill">
    <h2>{`【演练】演练 ${drill.number}`}</h2>
    <p>
      这是演练，不是真的求助。已经过了 <Since at={drill.begunAt} now={now} />。
    </p>
    {drill.owner === null ? (
      <form method="post" action="/console/drills/take">
        <Csrf token={csrf} />
        <input type="hidden" name="id" value={drill.id} />
        <button type="submit" class="primary">
          接手演练
        </button>
      </form>
    ) : null}
    {drill.mine ? (
      <form method="post" action="/console/drills/say" class="stack">
        <Csrf token={csrf} />
        <input type="hidden" name="id" value={drill.id} />
        <div class="field">
          <label for="words">第一句话，就当是写给同学的</label>
          <input id="words" name="words" type="text" autocomplete="off" required />
          <small class="faint">不会发给任何人，也不保存。</small>
        </div>
        <button type="submit" class="primary">
          说出第一句话
        </button>
      </form>
    ) : null}
    {drill.owner !== null && !drill.mine ? <p>{`${drill.owner} 已经接手。`}</p> : null}
  </section>
);

const Check = ({ name, label, hint, on }: { name: string; label: string; hint: string; on: boolean }) => (
  <div class="field">
    <label class="check">
      <input type="checkbox" name={name} value="yes" checked={on} /> {label}
    </label>
    <small class="faint">{hint}</small>
  </div>
);

const PlanForm = ({ plan, csrf }: { plan: DrillPlan } & Formed) => (
  <form method="post" action="/console/drills/plan" class="stack" novalidate>
    <Csrf token={csrf} />
    <Pick name="kind" label="什么时候" value={plan.kind} options={KINDS} />
    <div class="fields">
      <Pick name="weekday" label="星期" value={String(plan.weekday)} options={DAYS} hint="只用于固定的时间" />
      <Write
        name="time"
        type="time"
        label="时间"
        value={sayMinuteOfDay(plan.minute)}
        hint="只用于固定的时间"
      />
    </div>
    <Check name="desk" label="也叫校园 24 小时值班室" hint="事先和他们说好再选。" on={plan.withDesk} />
    <Check name="groups" label="也发到通知群" hint="群里的人会看到【演练】。" on={plan.withGroups} />
    <div class="form-end">
      <button type="submit" class="primary">
        保存
      </button>
    </div>
  </form>
);

const sayPlan = ({ kind, weekday, minute, nextAt }: DrillPlan, now: Date): string => {
  if (kind === 'off' || nextAt === null) return '现在没有安排演练。';
  if (kind === 'random') return '每周一次，值班时间里随机；具体时间不告诉任何人。';
  return `每${sayWeekday(weekday)} ${sayMinuteOfDay(minute)}；下一次 ${sayMoment(nextAt, now)}。`;
};

const Planning = ({
  view,
  plan,
  csrf,
  newId,
}: { view: DrillsView; plan: DrillPlan; newId: string } & Formed) => (
  <section class="card">
    <h2>安排</h2>
    <p>{sayPlan(plan, view.now)}</p>
    <PlanForm plan={plan} csrf={csrf} />
    {view.current === null ? (
      <form method="post" action="/console/drills/start" class="drill-now">
        <Csrf token={csrf} />
        <input type="hidden" name="id" value={newId} />
        <button type="submit">现在就演练一次</button>
      </form>
    ) : (
      <form method="post" action="/console/drills/end" class="drill-now">
        <Csrf token={csrf} />
        <input type="hidden" name="id" value={view.current.id} />
        <p>{`演练 ${view.current.number} 正在进行，最晚 ${sayTime(view.current.endsAt)} 结束。`}</p>
        <button type="submit">提前结束</button>
      </form>
    )}
  </section>
);

export async function renderDrills(
  c: ConsoleContext,
  parts: ConsoleParts,
  status: 200 | 422 = 200,
  notice: Child = null,
) {
  const view = await parts.drills.view(c.get('actor'));
  if (view === null) return renderAbsent(c, parts);
  const { csrf } = c.get('session');
  const { calling, plan } = view;
  return renderPage(
    c,
    parts,
    { title: '演练', place: 'drills', status },
    <div class="narrow drills-page">
      <PageHead title="演练">
        {view.maySeeResults ? <a href="/console/drills/results">历次结果</a> : null}
      </PageHead>
      {notice}
      <p class="faint">
        演练按真的求助叫值班的人，每一句话都写明【演练】；不会叫 110、120。有真的求助，演练马上停。最长 15
        分钟。
      </p>
      {calling === null ? (
        <p>现在没有演练在叫你。</p>
      ) : (
        <Calling drill={calling} now={view.now} csrf={csrf} />
      )}
      {plan === null ? null : <Planning view={view} plan={plan} csrf={csrf} newId={parts.newId()} />}
    </div>,
  );
}

export const showDrills = (c: ConsoleContext, parts: ConsoleParts) => renderDrills(c, parts);

export const said = (kind: 'good' | 'bad', text: string): Child => <Notice kind={kind}>{text}</Notice>;
