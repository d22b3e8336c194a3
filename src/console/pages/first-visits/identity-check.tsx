import type { HandedCode } from '../../../conversation/desks/people/roster-desk.ts';
import type { RebindRequest } from '../../../people/identity-store.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { sayMoment, sayTime } from '../../times.ts';
import { Csrf, Empty, FieldProblem, Notice, PageHead } from '../pieces.tsx';

type Problem = { readonly field: 'number' | 'name' | 'both'; readonly text: string };
type State = {
  readonly number: string;
  readonly name: string;
  readonly handed: HandedCode | null;
  readonly problem: Problem | null;
};

const BLANK: State = { number: '', name: '', handed: null, problem: null };

const PROBLEMS: Readonly<Record<'number' | 'name' | 'unknown', Problem>> = {
  number: { field: 'number', text: '学号：要是 4 到 24 位的数字或字母。' },
  name: { field: 'name', text: '姓名：还没有写，或者有不是文字的符号。' },
  unknown: { field: 'both', text: '名册里没有这个学号和姓名，请对照学生证再看一遍。' },
};

const Handed = ({ handed }: { handed: HandedCode }) => (
  <section class="notice good" role="status">
    <p>
      请抄给同学，或打印这一页。同学先在机器人里发学号和姓名（没有回应，就先发「继续登记」），再发这个验证码：
    </p>
    <p class="identity-code">
      <strong>{`${handed.code.slice(0, 3)} ${handed.code.slice(3)}`}</strong>
    </p>
    <p>{`${sayTime(handed.until)} 前有效，只能用一次；再发一个，前一个就作废。`}</p>
  </section>
);

const CodeForm = ({ csrf, state }: { csrf: string; state: State }) => {
  const problemOf = (field: 'number' | 'name'): string | undefined =>
    state.problem?.field === field ? state.problem.text : undefined;
  return (
    <section>
      <h2>当面核对</h2>
      <p class="faint">看过学生证再发验证码。这里写的不会保存。</p>
      {state.handed === null ? null : <Handed handed={state.handed} />}
      {state.problem?.field === 'both' ? <Notice kind="bad">{state.problem.text}</Notice> : null}
      <form method="post" action="/console/identity/code" class="stack">
        <Csrf token={csrf} />
        <label for="number">学号</label>
        <input
          id="number"
          name="number"
          autocomplete="off"
          required
          maxlength={40}
          value={state.number}
          aria-describedby="number-problem"
        />
        <FieldProblem id="number-problem" text={problemOf('number')} />
        <label for="name">姓名</label>
        <input
          id="name"
          name="name"
          autocomplete="off"
          required
          maxlength={60}
          value={state.name}
          aria-describedby="name-problem"
        />
        <FieldProblem id="name-problem" text={problemOf('name')} />
        <div class="form-end">
          <button type="submit" class="primary">
            发一个验证码
          </button>
        </div>
      </form>
    </section>
  );
};

const Request = ({ csrf, request, now }: { csrf: string; request: RebindRequest; now: Date }) => (
  <li class="card">
    <p>
      <strong>
        {request.person === null
          ? '名册里已经没有这个人'
          : `${request.person.name} · ${request.person.college}`}
      </strong>
      <span class="faint">{` ${sayMoment(request.at, now)}，验证码${request.way === 'mail' ? '来自校园邮箱' : '是当面拿的'}`}</span>
    </p>
    <p class="faint">
      {request.boundAt === null
        ? '原来的绑定已经不在了。'
        : `${sayMoment(request.boundAt, now)} 绑定过另一个账号；同意后改绑到新账号，原账号会收到通知。以前的预约和对话都不会带过去。`}
    </p>
    <div class="form-end">
      <form method="post" action={`/console/identity/${request.id}/refuse`}>
        <Csrf token={csrf} />
        <button type="submit">不改绑</button>
      </form>
      <form method="post" action={`/console/identity/${request.id}/approve`}>
        <Csrf token={csrf} />
        <button type="submit" class="primary">
          同意改绑
        </button>
      </form>
    </div>
  </li>
);

async function renderCheck(
  c: ConsoleContext,
  parts: ConsoleParts,
  requests: readonly RebindRequest[],
  state: State,
  status: 200 | 422,
) {
  const { csrf } = c.get('session');
  const now = await parts.clock.now();
  return renderPage(
    c,
    parts,
    { title: '身份核对', place: 'identity', status },
    <div class="narrow">
      <PageHead title="身份核对" />
      <CodeForm csrf={csrf} state={state} />
      <section>
        <h2>{`等着决定的改绑（${requests.length}）`}</h2>
        {requests.length === 0 ? <Empty>没有要决定的。</Empty> : null}
        <ul class="plain-list">
          {requests.map((request) => (
            <Request csrf={csrf} request={request} now={now} />
          ))}
        </ul>
      </section>
    </div>,
  );
}

export async function showIdentityCheck(c: ConsoleContext, parts: ConsoleParts) {
  const requests = await parts.roster.requests(c.get('actor'));
  return requests === null ? renderAbsent(c, parts) : renderCheck(c, parts, requests, BLANK, 200);
}

export async function handOverCode(c: ConsoleContext, parts: ConsoleParts) {
  const actor = c.get('actor');
  const requests = await parts.roster.requests(actor);
  if (requests === null) return renderAbsent(c, parts);
  const form = await readForm(c);
  const typed = { number: form.one('number'), name: form.one('name') };
  const made = await parts.roster.code(actor, typed);
  if (made.ok) return renderCheck(c, parts, requests, { ...BLANK, handed: made.value }, 200);
  if (made.code === 'forbidden') return renderAbsent(c, parts);
  const state = { ...typed, handed: null, problem: PROBLEMS[made.code] };
  return renderCheck(c, parts, requests, state, 422);
}

export const decideRebind =
  (outcome: 'approved' | 'refused') => async (c: ConsoleContext, parts: ConsoleParts) => {
    const id = idOf(c);
    const done = id === null ? 'absent' : await parts.roster.decide(c.get('actor'), id, outcome);
    return done === 'absent' ? renderAbsent(c, parts) : c.redirect('/console/identity', 303);
  };
