import type { Insertable, Selectable } from 'kysely';
import type { Campaign, Draft } from '../../campaigns/campaign.ts';
import { readSegment } from '../../campaigns/segment.ts';
import type { CampaignTable } from '../schema/campaigns.ts';

export const toCampaign = (row: Selectable<CampaignTable>): Campaign => ({
  id: row.id,
  title: row.title,
  zh: row.text_zh,
  en: row.text_en,
  segment: readSegment(row.segment),
  status: row.status,
  version: row.version,
  authorId: row.author_staff_id,
  blur: row.blur,
  madeAt: row.made_at,
  sendAt: row.send_at,
  startedAt: row.started_at,
  expiresAt: row.expires_at,
  endedAt: row.ended_at,
  end: row.end_code,
});

type DraftColumns = Pick<Insertable<CampaignTable>, 'title' | 'text_zh' | 'text_en' | 'segment'>;

export const draftColumns = (draft: Draft): DraftColumns => ({
  title: draft.title,
  text_zh: draft.zh,
  text_en: draft.en,
  segment: JSON.stringify(draft.segment),
});
