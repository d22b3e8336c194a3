import type { Reminder, WatchView } from '../../../conversation/desks/cases/watch-desk.ts';
import { unreachable } from '../../../core/result.ts';
import { formatTime } from '../../../core/shanghai-time.ts';
import { HOLD_KINDS, type HoldKind } from '../../../handoff/case.ts';
import type { ConsoleParts } from '../../parts.ts';
import { type ConsoleContext, idOf } from '../../route.ts';
import { HOLD_NAMES } from '../../words.ts';
import { Csrf, Since } from '../pieces.tsx';

const HOLD_HINTS: Readonly<Record<HoldKind, string>> = {
  'on-phone': '正在和同学通电话',
  'on-the-way': '正在去同学那里',
};

/** Where the owner is and until when, for everybody who sees the case; what they may say about it, for them alone. */
const WatchBox = ({ id, view, csrf }: { id: string; view: WatchView; csrf: string }) => (
  <section class="watch" id="case-watch">
    <h2>老师在哪里</h2>
    {view.hold === null ? (
      <p class="faint">没有记通话中或在路上。</p>
    ) : (
      <p class="hold">
        <strong>{`${view.hold.name} ${HOLD_NAMES[view.hold.kind]}`}</strong>
        {`，到 ${formatTime(view.hold.until)}`}
      </p>
    )}
    {view.arrivedAt === null ? null : <p class="hold">{`${formatTime(view.arrivedAt)} 记下：有人到场`}</p>}
    {view.mine ? <WatchForms id={id} csrf={csrf} /> : null}
    {view.mine ? <ArrivalForms id={id} view={view} csrf={csrf} /> : null}
  </section>
);

const WatchForms = ({ id, csrf }: { id: string; csrf: string }) => (
  <>
    {HOLD_KINDS.map((kind) => (
      <form method="post" action={`/console/cases/${id}/hold`}>
        <Csrf token={csrf} />
        <input type="hidden" name="kind" value={kind} />
        <button type="submit" title={HOLD_HINTS[kind]}>
          {HOLD_NAMES[kind]}
        </button>
      </form>
    ))}
    <p class="faint">
      记下以后一段时间里不催你，也不叫别人；你一说话，或同学再说危急的话，就不算了。同学看不到这些。
    </p>
  </>
);

/** Only of a student in imminent danger: who is with them is watched for no other. */
const ArrivalForms = ({ id, view, csrf }: { id: string; view: WatchView; csrf: string }) =>
  view.arrivedAt !== null ? (
    <form method="post" action={`/console/cases/${id}/arrived/withdraw`}>
      <Csrf token={csrf} />
      <button type="submit">撤回：没有人到场</button>
      <p class="faint">
        记了有人到场，就不因为同学没有回话来催你，也不为这个叫别人。撤回、同学再说危急的话，或换人负责，就不算了。同学的话没有人回，照样催、照样叫人。
      </p>
    </form>
  ) : view.imminent ? (
    <form method="post" action={`/console/cases/${id}/arrived`}>
      <Csrf token={csrf} />
      {view.arrivedBefore === null ? null : (
        <p class="hold">{`${formatTime(view.arrivedBefore)} 记过有人到场，现在不算了。还有人在的话，请再记一次；不确定，请打电话、请人去看。`}</p>
      )}
      <button type="submit">有人到场</button>
      <p class="faint">
        有人在同学身边了再记：一直算到你撤回、同学再说危急的话，或换人负责；到那时以前，同学没有回话不催你，也不为这个叫别人。
      </p>
    </form>
  ) : null;

/** Drawn anew whenever something changes; nobody types in it. */
export async function watchBox(c: ConsoleContext, parts: ConsoleParts, id: string) {
  const drawn = await drawWatch(c, parts, id);
  return drawn === null ? null : (
    <div hx-get={`/console/live/cases/${id}/watch`} hx-trigger="sse:case, refresh from:body">
      {drawn}
    </div>
  );
}

async function drawWatch(c: ConsoleContext, parts: ConsoleParts, id: string) {
  const view = await parts.watches.view(c.get('actor'), id);
  if (view === null) return null;
  // To others, and once it is closed, it says something only where something was recorded.
  if (!view.mine && view.hold === null && view.arrivedAt === null) return '';
  return <WatchBox id={id} view={view} csrf={c.get('session').csrf} />;
}

export async function showLiveWatch(c: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const id = idOf(c);
  const drawn = id === null ? null : await drawWatch(c, parts, id);
  return drawn === null ? c.body(null, 404) : c.html(drawn);
}

/** Above every page, for whoever has the case. */
export const Reminders = ({ rows, now }: { rows: readonly Reminder[]; now: Date }) => (
  <>
    {rows.map((row) => (
      <a class={row.kind === 'danger' ? 'reminder danger' : 'reminder'} href={`/console/cases/${row.caseId}`}>
        <strong>{`#${row.number} ${sayReminder(row.kind)}`}</strong> <Since at={row.since} now={now} />
      </a>
    ))}
  </>
);

function sayReminder(kind: Reminder['kind']): string {
  switch (kind) {
    case 'danger':
      return '同学说了危险的话，请现在回话';
    case 'no-reply':
      return '同学的话还没有回';
    case 'silent-student':
      return '同学没有回话：请打电话，并请人去看（宿管、保卫处）';
    case 'hold-over':
      return '通话中或在路上的时间到了，请回一句话，或再记一次';
    case 'quiet':
      return '很久没有动静了，请看一眼：说一句、记一笔、交给别人，或结束';
    default:
      return unreachable(kind);
  }
}

export async function showReminders(c: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const rows = await parts.watches.reminders(c.get('actor'));
  return c.html(<Reminders rows={rows} now={await parts.clock.now()} />);
}
