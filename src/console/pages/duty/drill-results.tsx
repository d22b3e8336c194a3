import type { DrillRow } from '../../../conversation/desks/duty/drill-desk.ts';
import type { DrillResult } from '../../../handoff/drill/drill.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { isoDay, mondayOf, sayDay, sayTime } from '../../times.ts';
import { Empty, PageHead } from '../pieces.tsx';

const RESULTS: Readonly<Record<DrillResult, string>> = {
  done: '完成',
  missed: '没有完成',
  stopped: '提前结束',
  real: '因为真的求助停止',
};

const seconds = (value: number | null): string => (value === null ? '—' : `${value} 秒`);

const Row = ({ row }: { row: DrillRow }) => (
  <tr class={row.result === 'missed' ? 'drill-missed' : ''}>
    <th scope="row">{`${row.number} · ${sayDay(row.begunAt)} ${sayTime(row.begunAt)}`}</th>
    <td>{row.result === null ? '正在进行' : RESULTS[row.result]}</td>
    <td>{row.owner ?? '没有人'}</td>
    <td>{seconds(row.figures.taken)}</td>
    <td>{seconds(row.figures.words)}</td>
    <td>{row.called.map(({ name, seconds: after }) => `${name}（${after} 秒）`).join('、') || '没有人'}</td>
  </tr>
);

/** By the week in which they began, newest first. */
function byWeek(rows: readonly DrillRow[]): [string, DrillRow[]][] {
  const weeks = new Map<string, DrillRow[]>();
  for (const row of rows) {
    const week = isoDay(mondayOf(row.begunAt));
    weeks.set(week, [...(weeks.get(week) ?? []), row]);
  }
  return [...weeks];
}

/** Who took how long; for the centre heads, and apart from everything that is real. */
export async function showDrillResults(c: ConsoleContext, parts: ConsoleParts) {
  const rows = await parts.drills.results(c.get('actor'));
  if (rows === null) return renderAbsent(c, parts);
  return renderPage(
    c,
    parts,
    { title: '演练结果', place: 'drills' },
    <>
      <PageHead title="演练结果">
        <a href="/console/drills">回到演练</a>
      </PageHead>
      <p class="faint">秒数从开始呼叫算起。真的求助不在这里，演练也不在求助和报表里。</p>
      {rows.length === 0 ? <Empty>还没有演练过。</Empty> : null}
      {byWeek(rows).map(([week, ofWeek]) => (
        <section>
          <h2>{`${week} 起的一周`}</h2>
          <div class="scroll-x">
            <table class="table drills">
              <thead>
                <tr>
                  <th scope="col">演练</th>
                  <th scope="col">结果</th>
                  <th scope="col">谁接手</th>
                  <th scope="col">接手</th>
                  <th scope="col">第一句话</th>
                  <th scope="col">叫了谁</th>
                </tr>
              </thead>
              <tbody>
                {ofWeek.map((row) => (
                  <Row row={row} />
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
    </>,
  );
}
