/** DingTalk (钉钉) group robot, "自定义机器人接入" and "自定义机器人安全设置", open.dingtalk.com/document/robots/custom-robot-access. */
import { createHmac } from 'node:crypto';
import { readRobotAnswer } from './group-robot.ts';
import type { NotifierPlan, Sending } from './notifier.ts';
import { postJson } from './post-json.ts';
import { GROUP } from './recipients.ts';
import type { SettingsOf } from './settings.ts';
import { notThere } from './verdict.ts';

/** Well below the 20,000 bytes of a message, however it is escaped. */
const LONGEST_TEXT = 3_000;

/** 130101 and 410100: too fast, followed by ten minutes of silence. 310000 is a signature, keyword or IP refused. */
const CODES = { keys: ['errcode'], busy: [-1], rateLimited: [130101, 410100] } as const;

export function planDingtalk(settings: SettingsOf<'dingtalk'>, sending: Sending): NotifierPlan {
  return {
    kind: 'dingtalk',
    name: settings.name,
    longestText: LONGEST_TEXT,
    pace: { everyMs: 0, jitterMs: 0, perMinute: 20 },
    async deliver(to, { text }) {
      if (to !== GROUP) return notThere('unknown-address');
      const url = signedUrl(settings, sending.now());
      const body = { msgtype: 'text', text: { content: text }, at: { isAtAll: settings.mentionAll } };
      return readRobotAnswer(await postJson(url, body, sending.deadlineMs), CODES);
    },
  };
}

/** The time in ms and the secret, signed with the secret. */
export function signDingtalk(secret: string, timestamp: number): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
}

function signedUrl({ url, secret }: SettingsOf<'dingtalk'>, now: Date): URL {
  const signed = new URL(url);
  if (secret === null) return signed;
  const timestamp = now.getTime();
  signed.searchParams.set('timestamp', String(timestamp));
  signed.searchParams.set('sign', signDingtalk(secret, timestamp));
  return signed;
}
