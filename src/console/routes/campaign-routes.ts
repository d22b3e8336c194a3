import {
  editCampaign,
  makeCampaign,
  showEditCampaign,
  showNewCampaign,
} from '../pages/campaigns/campaign-form.tsx';
import { showCampaigns } from '../pages/campaigns/campaign-list.tsx';
import { showCampaign, showLiveCampaign } from '../pages/campaigns/campaign-page.tsx';
import {
  askCancelCampaign,
  cancelCampaign,
  pauseCampaign,
  resumeCampaign,
} from '../pages/campaigns/campaign-posts.tsx';
import { askSendCampaign, sendCampaign } from '../pages/campaigns/campaign-send.tsx';
import { type ConsoleRoute, get, post } from '../route.ts';

/** Messages to everybody. */
export const campaignRoutes: readonly ConsoleRoute[] = [
  get('/campaigns', 'campaign.see', showCampaigns),
  get('/campaigns/new', 'campaign.write', showNewCampaign),
  post('/campaigns/new', 'campaign.write', makeCampaign),
  get('/campaigns/:id', 'campaign.see', showCampaign),
  get('/live/campaigns/:id', 'campaign.see', showLiveCampaign),
  get('/campaigns/:id/edit', 'campaign.write', showEditCampaign),
  post('/campaigns/:id/edit', 'campaign.write', editCampaign),
  get('/campaigns/:id/send', 'campaign.send', askSendCampaign),
  post('/campaigns/:id/send', 'campaign.send', sendCampaign),
  post('/campaigns/:id/pause', 'campaign.send', pauseCampaign),
  post('/campaigns/:id/resume', 'campaign.send', resumeCampaign),
  get('/campaigns/:id/cancel', 'campaign.cancel', askCancelCampaign),
  post('/campaigns/:id/cancel', 'campaign.cancel', cancelCampaign),
];
