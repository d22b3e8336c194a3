import type { Generated, JSONColumnType } from 'kysely';
import type { CampaignEnd, CampaignStatus } from '../../campaigns/campaign.ts';

export type CampaignTable = {
  id: string;
  title: string;
  text_zh: string;
  text_en: string | null;
  segment: JSONColumnType<object>;
  status: Generated<CampaignStatus>;
  version: Generated<number>;
  author_staff_id: string;
  blur: number;
  made_at: Date;
  changed_at: Date;
  send_at: Date | null;
  started_at: Date | null;
  expires_at: Date | null;
  ended_at: Date | null;
  end_code: CampaignEnd | null;
  people: number | null;
  sent: number | null;
  told: Generated<number>;
};

export type CampaignDeliveryTable = {
  campaign_id: string;
  contact_id: string;
  address_id: string;
  outgoing_id: string | null;
};
