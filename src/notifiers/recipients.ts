import type { NotifierKind } from '../core/channel.ts';
import { unreachable } from '../core/result.ts';
import type { NotifierSettings } from './settings.ts';

/** A group robot speaks to its one group, so its only account has this name. */
export const GROUP = 'group';

const PHONE = /^\+?[0-9]{5,15}$/;
const CHINESE_MOBILE = /^(?:\+?86|0086)?(1[3-9][0-9]{9})$/;
const CHINESE_LANDLINE = /^0([1-9][0-9]{8,10})$/;
/** ASCII only and nothing that ends a header, an address or a list of addresses. */
const MAIL = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}$/;

export const isPhoneNumber = (text: string): boolean => PHONE.test(text);

export const isMailAddress = (text: string): boolean => text.length <= 254 && MAIL.test(text);

/** As a gateway may want it: as dialled within China, and in E.164. Other countries' numbers stay as they are. */
export function readPhoneNumber(text: string): { national: string; international: string } | null {
  if (!isPhoneNumber(text)) return null;
  const mobile = CHINESE_MOBILE.exec(text)?.[1];
  if (mobile !== undefined) return { national: mobile, international: `+86${mobile}` };
  const landline = CHINESE_LANDLINE.exec(text)?.[1];
  return { national: text, international: landline === undefined ? text : `+86${landline}` };
}

/** Is this an account that a notifier of this kind can speak to? */
export function isRecipient(kind: NotifierKind, account: string): boolean {
  switch (kind) {
    case 'sms':
    case 'voice':
      return isPhoneNumber(account);
    case 'email':
      return isMailAddress(account);
    case 'wecom':
    case 'dingtalk':
    case 'feishu':
    case 'webhook':
      return account === GROUP;
    default:
      return unreachable(kind);
  }
}

/** Who is told by this notifier when the program itself is in trouble. */
export function alarmRecipients(settings: NotifierSettings): readonly string[] {
  if (!settings.alarms) return [];
  return 'to' in settings ? settings.to : [GROUP];
}

/** Who is called directly while no database can be reached, by notifier and account; nobody else is known then. */
export function emergencyRecipients(
  notifiers: readonly NotifierSettings[],
  emergency: readonly string[] | null,
): { readonly settings: NotifierSettings; readonly account: string }[] {
  const named = notifiers.filter((one) => (emergency === null ? one.alarms : emergency.includes(one.name)));
  return named.flatMap((settings) =>
    ('to' in settings ? settings.to : [GROUP]).map((account) => ({ settings, account })),
  );
}
