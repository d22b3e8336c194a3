import type { GlassView } from '../../../conversation/desks/cases/glass-desk.ts';
import {
  type BreakGlass,
  GLASS_PARTS,
  isGlassPart,
  LOOK_MINUTES,
  REASON_HOURS,
} from '../../../handoff/break-glass.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf, isUuid } from '../../route.ts';
import { sayMoment } from '../../times.ts';
import { GLASS_GROUND_NAMES, GLASS_PART_NAMES } from '../../waiting-words.ts';
import { Csrf, LevelBadge, Notice, PageHead } from '../pieces.tsx';
import { FRESH_REASON, ReasonFields, type ReasonState } from './glass-pieces.tsx';
import { SimpleTalk } from './glass-talk.tsx';
import { knownBox } from './identity-box.tsx';

/** Which form was refused, with what was typed into it. */
type Typed = ReasonState & { readonly part: string; readonly look: string };
const FRESH: Typed = { ...FRESH_REASON, part: 'identity', look: '' };

type Props = { view: GlassView; csrf: string; typed: Typed; now: Date };

const OpenForm = ({ view, csrf, typed }: Props) => {
  const parts = GLASS_PARTS.filter((part) => view.may[part]);
  return (
    <form method="post" action={`/console/cases/${view.id}/break-glass`} novalidate class="stack glass-form">
      <Csrf token={csrf} />
      <fieldset>
        <legend>要看什么（只选需要的）</legend>
        {parts.map((part) => (
          <label class="choice-row">
            <input type="radio" name="part" value={part} checked={typed.part === part} />
            <span>
              <strong>{GLASS_PART_NAMES[part]}</strong>
              <small>
                {part === 'identity'
                  ? '渠道、等待时答的、自己说的姓名电话学院、其他个案号'
                  : '最近的对话，只读'}
              </small>
            </span>
          </label>
        ))}
      </fieldset>
      <ReasonFields id="glass" state={typed} />
      <div class="form-end">
        <button type="submit" class="danger">{`打开 ${LOOK_MINUTES} 分钟`}</button>
      </div>
    </form>
  );
};

/** One tap where somebody may die meanwhile; the reason is owed. */
const AtOnce = ({ view, csrf }: Props) =>
  !view.mayOwe ? null : (
    <section class="glass-at-once">
      <h2>{`来不及写？危急个案可以先看，${REASON_HOURS} 小时内补理由`}</h2>
      {GLASS_PARTS.filter((part) => view.may[part]).map((part) => (
        <form method="post" action={`/console/cases/${view.id}/break-glass`}>
          <Csrf token={csrf} />
          <input type="hidden" name="part" value={part} />
          <button type="submit" class="danger big">{`现在就看${GLASS_PART_NAMES[part]}`}</button>
        </form>
      ))}
    </section>
  );

const Owed = ({ look, view, csrf, typed, now }: Props & { look: BreakGlass }) => (
  <form
    method="post"
    action={`/console/cases/${view.id}/break-glass/reason`}
    novalidate
    class="stack glass-form"
  >
    <Csrf token={csrf} />
    <input type="hidden" name="look" value={look.id} />
    <h2>{`补理由：${sayMoment(look.openedAt, now)} 看了${GLASS_PART_NAMES[look.what]}`}</h2>
    {look.reasonDueAt === null ? null : (
      <p class={look.reasonDueAt <= now ? 'overdue' : 'faint'}>
        {look.reasonDueAt <= now
          ? `已经超过期限（${sayMoment(look.reasonDueAt, now)}），已告诉其他负责人。`
          : `${sayMoment(look.reasonDueAt, now)} 以前要补上。`}
      </p>
    )}
    <ReasonFields id={`look-${look.id}`} state={typed.look === look.id ? typed : FRESH_REASON} />
    <div class="form-end">
      <button type="submit" class="primary">
        补上
      </button>
    </div>
  </form>
);

