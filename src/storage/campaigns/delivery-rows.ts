import type { Progress } from '../../campaigns/blur.ts';
import type { GateFacts } from '../../campaigns/decide-gate.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import { OPTED_IN } from './audience-sql.ts';

/** The messages of a campaign that were written. */
export const messagesOf = (session: Session, campaignId: string) =>
  session
    .selectFrom('campaign_delivery')
    .select('outgoing_id')
    .where('campaign_id', '=', campaignId)
    .where('outgoing_id', 'is not', null)
    .$narrowType<{ outgoing_id: string }>();

/**
 * What is due is kept back: a row that is settled stands in nobody's way, so that another campaign to the same person
 * does not wait behind this one.
 */
export async function keepBack(session: Session, campaignId: string): Promise<void> {
  await session
    .updateTable('outgoing')
    .set({ status: 'failed', error_code: 'paused' })
    .where('id', 'in', messagesOf(session, campaignId))
    .where('status', '=', 'due')
    .execute();
}

/** What has not left never will. */
export async function giveUp(session: Session, campaignId: string): Promise<void> {
  await session
    .updateTable('outgoing')
    .set({ status: 'failed', error_code: 'withheld' })
    .where('id', 'in', messagesOf(session, campaignId))
    .where((eb) =>
      eb.or([
        eb('status', '=', 'due'),
        eb.and([eb('status', '=', 'failed'), eb('error_code', '=', 'paused')]),
      ]),
    )
    .execute();
}

/** Nobody needs to know for whom nothing was ever written. */
export async function forgetUnwritten(session: Session, campaignId: string): Promise<void> {
  await session
    .deleteFrom('campaign_delivery')
    .where('campaign_id', '=', campaignId)
    .where('outgoing_id', 'is', null)
    .execute();
}

export async function countProgress(session: Session, campaignId: string): Promise<Progress<number>> {
  const { rows } = await sql<{ ended: boolean; total: number; sent: number; waiting: number }>`
    select campaign.ended_at is not null as ended,
      coalesce(campaign.people, count(delivery.contact_id))::int as total,
      coalesce(campaign.sent, count(*) filter (where outgoing.status = 'sent'))::int as sent,
      count(*) filter (where delivery.contact_id is not null and (
        delivery.outgoing_id is null or outgoing.status in ('due', 'sending')
        or (outgoing.status = 'failed' and outgoing.error_code = 'paused')))::int as waiting
    from campaign
    left join campaign_delivery as delivery on delivery.campaign_id = campaign.id
    left join outgoing on outgoing.id = delivery.outgoing_id
    where campaign.id = ${campaignId}
    group by campaign.id`.execute(session);
  const row = rows[0];
  if (row === undefined) return { total: 0, sent: 0, waiting: 0, rest: 0 };
  const { total, sent } = row;
  const waiting = row.ended ? 0 : row.waiting;
  return { total, sent, waiting, rest: total - sent - waiting };
}

export async function readGateFacts(session: Session, outgoingId: string): Promise<GateFacts | null> {
  const { rows } = await sql<{
    status: GateFacts['status'];
    expires_at: Date | null;
    opted_in: boolean;
    open_case: boolean;
  }>`
    select campaign.status, campaign.expires_at, address.reachable and ${OPTED_IN} as opted_in,
      exists (
        select from handoff_case
        where handoff_case.contact_id = address.contact_id and handoff_case.status <> 'closed') as open_case
    from campaign_delivery as delivery
    join campaign on campaign.id = delivery.campaign_id
    join address on address.id = delivery.address_id
    where delivery.outgoing_id = ${outgoingId}`.execute(session);
  const row = rows[0];
  if (row === undefined) return null;
  return {
    status: row.status,
    expiresAt: row.expires_at,
    optedIn: row.opted_in,
    openCase: row.open_case,
  };
}
