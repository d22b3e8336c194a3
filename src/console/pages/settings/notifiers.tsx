import type { Child } from 'hono/jsx';
import type { NotifierRow } from '../../../conversation/desks/notifier-desk.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts, PartStatus } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { channelName, PART_STATES, sayTest } from '../../words.ts';
import { Csrf, Empty, FieldProblem, PageHead, Since } from '../pieces.tsx';

type Problem = { readonly name: string; readonly to: string };
type Row = { readonly row: NotifierRow; readonly part: PartStatus | undefined };

const partOf = ({ kind, name }: NotifierRow, parts: readonly PartStatus[]): PartStatus | undefined =>
  parts.find((part) => part.name === `${kind}:${name}`);

function Uses({ row }: { row: NotifierRow }) {
  const uses: Child[] = [];
  if (row.personal) uses.push('呼叫登记了号码或邮箱的老师');
  if (row.pages === 'used') uses.push('呼叫步骤里的群呼叫');
  if (row.alarms) uses.push('程序出问题时报警');
  return (
    <p class="faint">
      {uses.length === 0 ? '现在不用来呼叫，也不用来报警。' : `用来：${uses.join('；')}。`}
      {row.pages === 'unused' ? (
        <>
          要用来呼叫，请在 escalation.yaml 的步骤里写 <code>{`notifier:${row.name}`}</code>。
        </>
      ) : null}
    </p>
  );
}

const isPending = ({ lastTest }: NotifierRow): boolean =>
  lastTest !== null && lastTest.status !== 'sent' && lastTest.status !== 'failed';

/** Asks again by itself while a test is on its way; without scripts the page is loaded anew. */
const State = ({ row, part, now }: Row & { now: Date }) => (
  <div
    class="notifier-state"
    hx-get={`/console/live/notifiers?name=${row.name}`}
    hx-trigger={isPending(row) ? 'every 2s, sse:part' : 'sse:part, refresh from:body'}
    hx-swap="outerHTML"
  >
    <p>
      <span class={`state state-${part?.state ?? 'starting'}`}>{PART_STATES[part?.state ?? 'starting']}</span>
      {part?.code ? <code>{part.code}</code> : null}
    </p>
    <p role="status">
      {row.lastTest === null ? (
        <span class="faint">还没有试过</span>
      ) : (
        <>
          {`上次测试（`}
          <Since at={row.lastTest.at} now={now} />
          {`前）：`}
          <strong class={row.lastTest.status === 'sent' ? 'on-call' : 'address-ailing'}>
            {sayTest(row.lastTest.status)}
          </strong>
          {row.lastTest.code === null || row.lastTest.status === 'sent' ? null : (
            <code>{row.lastTest.code}</code>
          )}
        </>
      )}
    </p>
  </div>
);

type CardProps = Row & { now: Date; csrf: string; testKey: string; problem: Problem | null };

const Card = ({ row, part, now, csrf, testKey, problem }: CardProps) => (
  <section class="card notifier">
    <h2>
      {channelName(row.kind)} <code>{row.name}</code>
    </h2>
    <Uses row={row} />
    <State row={row} part={part} now={now} />
    <form method="post" action="/console/notifiers/test" class="stack" novalidate>
      <Csrf token={csrf} />
      <input type="hidden" name="name" value={row.name} />
      <input type="hidden" name="key" value={testKey} />
      {row.personal ? (
        <>
          <label for={`to-${row.name}`}>{row.kind === 'email' ? '发到这个邮箱' : '发到这个号码'}</label>
          <input
            id={`to-${row.name}`}
            name="to"
            value={problem?.to ?? row.recipient}
            inputmode={row.kind === 'email' ? 'email' : 'tel'}
            autocomplete="off"
            maxlength={254}
            aria-describedby={problem === null ? undefined : `to-${row.name}-problem`}
            aria-invalid={problem === null ? undefined : 'true'}
          />
          <FieldProblem
            id={`to-${row.name}-problem`}
            text={problem === null ? undefined : row.kind === 'email' ? '请写邮箱地址。' : '请写电话号码。'}
          />
        </>
      ) : null}
      <button type="submit">
        发一条测试<span class="sr-only">{`：${row.name}`}</span>
      </button>
    </form>
  </section>
);

async function renderNotifiers(c: ConsoleContext, parts: ConsoleParts, problem: Problem | null = null) {
  const rows = await parts.notifiers.list(c.get('actor'));
  if (rows === null) return renderAbsent(c, parts);
  const [status, now] = await Promise.all([parts.status(), parts.clock.now()]);
  return renderPage(
    c,
    parts,
    { title: '通知', place: 'notifiers', status: problem === null ? 200 : 422 },
    <>
      <PageHead title="通知" />
      <p class="faint lead">
        单向的通知，只叫醒人：编号、级别、等了几分钟，没有同学的话和姓名。在 config/notifiers.yaml 里配置。
      </p>
      {rows.length === 0 ? <Empty>还没有配置。例子在 config/examples/ 里。</Empty> : null}
      <div class="notifiers">
        {rows.map((row) => (
          <Card
            row={row}
            part={partOf(row, status.parts)}
            now={now}
            csrf={c.get('session').csrf}
            testKey={parts.newId()}
            problem={problem?.name === row.name ? problem : null}
          />
        ))}
      </div>
    </>,
  );
}

export const showNotifiers = (c: ConsoleContext, parts: ConsoleParts) => renderNotifiers(c, parts);

export async function showLiveNotifier(c: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const rows = await parts.notifiers.list(c.get('actor'));
  const row = rows?.find(({ name }) => name === c.req.query('name'));
  if (row === undefined) return rows === null ? renderAbsent(c, parts) : c.html('');
  const [status, now] = await Promise.all([parts.status(), parts.clock.now()]);
  return c.html(<State row={row} part={partOf(row, status.parts)} now={now} />);
}

export async function testNotifier(c: ConsoleContext, parts: ConsoleParts) {
  const form = await readForm(c);
  const typed = { name: form.one('name'), to: form.one('to').trim() };
  const tested = await parts.notifiers.test(c.get('actor'), { ...typed, key: form.one('key') });
  if (tested.ok) return c.redirect('/console/notifiers', 303);
  return tested.code === 'forbidden' ? renderAbsent(c, parts) : renderNotifiers(c, parts, typed);
}
