import { type Actor, can } from '../../src/access/can.ts';
import type { Action } from '../../src/access/role-table.ts';
import type { NotifierDesk, NotifierRow } from '../../src/conversation/desks/notifier-desk.ts';
import { fail, ok } from '../../src/core/result.ts';
import type { KnownNotifier } from '../../src/people/known-notifier.ts';

/** Notifiers that keep what they were asked to send, each key once. */
export class FakeNotifierDesk implements NotifierDesk {
  readonly sent = new Map<string, { name: string; to: string }>();
  /** How the last test of each went. */
  readonly tests = new Map<string, NotifierRow['lastTest']>();
  readonly #notifiers: readonly KnownNotifier[];

  constructor(notifiers: readonly KnownNotifier[]) {
    this.#notifiers = notifiers;
  }

  get personal(): NotifierDesk['personal'] {
    return this.#notifiers.flatMap(({ kind, name }) =>
      kind === 'sms' || kind === 'voice' || kind === 'email' ? [{ kind, name }] : [],
    );
  }

  async list(actor: Actor): Promise<NotifierRow[] | null> {
    if (!allowed(actor, 'notifiers.see')) return null;
    return this.#notifiers.map(({ kind, name, pages, alarms, recipients }) => {
      const personal = this.personal.some((one) => one.name === name);
      return {
        kind,
        name,
        pages: pages ? 'unused' : 'no',
        alarms,
        personal,
        recipient: personal ? (recipients[0] ?? '') : '',
        lastTest: this.tests.get(name) ?? null,
      };
    });
  }

  async test(actor: Actor, input: Parameters<NotifierDesk['test']>[1]): ReturnType<NotifierDesk['test']> {
    if (!allowed(actor, 'notifiers.test')) return fail('forbidden');
    const notifier = this.#notifiers.find(({ name }) => name === input.name);
    if (notifier === undefined) return fail('unknown');
    const to = input.to === '' ? 'group' : input.to;
    if (notifier.readAccount(to) === null) return fail('bad-account');
    this.sent.set(input.key, { name: input.name, to });
    return ok(null);
  }
}

const allowed = (actor: Actor, action: Action): boolean =>
  can(actor, action, { kind: 'notifiers' }, 'administration');
