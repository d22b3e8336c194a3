import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { Csrf, Empty, Notice, PageHead } from '../pieces.tsx';

type Person = { readonly id: string; readonly name: string };

const Pick = ({ name, label, people }: { name: string; label: string; people: readonly Person[] }) => (
  <>
    <label for={name}>{label}</label>
    <select id={name} name={name}>
      <option value="">请选</option>
      {people.map((one) => (
        <option value={one.id}>{one.name}</option>
      ))}
    </select>
  </>
);

async function render(c: ConsoleContext, parts: ConsoleParts, problem: string | null) {
  const view = await parts.workloads.supervisions(c.get('actor'));
  if (view === null) return renderAbsent(c, parts);
  const { csrf } = c.get('session');
  return renderPage(
    c,
    parts,
    { title: '督导', place: 'supervisions', status: problem === null ? 200 : 422 },
    <div class="narrow">
      <PageHead title="督导关系">
        <p class="faint">督导能看到所督导老师签过名的咨询记录和工作量，看不到来访者是谁。</p>
      </PageHead>
      {problem === null ? null : <Notice kind="bad">{problem}</Notice>}
      {view.rows.length === 0 ? (
        <Empty>还没有。</Empty>
      ) : (
        <ul class="session-lines">
          {view.rows.map((row) => (
            <li class="session-line">
              <strong>{`${row.supervisor} → ${row.counsellor}`}</strong>
              <span class="faint">{`${row.validFrom} 起${row.validTo === null ? '' : `，到 ${row.validTo}`}`}</span>
              {row.validTo === null ? (
                <form method="post" action={`/console/supervisions/${row.id}/end`}>
                  <Csrf token={csrf} />
                  <button type="submit">结束</button>
                </form>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      <form method="post" action="/console/supervisions" class="stack" novalidate>
        <Csrf token={csrf} />
        <Pick name="supervisor" label="督导" people={view.supervisors} />
        <Pick name="counsellor" label="咨询师" people={view.counsellors} />
        <div class="form-end">
          <button type="submit" class="primary">
            加上
          </button>
        </div>
      </form>
    </div>,
  );
}

export const showSupervisions = (c: ConsoleContext, parts: ConsoleParts) => render(c, parts, null);

const PROBLEMS = {
  holds: '没有加：这个关系已经有了。',
  'same-person': '没有加：不能督导自己。',
  'unknown-person': '没有加：请选督导和咨询师。',
} as const;

export async function addSupervision(c: ConsoleContext, parts: ConsoleParts) {
  const form = await readForm(c);
  const [supervisor, counsellor] = [form.one('supervisor'), form.one('counsellor')];
  const done = await parts.workloads.supervise(c.get('actor'), supervisor, counsellor);
  if (done === 'absent') return renderAbsent(c, parts);
  return done === 'added' ? c.redirect('/console/supervisions', 303) : render(c, parts, PROBLEMS[done]);
}

export async function endSupervision(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  if (id === null) return renderAbsent(c, parts);
  const done = await parts.workloads.endSupervision(c.get('actor'), id);
  return done === 'absent' ? renderAbsent(c, parts) : c.redirect('/console/supervisions', 303);
}
