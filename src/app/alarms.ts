import { type AlarmAddress, type ChannelPart, watchParts } from '../conversation/alarms/watch-parts.ts';
import type { OfficeParts } from '../conversation/desks/staff-office.ts';
import type { PartStore } from '../conversation/ports/process-store.ts';
import { addMs } from '../core/clock.ts';
import { alarmRecipients } from '../notifiers/recipients.ts';
import type { NotifierSettings } from '../notifiers/settings.ts';
import { SILENT_MS, type Switch } from './status.ts';

const WATCHED = ['telegram', 'wechat'] as const;

/** Watches the channels that are switched on here; one that no process speaks of any more is down since then. */
export async function raiseAlarms(
  office: OfficeParts,
  parts: PartStore,
  switches: readonly Switch[],
  beside: readonly AlarmAddress[],
): Promise<void> {
  const now = await office.transactions.run((stores) => stores.now());
  const rows = await parts.list();
  const watched = WATCHED.flatMap((name): ChannelPart[] => {
    const row = rows.find((one) => one.name === name);
    if (row === undefined || !switches.some((one) => one.name === name && one.on)) return [];
    if (row.toldAt >= addMs(now, -SILENT_MS)) return [{ ...row, name }];
    return [{ name, state: 'stopped', code: 'silent', since: row.toldAt }];
  });
  await watchParts(office, watched, beside);
}

export const alarmAddresses = (notifiers: readonly NotifierSettings[]): AlarmAddress[] =>
  notifiers.flatMap((one) =>
    alarmRecipients(one).map((account) => ({ channel: one.kind, bot: one.name, account })),
  );
