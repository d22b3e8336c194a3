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
    {view.mine ? <WatchForms id={id} view={view} csrf={csrf} /> : null}
  </section>
);

const WatchForms = ({ id, view, csrf }: { id: string; view: WatchView; csrf: string }) => (
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
    {view.imminent && view.arrivedAt === null ? (
      <form method="post" action={`/console/cases/${id}/arrived`}>
        <Csrf token={csrf} />
        <button type="submit">有人到场</button>
      </form>
    ) : null}
    <p class="faint">
      记下以后一段时间里不催你，也不叫别人；你一说话，或同学再说危急的话，就不算了。同学看不到这些。
    </p>
  </>
);

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
    default:
      return unreachable(kind);
  }
}

export async function showReminders(c: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const rows = await parts.watches.reminders(c.get('actor'));
  return c.html(<Reminders rows={rows} now={await parts.clock.now()} />);
}
