import type { OpenAlarm } from '../../alarms/alarm-store.ts';
import { decideAlarms, type WatchedPart } from '../../alarms/decide-alarms.ts';
import type { ChannelName, TalkChannel } from '../../core/channel.ts';
import { say } from '../../core/message.ts';
import type { StaffAddress } from '../../people/staff.ts';
import { readDutyBoard } from '../escalation/duty-board.ts';
import { waitedMinutes } from '../escalation/pages.ts';
import { type ConversationParts, inScope, type Scope, utter } from '../scope.ts';
import type { StaffTexts } from '../staff/relay.ts';

/** Whoever can mend it, and whoever decides what students are told meanwhile. */
const TOLD_ROLES = ['administrator', 'centre-head'] as const;

export type ChannelPart = WatchedPart & { readonly name: Exclude<TalkChannel, 'web' | 'sink'> };

/** Where an alarm goes beside people: group robots and numbers that the centre named for it. */
export type AlarmAddress = {
  readonly channel: ChannelName;
  readonly bot: string;
  readonly account: string;
};

/**
 * Tells staff when a channel hears nobody any more, by every other way, and again while it lasts, and when it is back.
 * Several processes may watch at once: each alarm is one row.
 */
export async function watchParts(
  parts: ConversationParts,
  channels: readonly ChannelPart[],
  beside: readonly AlarmAddress[],
): Promise<void> {
  await inScope(parts, async (scope) => {
    const { alarms } = scope.stores;
    const open = await alarms.open();
    const { raise, again, clear } = decideAlarms(channels, open, scope.now);
    for (const { name, code } of raise) {
      const id = parts.newId();
      if (!(await alarms.raise({ id, part: name, code, now: scope.now }))) continue;
      parts.log.error('alarm.raised', { part: name, code });
      await tell(scope, name, `alarm:${id}:raised`, beside, (texts) =>
        texts('alarm.down', { what: texts(`channel.${name}`), code: code ?? '' }),
      );
    }
    for (const alarm of again) {
      if (!(await alarms.toldAgain(alarm.id, alarm.toldAt, scope.now))) continue;
      const minutes = waitedMinutes(alarm.raisedAt, scope.now);
      await tellOf(scope, alarm, `alarm:${alarm.id}:${scope.now.getTime()}`, beside, (texts, what) =>
        texts('alarm.stillDown', { what, minutes }),
      );
    }
    for (const alarm of clear) {
      if (!(await alarms.clear(alarm.id, scope.now))) continue;
      parts.log.info('alarm.cleared', { part: alarm.part });
      await tellOf(scope, alarm, `alarm:${alarm.id}:cleared`, beside, (texts, what) =>
        texts('alarm.back', { what }),
      );
    }
  });
}

async function tellOf(
  scope: Scope,
  { part }: OpenAlarm,
  key: string,
  beside: readonly AlarmAddress[],
  compose: (texts: StaffTexts, what: string) => string,
): Promise<void> {
  if (part !== 'telegram' && part !== 'wechat') return;
  await tell(scope, part, key, beside, (texts) => compose(texts, texts(`channel.${part}`)));
}

/** The channel that is down cannot carry it; a message that waits there would only come too late. */
const tell = (
  scope: Scope,
  part: ChannelPart['name'],
  key: string,
  beside: readonly AlarmAddress[],
  compose: (texts: StaffTexts) => string,
): Promise<void> => {
  const carries = ({ channel }: StaffAddress): boolean => channel !== part;
  return tellAlarm(scope, carries, (texts) => texts(`channel.${part}`), key, beside, compose);
};

/**
 * To whoever can mend it and whoever is on call, by every way of theirs.
 * @param carries false for a way that cannot carry it
 * @param what is broken, in a word, for templates
 */
export async function tellAlarm(
  scope: Scope,
  carries: (address: StaffAddress) => boolean,
  what: (texts: StaffTexts) => string,
  key: string,
  beside: readonly AlarmAddress[],
  compose: (texts: StaffTexts) => string,
): Promise<void> {
  const { stores, centre, now } = scope;
  const message = (texts: StaffTexts) => ({ ...say(compose(texts)), facts: { what: what(texts) } });
  const addresses = await stores.staff.addresses(await whom(scope));
  const others = addresses.filter((one) => one.activeAt !== null && carries(one));
  const utterances = others.map(({ id, addressId, language }) => ({
    addressId: addressId ?? '',
    lane: 'crisis' as const,
    dedupeKey: `${key}:${id}`,
    message: message(centre.contents[language].staff),
  }));
  for (const one of beside) {
    const { addressId } = await stores.addresses.findOrCreate({ ...one, now });
    const dedupeKey = `${key}:${one.channel}:${one.bot}:${addressId}`;
    utterances.push({ addressId, lane: 'crisis', dedupeKey, message: message(centre.contents.zh.staff) });
  }
  await utter(scope, utterances);
  await stores.tellChange('part');
}

async function whom({ stores, now }: Scope): Promise<string[]> {
  const members = await stores.staff.list();
  const mending = members.filter(
    ({ roles, disabledAt }) => disabledAt === null && TOLD_ROLES.some((role) => roles.includes(role)),
  );
  const { duty } = await readDutyBoard(stores, now);
  return [...new Set([...mending.map(({ id }) => id), ...duty.map(({ staffId }) => staffId)])];
}
