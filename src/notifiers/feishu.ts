/** Feishu (飞书) custom bot, "自定义机器人使用指南", open.feishu.cn/document/client-docs/bot-v3/add-custom-bot. */
import { createHmac } from 'node:crypto';
import { readRobotAnswer } from './group-robot.ts';
import type { NotifierPlan, Sending } from './notifier.ts';
import { postJson } from './post-json.ts';
import { GROUP } from './recipients.ts';
import type { SettingsOf } from './settings.ts';
import { notThere } from './verdict.ts';
import { unixSeconds } from './wall-clock.ts';

/** Well below the 20 KB of a request, however it is escaped. */
const LONGEST_TEXT = 3_000;

/** 11232: too fast, or the platform is busy at full and half hours. 19021, 19022, 19024: signature, IP, keyword. */
const CODES = { keys: ['code', 'StatusCode'], busy: [], rateLimited: [11232, 99991400] } as const;

const EVERYBODY = '<at user_id="all">所有人</at> ';

export function planFeishu(settings: SettingsOf<'feishu'>, sending: Sending): NotifierPlan {
  return {
    kind: 'feishu',
    name: settings.name,
    longestText: LONGEST_TEXT,
    pace: { everyMs: 200, jitterMs: 0, perMinute: 100 },
    async deliver(to, { text }) {
      if (to !== GROUP) return notThere('unknown-address');
      const content = { text: settings.mentionAll ? `${EVERYBODY}${text}` : text };
      const body = { ...signed(settings.secret, sending.now()), msg_type: 'text', content };
      return readRobotAnswer(await postJson(new URL(settings.url), body, sending.deadlineMs), CODES);
    },
  };
}

/** Other than at DingTalk, time (in seconds) and secret are the key, and the message is empty. */
export function signFeishu(secret: string, timestamp: number): string {
  return createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
}

function signed(secret: string | null, now: Date): { timestamp?: string; sign?: string } {
  if (secret === null) return {};
  const timestamp = unixSeconds(now);
  return { timestamp: String(timestamp), sign: signFeishu(secret, timestamp) };
}
