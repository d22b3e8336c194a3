import type { WatchedPart } from '../alarms/decide-alarms.ts';
import { type AlarmAddress, type ChannelPart, watchParts } from '../conversation/alarms/watch-parts.ts';
import type { PartRow, PartStore } from '../conversation/ports/process-store.ts';
import type { ConversationParts } from '../conversation/scope.ts';
import { addMs, hoursMs } from '../core/clock.ts';
import { alarmRecipients } from '../notifiers/recipients.ts';
import type { NotifierSettings } from '../notifiers/settings.ts';
import { SILENT_MS, type Switch } from './status.ts';

const WATCHED = ['telegram', 'wechat'] as const;
/** A channel that some process told of within this time is still somebody's, whatever is switched on here. */
const KNOWN_HOURS = 24;

/**
 * Watches the channels that are switched on here, and those that another process ran lately. One that no process speaks
 * of any more is down since then; one that nobody has spoken of since this process started is down once the longest
 * start is over.
 */
export function createAlarmRound(
  conversation: ConversationParts,
  parts: PartStore,
  switches: readonly Switch[],
  beside: readonly AlarmAddress[],
): () => Promise<void> {
  let startedAt: Date | null = null;
  return async () => {
    const now = await conversation.transactions.run((stores) => stores.now());
    startedAt ??= now;
    const rows = await parts.list();
    const since = startedAt;
    const watched = WATCHED.flatMap((name): ChannelPart[] => {
      const row = rows.find((one) => one.name === name);
      const on = switches.some((one) => one.name === name && one.on);
      return on || isRecent(row, now) ? [{ name, ...judge(row, since, now) }] : [];
    });
    await watchParts(conversation, watched, beside);
  };
}

const isRecent = (row: PartRow | undefined, now: Date): boolean =>
  row !== undefined && row.toldAt > addMs(now, -hoursMs(KNOWN_HOURS));

function judge(row: PartRow | undefined, startedAt: Date, now: Date): Omit<WatchedPart, 'name'> {
  if (row !== undefined && row.toldAt >= addMs(now, -SILENT_MS)) {
    return { state: row.state, code: row.code, since: row.since };
  }
  // Whoever runs it may be starting just as this process did, so it has as long as a start takes.
  if (row === undefined) return { state: 'starting', code: 'not-started', since: startedAt };
  if (row.toldAt < startedAt) return { state: 'starting', code: 'silent', since: startedAt };
  return { state: 'stopped', code: 'silent', since: row.toldAt };
}

/**
 * A channel or notifier that the centre has taken out is nothing that is down. Where another process still runs it, that
 * one tells of it within seconds.
 */
export async function forgetSwitchedOff(
  parts: PartStore,
  switches: readonly Switch[],
  notifiers: readonly NotifierSettings[],
): Promise<void> {
  const off = WATCHED.filter((name) => switches.some((one) => one.name === name && !one.on));
  const known = notifiers.map(({ kind, name }) => `${kind}:${name}`);
  const told = (await parts.list()).map(({ name }) => name);
  const gone = told.filter((name) => name.includes(':') && !known.includes(name));
  await parts.forget([...off, ...gone]);
}

export const alarmAddresses = (notifiers: readonly NotifierSettings[]): AlarmAddress[] =>
  notifiers.flatMap((one) =>
    alarmRecipients(one).map((account) => ({ channel: one.kind, bot: one.name, account })),
  );
