import { BATCH, QUESTIONS } from '../../../sessions/evaluation.ts';
import type { Workload } from '../../../sessions/workload.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { WORKLOAD_COLUMNS } from '../../reports/workload-columns.ts';
import type { ConsoleContext } from '../../route.ts';
import { Empty, PageHead } from '../pieces.tsx';

const Row = ({ row }: { row: Workload }) => (
  <tr>
    {WORKLOAD_COLUMNS.map(({ show }) => (
      <td>{show(row)}</td>
    ))}
  </tr>
);

export async function showWorkload(c: ConsoleContext, parts: ConsoleParts) {
  const view = await parts.workloads.workload(c.get('actor'), c.req.query('term') ?? '');
  if (view === null) return renderAbsent(c, parts);
  const { term, terms, rows, words } = view;
  return renderPage(
    c,
    parts,
    { title: '工作量', place: 'workload' },
    <>
      <PageHead title="工作量">
        <p class="faint">{`${term.name}，${term.from} 到 ${term.to}，只算已经过去的`}</p>
        <a class="button" href={`/console/workload.xlsx?term=${encodeURIComponent(term.name)}`}>
          导出表格
        </a>
      </PageHead>
      <form method="get" action="/console/workload" class="month">
        <label for="term">学期</label>
        <select id="term" name="term">
          {terms.map(({ name }) => (
            <option value={name} selected={name === term.name}>
              {name}
            </option>
          ))}
        </select>
        <button type="submit">看这个学期</button>
      </form>
      {rows.length === 0 ? (
        <Empty>没有可以看的。</Empty>
      ) : (
        <div class="wide-table">
          <table>
            <thead>
              <tr>
                {WORKLOAD_COLUMNS.map(({ title }) => (
                  <th scope="col">{title}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p class="faint">
        45 分钟算 1
        课时。把咨询、值班、团体和讲座的分钟加起来再除，最后四舍五入到两位小数，单次不取整；同一分钟只算一次。
        {`来访者评价（${QUESTIONS.length} 题，1 到 5 分）每满 ${BATCH} 位不同的来访者才一起算进去，份数和平均分都是这样，平均分取到 0.5：新来的一份看不出是谁的。写的话也一样。`}
      </p>
      {words === null ? null : (
        <section>
          <h2>来访者写的话</h2>
          <ul class="plain-list">
            {words.map((text) => (
              <li class="words">{text}</li>
            ))}
          </ul>
        </section>
      )}
    </>,
  );
}

/** Loaded only when somebody wants it. */
export async function downloadWorkload(c: ConsoleContext, parts: ConsoleParts) {
  const view = await parts.workloads.workload(c.get('actor'), c.req.query('term') ?? '');
  if (view === null) return renderAbsent(c, parts);
  const { renderWorkload } = await import('../../reports/render-workload.ts');
  const bytes = await renderWorkload(view);
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'Content-Disposition': `attachment; filename="workload-${view.term.from}.xlsx"`,
  });
}
