/** WeCom (企业微信) group robot, "消息推送配置说明 (群机器人)", developer.work.weixin.qq.com/document/path/91770. */
import type { BotMessage } from '../core/message.ts';
import { readRobotAnswer } from './group-robot.ts';
import type { NotifierPlan, Sending } from './notifier.ts';
import { postJson } from './post-json.ts';
import { GROUP } from './recipients.ts';
import type { SettingsOf } from './settings.ts';
import { notThere } from './verdict.ts';

/** 2048 bytes of text, 4096 of markdown, at three bytes a character. */
const LONGEST = { text: 680, markdown: 1_360 } as const;

/** "全局错误码", path/90313. 93000 (no such robot, or removed from its group) is for people to mend. */
const CODES = { keys: ['errcode'], busy: [-1], rateLimited: [45009, 45033] } as const;

export function planWecom(settings: SettingsOf<'wecom'>, sending: Sending): NotifierPlan {
  return {
    kind: 'wecom',
    name: settings.name,
    longestText: LONGEST[settings.format],
    pace: { everyMs: 0, jitterMs: 0, perMinute: 20 },
    async deliver(to, message) {
      if (to !== GROUP) return notThere('unknown-address');
      const body = encode(settings, message);
      return readRobotAnswer(await postJson(new URL(settings.url), body, sending.deadlineMs), CODES);
    },
  };
}

function encode({ format, mentionAll }: SettingsOf<'wecom'>, { text }: BotMessage): unknown {
  if (format === 'markdown') return { msgtype: 'markdown', markdown: { content: text } };
  return { msgtype: 'text', text: { content: text, ...(mentionAll ? { mentioned_list: ['@all'] } : {}) } };
}
