import type { Facts } from '../core/message.ts';

/** What a message is about, so that a template can be chosen; its facts decide. */
export const MESSAGE_KINDS = ['page', 'digest', 'code', 'alarm', 'notice'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** Null for a message without usable facts. A page of several cases carries `count` besides the first one's facts. */
export function kindOfMessage(facts: Facts | undefined): MessageKind | null {
  if (facts === undefined) return null;
  if (facts.code !== undefined) return 'code';
  if (facts.what !== undefined) return isNotice(facts) ? 'notice' : 'alarm';
  if (facts.count !== undefined && facts.count !== '1') return 'digest';
  return facts.number === undefined ? null : 'page';
}

/** What somebody reads when they have time, with how much there is of it: it calls nobody, and is no case's. */
export const isNotice = ({ what, count, number }: Facts): boolean =>
  what !== undefined && count !== undefined && number === undefined;
