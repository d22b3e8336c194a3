import { GROUP, isMailAddress, readPhoneNumber } from '../notifiers/recipients.ts';
import type { NotifierSettings } from '../notifiers/settings.ts';
import type { KnownNotifier } from '../people/known-notifier.ts';

/** The configured notifiers as people, escalation and console know them: without an address or a secret. */
export const knownNotifiers = (notifiers: readonly NotifierSettings[]): KnownNotifier[] =>
  notifiers.map((settings) => ({
    kind: settings.kind,
    name: settings.name,
    pages: 'pages' in settings && settings.pages,
    alarms: settings.alarms,
    recipients: 'to' in settings ? settings.to : [GROUP],
    readAccount: (text) => readAccount(settings.kind, text),
    testAs: testOf(settings),
  }));

function readAccount(kind: NotifierSettings['kind'], text: string): string | null {
  switch (kind) {
    case 'sms':
    case 'voice':
      return readNumber(text);
    case 'email':
      return readMailbox(text);
    default:
      return text === GROUP ? GROUP : null;
  }
}

const LANDLINE_FROM_ABROAD = /^(?:\+|00)86([2-9][0-9]{8,10})$/;

/** However it was typed, one number has one form: else one phone could be two people's. */
function readNumber(text: string): string | null {
  const bare = text.normalize('NFKC').replace(/[\s().-]/g, '');
  const landline = LANDLINE_FROM_ABROAD.exec(bare)?.[1];
  const number = readPhoneNumber(landline === undefined ? bare : `0${landline}`);
  if (number === null) return null;
  // Mobile numbers as the world dials them; a landline keeps its 0, from which both forms can be told.
  return number.national.startsWith('0') ? number.national : number.international;
}

/** Only what stands before the @ may mind its case. */
function readMailbox(text: string): string | null {
  const bare = text.normalize('NFKC').trim();
  if (!isMailAddress(bare)) return null;
  const at = bare.lastIndexOf('@');
  return `${bare.slice(0, at)}${bare.slice(at).toLowerCase()}`;
}

function testOf(settings: NotifierSettings): KnownNotifier['testAs'] {
  if (!('templates' in settings) || settings.templates === null) return 'alarm';
  const { alarm, code } = settings.templates;
  if (alarm !== undefined) return 'alarm';
  return code === undefined ? 'page' : 'code';
}
