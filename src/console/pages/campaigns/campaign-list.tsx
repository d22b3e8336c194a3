import { can } from '../../../access/can.ts';
import type { CampaignRow } from '../../../conversation/desks/campaigns/campaign-desk.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { Empty, PageHead } from '../pieces.tsx';
import { QUIET_HOURS, StatusBadge, sayWhen } from './campaign-pieces.tsx';

const Row = ({ row, now }: { row: CampaignRow; now: Date }) => (
  <li>
    <a class="campaign-line" href={`/console/campaigns/${row.id}`}>
      <strong>{row.title}</strong>
      <StatusBadge row={row} />
      <span class="faint">{`${row.author} · ${sayWhen(row, now)}`}</span>
    </a>
  </li>
);

export async function showCampaigns(c: ConsoleContext, parts: ConsoleParts) {
  const actor = c.get('actor');
  const rows = await parts.campaigns.list(actor);
  if (rows === null) return renderAbsent(c, parts);
  const now = await parts.clock.now();
  return renderPage(
    c,
    parts,
    { title: '活动消息', place: 'campaigns' },
    <>
      <PageHead title="活动消息">
        <p class="faint">{`发给愿意收活动消息的同学。紧急求助永远先走；${QUIET_HOURS}。`}</p>
        {can(actor, 'campaign.write', { kind: 'campaigns' }, 'administration') ? (
          <a class="button primary" href="/console/campaigns/new">
            写一条
          </a>
        ) : null}
      </PageHead>
      {rows.length === 0 ? (
        <Empty>还没有活动消息。</Empty>
      ) : (
        <ul class="campaigns">
          {rows.map((row) => (
            <Row row={row} now={now} />
          ))}
        </ul>
      )}
    </>,
  );
}