const Looks = ({ view, now }: Props) =>
  view.looks.length === 0 ? null : (
    <section>
      <h2>我看过的</h2>
      <ul class="plain">
        {view.looks.map((look) => (
          <li>
            {`${sayMoment(look.openedAt, now)} ${GLASS_PART_NAMES[look.what]}`}
            {look.expiresAt > now ? `，到 ${sayMoment(look.expiresAt, now)} 为止` : '，已经合上'}
            {look.ground === null ? '' : `；${GLASS_GROUND_NAMES[look.ground]}`}
          </li>
        ))}
      </ul>
    </section>
  );

function render(
  c: ConsoleContext,
  parts: ConsoleParts,
  view: GlassView,
  now: Date,
  typed: Typed = FRESH,
  status: 200 | 422 = 200,
) {
  const props = { view, csrf: c.get('session').csrf, typed, now };
  const mayOpen = GLASS_PARTS.some((part) => view.may[part]);
  const owed = view.looks.filter(({ reasonAt }) => reasonAt === null);
  return renderPage(
    c,
    parts,
    { title: `破例查看 #${view.number}`, place: 'cases', status },
    <div class="glass">
      <PageHead title={`破例查看 #${view.number}`}>
        <LevelBadge level={view.level} />
        {mayOpen ? <a href={`/console/cases/${view.id}`}>回到求助</a> : null}
      </PageHead>
      {view.readsAnyhow ? (
        <Notice kind="good">
          你本来就能看这个个案。<a href={`/console/cases/${view.id}`}>打开个案</a>
        </Notice>
      ) : (
        <Notice kind="warn">
          {`没有权限时，只在确有必要时看，一次 ${LOOK_MINUTES} 分钟，只给最少的。每次都会记下，并告诉中心的其他负责人。`}
        </Notice>
      )}
      {knownBox(view.identity, now)}
      {view.lines === null ? null : (
        <SimpleTalk lines={view.lines} now={now} explain={parts.ruleExplanation} />
      )}
      {owed.map((look) => (
        <Owed {...props} look={look} />
      ))}
      {mayOpen && !view.readsAnyhow ? <AtOnce {...props} /> : null}
      {mayOpen && !view.readsAnyhow ? <OpenForm {...props} /> : null}
      <Looks {...props} />
    </div>,
  );
}

async function viewOf(c: ConsoleContext, parts: ConsoleParts): Promise<GlassView | null> {
  const id = idOf(c);
  return id === null ? null : parts.glasses.view(c.get('actor'), id);
}

export async function showGlass(c: ConsoleContext, parts: ConsoleParts) {
  const view = await viewOf(c, parts);
  if (view === null) return renderAbsent(c, parts);
  return render(c, parts, view, await parts.clock.now());
}

const toGlass = (c: ConsoleContext, id: string) => c.redirect(`/console/cases/${id}/break-glass`, 303);

export async function openGlass(c: ConsoleContext, parts: ConsoleParts) {
  const view = await viewOf(c, parts);
  if (view === null) return renderAbsent(c, parts);
  const now = await parts.clock.now();
  const form = await readForm(c);
  const [part, ground, reason] = [form.one('part'), form.one('ground'), form.one('reason')];
  const refuse = (problem: 'ground' | 'reason') =>
    render(c, parts, view, now, { ...FRESH, part, ground, reason, problem }, 422);
  if (!isGlassPart(part) || !view.may[part]) return refuse('ground');
  const opened = await parts.glasses.open(c.get('actor'), view.id, part, ground, reason);
  switch (opened) {
    case 'opened':
      return toGlass(c, view.id);
    case 'absent':
      return renderAbsent(c, parts);
    default:
      return refuse(opened);
  }
}

export async function giveGlassReason(c: ConsoleContext, parts: ConsoleParts) {
  const view = await viewOf(c, parts);
  if (view === null) return renderAbsent(c, parts);
  const now = await parts.clock.now();
  const form = await readForm(c);
  const [look, ground, reason] = [form.one('look'), form.one('ground'), form.one('reason')];
  const given = isUuid(look)
    ? await parts.glasses.giveReason(c.get('actor'), look, ground, reason)
    : 'ground';
  switch (given) {
    case 'given':
    case 'absent':
      // Given before, or never owed: the page shows how it stands.
      return toGlass(c, view.id);
    default:
      return render(c, parts, view, now, { ...FRESH, look, ground, reason, problem: given }, 422);
  }
}
