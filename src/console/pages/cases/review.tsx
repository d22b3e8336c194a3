import type { Child } from 'hono/jsx';
import type { ReviewRow } from '../../../conversation/desks/cases/case-desk.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { sayMoment } from '../../times.ts';
import { REVIEW_REASONS } from '../../words.ts';
import { Csrf, Empty, LevelBadge, PageHead } from '../pieces.tsx';
import { StudentWords } from './conversation.tsx';
import { MarkBox } from './mark-box.tsx';

type Props = { row: ReviewRow; now: Date; csrf: string; explain: (ruleId: string) => string };

const Item = ({ row, now, csrf, explain }: Props) => (
  <li class="review-item" id={`item-${row.id}`}>
    <p class="line-head">
      <strong>{REVIEW_REASONS[row.reason]}</strong>
      <time datetime={row.at.toISOString()}>{sayMoment(row.at, now)}</time>
      {row.line?.from === 'student' ? <LevelBadge level={row.line.level} /> : null}
    </p>
    <div class="bubble">
      {row.line?.from === 'student' ? (
        <StudentWords line={row.line} explain={explain} />
      ) : (
        <p class="kind-note">内容已经不在了</p>
      )}
    </div>
    {row.line?.from === 'student' ? (
      <MarkBox
        line={row.line}
        marking={{ action: `/console/review/${row.id}/verdict`, csrf, example: null }}
      />
    ) : null}
    <form method="post" action={`/console/review/${row.id}/mark`}>
      <Csrf token={csrf} />
      <button type="submit">看过了</button>
    </form>
  </li>
);

export const showReview = (c: ConsoleContext, parts: ConsoleParts) => renderReview(c, parts);

export async function renderReview(c: ConsoleContext, parts: ConsoleParts, notice: Child = null) {
  const [rows, now] = await Promise.all([parts.review.list(c.get('actor')), parts.clock.now()]);
  if (rows === null) return renderAbsent(c, parts);
  return renderPage(
    c,
    parts,
    { title: '每日回看', place: 'review', status: notice === null ? 200 : 422 },
    <>
      <PageHead title="每日回看">
        <p class="faint">没有直接叫人、但每天都要有老师看一遍的话。还剩 {rows.length} 条。</p>
      </PageHead>
      {notice}
      {rows.length === 0 ? <Empty>都看过了。</Empty> : null}
      <ol class="review">
        {rows.map((row) => (
          <Item row={row} now={now} csrf={c.get('session').csrf} explain={parts.ruleExplanation} />
        ))}
      </ol>
    </>,
  );
}

export async function markReviewed(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  if (id === null) return renderAbsent(c, parts);
  const marked = await parts.review.mark(c.get('actor'), id);
  return marked === 'marked' ? c.redirect('/console/review', 303) : renderAbsent(c, parts);
}
