import type { InformingView } from '../../../conversation/desks/cases/informing-desk.ts';
import { CLOSING_PROBLEMS } from '../../closing-words.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf, isUuid } from '../../route.ts';
import { isoDay, sayTime } from '../../times.ts';
import { Csrf, Empty, Notice, PageHead } from '../pieces.tsx';
import { InformedFields } from './close-page.tsx';
import { EMPTY_ROW, type InformedRow, readCloseForm, readInformedRow } from './close-state.ts';
import { InformedList } from './informed-list.tsx';

type State = {
  /** Names this very note: sent twice it is kept once. */
  readonly key: string;
  readonly row: InformedRow;
  readonly problems: Readonly<Record<string, string>>;
};

function render(
  c: ConsoleContext,
  parts: ConsoleParts,
  id: string,
  { view, state }: { view: InformingView; state: State },
  status: 200 | 422 = 200,
) {
  return renderPage(
    c,
    parts,
    { title: `告知记录 #${view.number}`, place: 'cases', status, viewing: id },
    <div class="narrow">
      <PageHead title={`告知记录 #${view.number}`}>
        <a href={`/console/cases/${id}`}>回到求助</a>
      </PageHead>
      {status === 422 ? (
        <Notice kind="bad">{`还没有记下：${Object.values(state.problems).join(' ')}`}</Notice>
      ) : null}
      {view.informed.length === 0 ? (
        <Empty>还没有记录告知过任何人。</Empty>
      ) : (
        <InformedList informed={view.informed} />
      )}
      {view.reportIssued ? (
        <p class="faint">
          危机随时报表已经发出，不会再变。现在记的要进报表，请
          <a href={`/console/cases/${id}/report`}>在报表下面补一条更正</a>。
        </p>
      ) : null}
      <form method="post" action={`/console/cases/${id}/informed`} class="stack closing" novalidate>
        <Csrf token={c.get('session').csrf} />
        <input type="hidden" name="key" value={state.key} />
        <p class="faint">
          程序不会替你告知学院、家长或任何人。这里只记录老师已经做了的：告知了谁、什么时候、依据什么。记下以后不能改、不能删。
        </p>
        <InformedFields form={view} state={state} row={state.row} index={0} />
        <div class="form-end">
          <button type="submit" class="primary">
            记下
          </button>
        </div>
      </form>
    </div>,
  );
}

async function found(c: ConsoleContext, parts: ConsoleParts): Promise<[string, InformingView] | null> {
  const id = idOf(c);
  const view = id === null ? null : await parts.informing.view(c.get('actor'), id);
  return id === null || view === null ? null : [id, view];
}

export async function showInformed(c: ConsoleContext, parts: ConsoleParts) {
  const [id, view] = (await found(c, parts)) ?? [];
  if (id === undefined || view === undefined) return renderAbsent(c, parts);
  const now = await parts.clock.now();
  const row = { ...EMPTY_ROW, by: c.get('session').staff.id, at: `${isoDay(now)}T${sayTime(now)}` };
  return render(c, parts, id, { view, state: { key: parts.newId(), row, problems: {} } });
}

export async function noteInformed(c: ConsoleContext, parts: ConsoleParts) {
  const [id, view] = (await found(c, parts)) ?? [];
  const form = await readForm(c);
  const row = readCloseForm(form).rows[0] ?? EMPTY_ROW;
  if (id === undefined || view === undefined) return renderAbsent(c, parts, [row.detail]);
  const key = isUuid(form.one('key')) ? form.one('key') : parts.newId();
  const problems: Record<string, string> = {};
  const [informed] = readInformedRow(row, 0, problems);
  const refuse = () => render(c, parts, id, { view, state: { key, row, problems } }, 422);
  if (informed === undefined || Object.keys(problems).length > 0) return refuse();
  const noted = await parts.informing.note(c.get('actor'), id, informed, key);
  if (noted.ok) return c.redirect(`/console/cases/${id}/informed`, 303);
  if (noted.code === 'absent') return renderAbsent(c, parts, [row.detail]);
  problems[FIELD_OF[noted.code]] = CLOSING_PROBLEMS[noted.code];
  return refuse();
}

const FIELD_OF = { 'informed-later': 'at-0', 'unknown-informer': 'by-0', 'no-detail': 'detail-0' } as const;
