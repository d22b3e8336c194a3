import type { Actor } from '../../access/can.ts';
import type { NotifierKind } from '../../core/channel.ts';
import { type Facts, say } from '../../core/message.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { namedNotifiers } from '../../handoff/policy.ts';
import { GROUP_ACCOUNT, type KnownNotifier } from '../../people/known-notifier.ts';
import type { NotifierMessage } from '../ports/notifier-store.ts';
import { type ConversationParts, inScope, type Scope, utter } from '../scope.ts';
import { permits } from './people/authorise-staff.ts';

export type PersonalKind = 'sms' | 'voice' | 'email';

export type NotifierRow = {
  readonly kind: NotifierKind;
  readonly name: string;
  /** Whether it may stand in a step of escalation, and whether it does. */
  readonly pages: 'no' | 'unused' | 'used';
  readonly alarms: boolean;
  /** Speaks to one person at a time. */
  readonly personal: boolean;
  /** Whom a test goes to unless another is named; empty where nobody is. */
  readonly recipient: string;
  readonly lastTest: NotifierMessage | null;
};

/** The one-way notifiers of the centre; authorised and audited here. */
export interface NotifierDesk {
  /** By which staff can be reached, in the order of the file. */
  readonly personal: readonly { readonly kind: PersonalKind; readonly name: string }[];
  list(actor: Actor): Promise<NotifierRow[] | null>;
  /** Sends something that says it is a test. The same key twice is one message. */
  test(
    actor: Actor,
    input: { readonly name: string; readonly to: string; readonly key: string },
  ): Promise<Result<null, 'forbidden' | 'unknown' | 'bad-account'>>;
}

const TEST_KEY = 'notifier-test:';
const isKey = (text: string): boolean => /^[\w-]{1,60}$/.test(text);
const isPersonal = (kind: NotifierKind): kind is PersonalKind =>
  kind === 'sms' || kind === 'voice' || kind === 'email';

export const createNotifierDesk = (parts: ConversationParts): NotifierDesk => ({
  personal: parts.notifiers.flatMap(({ kind, name }) => (isPersonal(kind) ? [{ kind, name }] : [])),
  list: (actor) =>
    inScope(parts, async (scope) => {
      if (!(await permits(scope, actor, 'notifiers.see'))) return null;
      const used = namedNotifiers(scope.centre.escalation).map(({ name }) => name);
      const rows: NotifierRow[] = [];
      for (const one of parts.notifiers) rows.push(await toRow(scope, one, used));
      return rows;
    }),
  test: (actor, { name, to, key }) =>
    inScope(parts, async (scope) => {
      if (!(await permits(scope, actor, 'notifiers.test'))) return fail('forbidden');
      const notifier = parts.notifiers.find((one) => one.name === name);
      if (notifier === undefined || !isKey(key)) return fail('unknown');
      const account = isPersonal(notifier.kind) ? notifier.readAccount(to) : GROUP_ACCOUNT;
      if (account === null) return fail('bad-account');
      await sendTest(scope, notifier, account, key);
      return ok(null);
    }),
});

async function toRow(scope: Scope, one: KnownNotifier, used: readonly string[]): Promise<NotifierRow> {
  const { kind, name, pages, alarms, recipients } = one;
  return {
    kind,
    name,
    pages: pages ? (used.includes(name) ? 'used' : 'unused') : 'no',
    alarms,
    personal: isPersonal(kind),
    recipient: isPersonal(kind) ? (recipients[0] ?? '') : '',
    lastTest: await scope.stores.notifiers.latest({ channel: kind, bot: name }, TEST_KEY),
  };
}

async function sendTest(
  scope: Scope,
  { kind, name, testAs }: KnownNotifier,
  account: string,
  key: string,
): Promise<void> {
  const { addresses, tellChange } = scope.stores;
  const { addressId } = await addresses.findOrCreate({ channel: kind, bot: name, account, now: scope.now });
  const text = scope.centre.contents.zh.staff('notifier.test');
  await utter(scope, [
    {
      addressId,
      lane: 'conversation',
      dedupeKey: `${TEST_KEY}${name}:${key}`,
      message: { ...say(text), facts: testFacts(scope, testAs) },
    },
  ]);
  await tellChange('part');
}

/** No case has this number, and no code is made of noughts. */
function testFacts(scope: Scope, testAs: KnownNotifier['testAs']): Facts {
  const what = scope.centre.contents.zh.staff('notifier.testWhat');
  if (testAs === 'alarm') return { what };
  if (testAs === 'code') return { code: '000000' };
  const link = `${scope.parts.publicUrl}/console`;
  return { number: '0', level: what, minutes: '0', count: '1', link };
}
