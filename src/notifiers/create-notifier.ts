import type { Channel } from '../core/channel.ts';
import { unreachable } from '../core/result.ts';
import { planDingtalk } from './dingtalk.ts';
import { planEmail } from './email.ts';
import { planFeishu } from './feishu.ts';
import { planGateway } from './gateway.ts';
import {
  buildNotifier,
  type NotifierOptions,
  type NotifierPlan,
  type Sending,
  sendingOf,
} from './notifier.ts';
import type { NotifierSettings } from './settings.ts';
import { planWebhook } from './webhook.ts';
import { planWecom } from './wecom.ts';

/** A one-way channel named like its kind, with the notifier's name as its bot. Nothing is asked before `send`. */
export function createNotifier(settings: NotifierSettings, options: NotifierOptions): Channel {
  return buildNotifier(planFor(settings, sendingOf(options)), options.log);
}

function planFor(settings: NotifierSettings, sending: Sending): NotifierPlan {
  switch (settings.kind) {
    case 'wecom':
      return planWecom(settings, sending);
    case 'dingtalk':
      return planDingtalk(settings, sending);
    case 'feishu':
      return planFeishu(settings, sending);
    case 'sms':
    case 'voice':
      return planGateway(settings, sending);
    case 'email':
      return planEmail(settings, sending);
    case 'webhook':
      return planWebhook(settings, sending);
    default:
      return unreachable(settings);
  }
}
