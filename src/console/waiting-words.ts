import type { GlassGround, GlassPart } from '../handoff/break-glass.ts';
import type { FactField } from '../handoff/identity-store.ts';
import type { WaitingEvent } from '../handoff/waiting/events.ts';
import type { WaitingTopic } from '../handoff/waiting/questions.ts';

export const WAITING_EVENT_NAMES: Readonly<Record<WaitingEvent, string>> = {
  answered: '答了等待时的一个问题',
  'student-left': '同学离开了',
  'student-back': '同学回来了',
  moved: '同学换了地方接着说',
  'identity-noted': '记下自述信息',
  linked: '关联个案',
  unlinked: '取消关联',
  'glass-broken': '破例查看',
  'about-other': '记为替别人求助',
  'about-self': '记为本人求助',
  'another-maybe': '又说到别人有危险，可能是另一位',
  'another-opened': '给另一位另开了个案',
};

export const TOPIC_NAMES: Readonly<Record<WaitingTopic, string>> = {
  place: '在哪里',
  company: '身边有没有人',
  phone: '能不能接电话',
  college: '学院',
  'their-place': '当事人在哪里',
  'their-safety': '有没有人陪、有没有危险',
  'their-name': '当事人是谁',
  'their-phone': '当事人的电话',
  'may-contact': '能不能再联系报告的人',
};

/** Said of who they are themselves: shown as said, since nobody has checked it. */
export const SAID_TOPICS: readonly WaitingTopic[] = ['phone', 'college'];

/** Told about somebody else: never taken as proven. */
export const TOLD_TOPICS: readonly WaitingTopic[] = [
  'their-place',
  'their-safety',
  'their-name',
  'their-phone',
];

export const FACT_NAMES: Readonly<Record<FactField, string>> = {
  name: '姓名',
  phone: '电话',
  college: '学院',
};

export const GLASS_PART_NAMES: Readonly<Record<GlassPart, string>> = { identity: '身份', words: '对话' };

/** Each by the article it stands in; whoever looks decides which one holds. */
export const GLASS_GROUND_NAMES: Readonly<Record<GlassGround, string>> = {
  'mental-health-law-28': '精神卫生法第 28 条：疑似患者可能伤害自己或他人',
  'pipl-13-4': '个人信息保护法第 13 条第 4 项：紧急情况下保护生命健康',
  'ethics-3-2': '心理学会伦理守则 3.2：对自己或他人有严重危险等保密例外',
  'ethics-3-3': '心理学会伦理守则 3.3：法律要求披露，只给最少的信息',
  'minors-law-11': '未成年人保护法第 11 条：强制报告',
  'domestic-violence-law-14': '反家庭暴力法第 14 条：强制报告',
};
