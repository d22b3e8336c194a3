import type { LookRow } from '../../../conversation/desks/cases/glass-desk.ts';
import type { ReferralLookRow } from '../../../conversation/desks/sessions/referral-desk.ts';
import { showable } from '../../../core/clean-text.ts';
import { isGlassGround } from '../../../handoff/break-glass.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { sayMoment } from '../../times.ts';
import { GLASS_GROUND_NAMES, GLASS_PART_NAMES } from '../../waiting-words.ts';
import { Empty, PageHead } from '../pieces.tsx';

const Reason = ({ row, now }: { row: LookRow; now: Date }) => {
  if (row.ground !== null && row.reason !== null) {
    return (
      <p>
        {GLASS_GROUND_NAMES[row.ground]}
        <br />
        <span dir="auto">{showable(row.reason)}</span>
      </p>
    );
  }
  const due = row.reasonDueAt ?? now;
  return (
    <p class={due <= now ? 'overdue' : 'faint'}>
      {due <= now
        ? `理由没有补，已经过了 ${sayMoment(due, now)}。`
        : `理由还没有补，${sayMoment(due, now)} 以前要补。`}
    </p>
  );
};

const ReferralLooks = ({ rows, now }: { rows: readonly ReferralLookRow[]; now: Date }) =>
  rows.length === 0 ? null : (
    <>
      <h2>转介</h2>
      <ul class="glass-list">
        {rows.map((row) => (
          <li>
            <p>
              <strong>{row.name}</strong> {`${sayMoment(row.openedAt, now)} 看了一份转介里写的内容`}
            </p>
            <p>
              {isGlassGround(row.ground) ? GLASS_GROUND_NAMES[row.ground] : ''}
              <br />
              <span dir="auto">{showable(row.reason)}</span>
            </p>
          </li>
        ))}
      </ul>
    </>
  );

/** Who looked without the right to, at what, and why; those who owe a reason first. */
export async function showGlasses(c: ConsoleContext, parts: ConsoleParts) {
  const rows = await parts.glasses.list(c.get('actor'));
  const referrals = await parts.referrals.looks(c.get('actor'));
  if (rows === null || referrals === null) return renderAbsent(c, parts);
  const now = await parts.clock.now();
  return renderPage(
    c,
    parts,
    { title: '破例查看', place: 'glasses' },
    <>
      <PageHead title="破例查看" />
      <p class="faint">没有权限而看了个案的人、时间、依据和理由。没有补理由的在最上面。</p>
      {rows.length + referrals.length === 0 ? <Empty>没有人破例看过。</Empty> : null}
      <ul class="glass-list">
        {rows.map((row) => (
          <li>
            <p>
              <strong>{row.name}</strong>{' '}
              {`${sayMoment(row.openedAt, now)} 看了 #${row.number} 的${GLASS_PART_NAMES[row.what]}`}
            </p>
            <Reason row={row} now={now} />
          </li>
        ))}
      </ul>
      <ReferralLooks rows={referrals} now={now} />
    </>,
  );
}
