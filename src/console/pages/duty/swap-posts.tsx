import type { Child } from 'hono/jsx';
import type { RotaView } from '../../../conversation/desks/duty/rota-desk.ts';
import type { OfferRefusal } from '../../../conversation/staff/swap-shifts.ts';
import { readLocalMoment } from '../../../handoff/rota/read-rule.ts';
import { DUTIES } from '../../../handoff/rota/rota.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { DUTY_NAMES } from '../../rota-words.ts';
import { type ConsoleContext, idOf, isUuid } from '../../route.ts';
import { isoDay, sayTime } from '../../times.ts';
import { Csrf, FieldProblem, Notice, PageHead } from '../pieces.tsx';
import { renderDuty } from './duty-page.tsx';
import { type Option, Pick, Write } from './fields.tsx';

type Typed = {
  readonly id: string;
  readonly duty: string;
  readonly from: string;
  readonly to: string;
  readonly startsAt: string;
  readonly endsAt: string;
};
type Field = Exclude<keyof Typed, 'id'>;
type Problem = readonly [Field, string];

const PROBLEMS: Readonly<Record<Exclude<OfferRefusal, 'forbidden'>, Problem>> = {
  'unknown-person': ['to', '请谁替：还没有选，或者这个人已经停用。'],
  'same-person': ['to', '请谁替：要选另一个人。'],
  order: ['endsAt', '结束：要在开始之后。'],
  past: ['startsAt', '开始：已经到了或过去了，换班要在开始以前说好。'],
  'not-on-then': ['startsAt', '开始：这段时间本来就没有这个班，换不了。'],
};

type FormProps = { view: RotaView; csrf: string; typed: Typed; problem: Problem | null; me: string };

const OfferForm = ({ view, csrf, typed, problem, me }: FormProps) => {
  const people: Option[] = view.staff.map(({ id, name }) => [id, name]);
  const of = (field: Field): string | undefined => (problem?.[0] === field ? problem[1] : undefined);
  return (
    <form method="post" action="/console/duty/swaps/new" class="stack rota-form" novalidate>
      <Csrf token={csrf} />
      <input type="hidden" name="id" value={typed.id} />
      <Pick
        name="duty"
        label="哪种班"
        value={typed.duty}
        options={DUTIES.map((duty): Option => [duty, DUTY_NAMES[duty]])}
        problem={of('duty')}
      />
      {view.may.change ? (
        <Pick name="from" label="谁的班" value={typed.from} options={people} problem={of('from')} />
      ) : (
        <>
          <input type="hidden" name="from" value={me} />
          <FieldProblem id="from-problem" text={of('from')} />
        </>
      )}
      <Pick
        name="to"
        label="请谁替"
        value={typed.to}
        options={[['', '请选'], ...people.filter(([id]) => id !== typed.from)]}
        problem={of('to')}
      />
      <div class="fields">
        <Write
          name="startsAt"
          type="datetime-local"
          label="开始"
          value={typed.startsAt}
          problem={of('startsAt')}
        />
        <Write name="endsAt" type="datetime-local" label="结束" value={typed.endsAt} problem={of('endsAt')} />
      </div>
      <p class="faint">对方接受了才算。在那以前，以及没有人回答就到了时间，都还是原来的人值。</p>
      <div class="form-end">
        <a class="button" href="/console/duty">
          返回
        </a>
        <button type="submit" class="primary">
          提出换班
        </button>
      </div>
    </form>
  );
};

async function renderOffer(
  c: ConsoleContext,
  parts: ConsoleParts,
  typed: Typed,
  problem: Problem | null = null,
) {
  const view = await parts.rota.view(c.get('actor'));
  if (view === null) return renderAbsent(c, parts);
  return renderPage(
    c,
    parts,
    { title: '换班', place: 'duty', status: problem === null ? 200 : 422 },
    <div class="narrow">
      <PageHead title="换班" />
      {problem === null ? null : <Notice kind="bad">没有提出，有一处要改。</Notice>}
      <OfferForm
        view={view}
        csrf={c.get('session').csrf}
        typed={typed}
        problem={problem}
        me={c.get('session').staff.id}
      />
    </div>,
  );
}

const sayLocal = (ms: string | undefined): string => {
  const at = new Date(/^\d{10,15}$/.test(ms ?? '') ? Number(ms) : Number.NaN);
  return Number.isNaN(at.getTime()) ? '' : `${isoDay(at)}T${sayTime(at)}`;
};

export const showOfferSwap = (c: ConsoleContext, parts: ConsoleParts) =>
  renderOffer(c, parts, {
    id: parts.newId(),
    duty: c.req.query('duty') ?? 'duty',
    from: c.get('session').staff.id,
    to: '',
    startsAt: sayLocal(c.req.query('from')),
    endsAt: sayLocal(c.req.query('to')),
  });

export async function offerSwap(c: ConsoleContext, parts: ConsoleParts) {
  const form = await readForm(c);
  const typed: Typed = {
    id: isUuid(form.one('id')) ? form.one('id') : parts.newId(),
    duty: form.one('duty'),
    from: form.one('from'),
    to: form.one('to'),
    startsAt: form.one('startsAt'),
    endsAt: form.one('endsAt'),
  };
  const duty = DUTIES.find((one) => one === typed.duty);
  const startsAt = readLocalMoment(typed.startsAt);
  const endsAt = readLocalMoment(typed.endsAt);
  if (duty === undefined) return renderOffer(c, parts, typed, ['duty', '哪种班：还没有选。']);
  if (startsAt === null) return renderOffer(c, parts, typed, ['startsAt', '开始：请选日期和时间。']);
  if (endsAt === null) return renderOffer(c, parts, typed, ['endsAt', '结束：请选日期和时间。']);
  if (!isUuid(typed.to)) return renderOffer(c, parts, typed, PROBLEMS['unknown-person']);
  if (!isUuid(typed.from)) return renderOffer(c, parts, typed, ['from', '谁的班：还没有选。']);
  const offered = await parts.rota.offer(c.get('actor'), {
    id: typed.id,
    duty,
    fromStaffId: typed.from,
    toStaffId: typed.to,
    startsAt,
    endsAt,
  });
  if (offered.ok)
    return offered.value.told
      ? c.redirect('/console/duty', 303)
      : renderDuty(c, parts, 200, <Notice kind="bad">{UNHEARD}</Notice>);
  if (offered.code === 'forbidden')
    return renderOffer(c, parts, typed, ['from', '谁的班：只能提出自己的班。']);
  return renderOffer(c, parts, typed, PROBLEMS[offered.code]);
}

const UNHEARD =
  '提出了，可是现在没有办法把消息送到对方那里。请你直接问一声：对方登录控制台，在“值班”里就能接受；在那以前还是原来的人值。';

type Settled = 'accepted' | 'declined' | 'withdrawn';

const SETTLED_LATE = '没有改变：这次换班已经有了结果，或者时间已经到了。';
const NOT_YOURS = '没有这次换班，或者它不是要你回答的。';

export const settleSwap = (to: Settled) => async (c: ConsoleContext, parts: ConsoleParts) => {
  const id = idOf(c);
  const settled = id === null ? null : await parts.rota.settle(c.get('actor'), id, to);
  if (settled?.ok) return c.redirect('/console/duty', 303);
  const notice: Child = <Notice kind="bad">{settled?.code === 'stale' ? SETTLED_LATE : NOT_YOURS}</Notice>;
  return renderDuty(c, parts, 422, notice);
};
