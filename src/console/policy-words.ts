import { isStaffRole, ROLE_NAMES } from '../access/roles.ts';
import type { CalledPerson, CalledWay } from '../conversation/desks/duty/policy-desk.ts';
import { notifierOf, personOf, roleOf, rotaOf } from '../handoff/targets.ts';
import { channelName } from './words.ts';

/** A stretch of seconds as a head of a centre says it: 45 秒, 2 分钟, 1 分 30 秒. */
export function saySeconds(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} 秒`;
  return seconds % 60 === 0 ? `${minutes} 分钟` : `${minutes} 分 ${seconds % 60} 秒`;
}

/** Whom a target of a step stands for, without names. */
export function sayTarget(target: string): string {
  if (target === 'duty') return '值班';
  if (target === 'backup') return '后备';
  const role = roleOf(target);
  if (role !== null) return isStaffRole(role) ? `全部${ROLE_NAMES[role]}` : role;
  const person = personOf(target);
  if (person !== null) return `${person}（点名）`;
  const rotation = rotaOf(target);
  if (rotation !== null) return `轮班“${rotation}”轮到的人`;
  return `通知群 ${notifierOf(target) ?? target}`;
}

/** Telegram、短信, with what is blocked marked. */
export const sayWays = (ways: readonly CalledWay[]): string =>
  [
    ...new Set(
      ways.map(({ channel, reachable }) => `${channelName(channel)}${reachable ? '' : '（送不到）'}`),
    ),
  ].join('、');

/** In brackets behind a name: by what they are called, or why nothing would wake them. */
export function sayHow({ sample, wakes, console, ways }: CalledPerson): string {
  if (sample) return '样例，不是真人';
  if (!wakes) return ways.length === 0 ? '叫不到：没有能用的账号' : `叫不到：${sayWays(ways)}`;
  return [sayWays(ways), console ? '工作台开着' : ''].filter((text) => text !== '').join('，');
}
