import type { PrecisionView } from '../../../conversation/desks/cases/mark-desk.ts';
import { type Count, type PrecisionReport, precisionOf } from '../../../keywords/precision.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { addDays, isoDay, mondayOf, sayDay } from '../../times.ts';
import { LINE_LEVELS } from '../../words.ts';
import { Csrf, Empty, PageHead } from '../pieces.tsx';

const WEEKS_SHOWN = 12;

/** The newest first: a phone shows three. */
const weeksUntil = (now: Date): Date[] =>
  Array.from({ length: WEEKS_SHOWN }, (_, index) => addDays(mondayOf(now), -7 * index));

function sayShare(count: Count): string {
  const share = precisionOf(count);
  return share === null ? '—' : `${Math.round(share * 100)}%`;
}

const Cell = ({ count }: { count: Count }) =>
  count.right + count.wrong === 0 ? (
    <td class="faint">—</td>
  ) : (
    <td>
      {sayShare(count)}
      <small>{`${count.right}/${count.right + count.wrong}`}</small>
    </td>
  );

const whole = (counts: readonly Count[]): Count =>
  counts.reduce((sum, { right, wrong }) => ({ right: sum.right + right, wrong: sum.wrong + wrong }), {
    right: 0,
    wrong: 0,
  });

type TableProps = { report: PrecisionReport; explain: (rule: string) => string };

const Table = ({ report, explain }: TableProps) => (
  <section class="wide" tabindex={0} aria-label="每条规则每周的准确率">
    <table class="precision">
      <thead>
        <tr>
          <th scope="col">规则</th>
          <th scope="col">合计</th>
          {report.weeks.map((week) => (
            <th scope="col">{sayDay(week)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr class="all">
          <th scope="row">所有标过的预警</th>
          <Cell count={whole(report.all)} />
          {report.all.map((count) => (
            <Cell count={count} />
          ))}
        </tr>
        <tr>
          <th scope="row">漏报</th>
          <td>{report.missed.reduce((sum, count) => sum + count, 0)}</td>
          {report.missed.map((count) => (
            <td class={count === 0 ? 'faint' : undefined}>{count}</td>
          ))}
        </tr>
        {report.rules.map((row) => (
          <tr>
            <th scope="row">
              {explain(row.rule) || '这条规则已经没有了'} <code>{row.rule}</code>
            </th>
            <Cell count={row.whole} />
            {row.weeks.map((count) => (
              <Cell count={count} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const Heard = ({ heard, report }: { heard: PrecisionView['heard']; report: PrecisionReport }) => {
  const { right, wrong } = whole(report.all);
  const alarms = heard.high + heard.imminent;
  return (
    <p class="faint">
      {`最近 ${WEEKS_SHOWN} 周筛查过 ${heard.none + heard.concern + alarms} 句话：关注 ${heard.concern} 句，高危和危急 ${alarms} 句；标过 ${right + wrong} 句。`}
      没有标的不算在准确率里。
    </p>
  );
};

const Examples = ({ examples, csrf }: { examples: PrecisionView['examples']; csrf: string }) =>
  examples === null ? null : (
    <section class="card">
      <h2>例句</h2>
      <p class="faint">
        老师改写过、同学书面同意离开本中心的句子。只有中心主任能看、能下载。下载以后请交给做筛查规则的人，不要发到群里。
      </p>
      {examples.length === 0 ? (
        <Empty>还没有例句。</Empty>
      ) : (
        <>
          <p>
            <a href="/console/precision/examples.jsonl" download>
              下载 {examples.length} 句
            </a>
          </p>
          <ul class="examples">
            {examples.map(({ id, text, level, consentOn, writtenBy }) => (
              <li>
                <span>{text}</span>
                <small class="faint">
                  {`程序判断：${LINE_LEVELS[level] || '没有预警'} · 同意于 ${consentOn} · ${writtenBy} 改写`}
                </small>
                <form method="post" action={`/console/precision/examples/${id}/remove`}>
                  <Csrf token={csrf} />
                  <button type="submit" class="quiet">
                    删掉
                  </button>
                </form>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );

export async function showPrecision(c: ConsoleContext, parts: ConsoleParts) {
  const view = await parts.marks.precision(c.get('actor'), weeksUntil(await parts.clock.now()), mondayOf);
  if (view === null) return renderAbsent(c, parts);
  const { report } = view;
  const empty = report.rules.length === 0 && report.missed.every((count) => count === 0);
  return renderPage(
    c,
    parts,
    { title: '预警准确率', place: 'precision' },
    <>
      <PageHead title="预警准确率">
        <p class="faint">老师在对话和每日回看里标的“判断对、误报、漏报”。这里只有数字，没有同学的话。</p>
      </PageHead>
      <Heard heard={view.heard} report={report} />
      {empty ? <Empty>还没有人标过。</Empty> : <Table report={report} explain={parts.ruleExplanation} />}
      <Examples examples={view.examples} csrf={c.get('session').csrf} />
    </>,
  );
}

/** One JSON object a line, for whoever makes rules: no id, no author, no line or case. */
export async function downloadExamples(c: ConsoleContext, parts: ConsoleParts) {
  const examples = await parts.marks.examples(c.get('actor'));
  if (examples === null) return renderAbsent(c, parts);
  const lines = examples.map(({ text, level }) => JSON.stringify({ text, screenedAs: level }));
  const day = isoDay(await parts.clock.now());
  return c.body(lines.map((line) => `${line}\n`).join(''), 200, {
    'Content-Type': 'application/x-ndjson; charset=utf-8',
    'Content-Disposition': `attachment; filename="screening-examples-${day}.jsonl"`,
  });
}

export async function removeExample(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  if (id === null) return renderAbsent(c, parts);
  const removed = await parts.marks.removeExample(c.get('actor'), id);
  return removed === 'removed' ? c.redirect('/console/precision', 303) : renderAbsent(c, parts);
}
