/** Where students abroad mostly are, and what they may type. Zones are those of the IANA list. */
import { isTimeZone } from './both-times.ts';
import { plainWord } from './choices.ts';

type Zone = {
  readonly zone: string;
  readonly names: { readonly zh: string; readonly en: string };
  /** Other places by the same clock, in both languages. */
  readonly also: readonly string[];
};

export const TIME_ZONES: readonly Zone[] = [
  {
    zone: 'Europe/London',
    names: { zh: '英国', en: 'United Kingdom' },
    also: ['伦敦', 'london', '曼彻斯特', 'manchester', '爱丁堡', 'edinburgh', 'uk'],
  },
  {
    zone: 'Europe/Paris',
    names: { zh: '法国、德国等西欧', en: 'France, Germany, Western Europe' },
    also: [
      '巴黎',
      'paris',
      '法国',
      'france',
      '德国',
      'germany',
      '柏林',
      'berlin',
      '慕尼黑',
      'munich',
      '荷兰',
      '阿姆斯特丹',
      'amsterdam',
      '意大利',
      '罗马',
      'rome',
      '米兰',
      'milan',
      '西班牙',
      '马德里',
      'madrid',
      '瑞士',
      '苏黎世',
      'zurich',
    ],
  },
  {
    zone: 'Europe/Moscow',
    names: { zh: '莫斯科', en: 'Moscow' },
    also: ['俄罗斯', 'russia', '圣彼得堡', 'st petersburg'],
  },
  {
    zone: 'America/New_York',
    names: { zh: '美国东部', en: 'US Eastern' },
    also: [
      '纽约',
      'new york',
      '波士顿',
      'boston',
      '华盛顿',
      'washington',
      '费城',
      '匹兹堡',
      '亚特兰大',
      'atlanta',
      '迈阿密',
      'miami',
    ],
  },
  {
    zone: 'America/Chicago',
    names: { zh: '美国中部', en: 'US Central' },
    also: ['芝加哥', 'chicago', '休斯敦', 'houston', '达拉斯', 'dallas'],
  },
  {
    zone: 'America/Denver',
    names: { zh: '美国山地', en: 'US Mountain' },
    also: ['丹佛', 'denver', '盐湖城'],
  },
  {
    zone: 'America/Los_Angeles',
    names: { zh: '美国西部', en: 'US Pacific' },
    also: ['洛杉矶', 'los angeles', '旧金山', 'san francisco', '西雅图', 'seattle', '圣地亚哥', '硅谷'],
  },
  {
    zone: 'America/Toronto',
    names: { zh: '加拿大东部', en: 'Canada Eastern' },
    also: ['多伦多', 'toronto', '蒙特利尔', 'montreal', '渥太华', 'ottawa'],
  },
  {
    zone: 'America/Vancouver',
    names: { zh: '加拿大西部', en: 'Canada Pacific' },
    also: ['温哥华', 'vancouver'],
  },
  {
    zone: 'Asia/Tokyo',
    names: { zh: '日本、韩国', en: 'Japan, Korea' },
    also: ['日本', 'japan', '东京', 'tokyo', '大阪', 'osaka', '京都', '韩国', 'korea', '首尔', 'seoul'],
  },
  {
    zone: 'Asia/Singapore',
    names: { zh: '新加坡、马来西亚', en: 'Singapore, Malaysia' },
    also: ['新加坡', 'singapore', '马来西亚', 'malaysia', '吉隆坡'],
  },
  {
    zone: 'Asia/Bangkok',
    names: { zh: '泰国、越南', en: 'Thailand, Vietnam' },
    also: ['泰国', 'thailand', '曼谷', 'bangkok', '越南', 'vietnam', '河内', '胡志明'],
  },
  {
    zone: 'Australia/Sydney',
    names: { zh: '澳大利亚东部', en: 'Australia Eastern' },
    also: ['悉尼', 'sydney', '墨尔本', 'melbourne', '堪培拉', 'canberra'],
  },
  {
    zone: 'Australia/Perth',
    names: { zh: '澳大利亚西部', en: 'Australia Western' },
    also: ['珀斯', 'perth'],
  },
  {
    zone: 'Pacific/Auckland',
    names: { zh: '新西兰', en: 'New Zealand' },
    also: ['奥克兰', 'auckland', '惠灵顿'],
  },
];

/** A place as people type it, or the name of a zone; null for what is neither. */
export function findTimeZone(typed: string): string | null {
  const word = plainWord(typed);
  const found = TIME_ZONES.find(({ zone, names, also }) =>
    [zone, names.zh, names.en, ...also].some((name) => plainWord(name) === word),
  );
  if (found !== undefined) return found.zone;
  const name = typed.trim();
  return isTimeZone(name) ? name : null;
}
