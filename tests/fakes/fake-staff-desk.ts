import { randomUUID } from 'node:crypto';
import { type Actor, can } from '../../src/access/can.ts';
import type { Action } from '../../src/access/role-table.ts';
import { isStaffRole } from '../../src/access/roles.ts';
import { type ReadAccount, readAccounts } from '../../src/conversation/desks/people/prepare-accounts.ts';
import { fail, ok } from '../../src/core/result.ts';
import type { KnownNotifier } from '../../src/people/known-notifier.ts';
import { needsSecondWay } from '../../src/people/staff.ts';
import type { DutyView, StaffDesk, StaffRow } from '../../src/people/staff-desk.ts';

type Options = { onRevoke: (staffId: string) => void; notifiers?: readonly KnownNotifier[] };

/** What every notifier of the fake has sent. */
export const SENT_CODE = 'XQ-SENTCODE';

/** People in memory, authorised by the real rules. */
export class FakeStaffDesk implements StaffDesk {
  readonly rows: StaffRow[] = [];
  readonly links: string[] = [];
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async list(actor: Actor): Promise<StaffRow[] | null> {
    return allowed(actor, 'staff.list') ? [...this.rows] : null;
  }

  async duty(): Promise<DutyView> {
    const beside = this.rows.filter(({ onCall, disabled }) => onCall === 'beside-rota' && !disabled);
    const rota = this.rows.filter(({ onCall, disabled }) => onCall === 'rota' && !disabled);
    return {
      duty: rota.map(({ name }) => name),
      backup: [],
      besideRota: beside.map(({ id, name }) => ({ staffId: id, name })),
      realResponder: [...beside, ...rota].some(({ sample }) => !sample),
      wechatOnly: [...beside, ...rota]
        .filter(({ addresses }) => needsSecondWay(addresses))
        .map(({ name }) => name),
    };
  }

  async own(actor: Actor): ReturnType<StaffDesk['own']> {
    const row = this.rows.find(({ id }) => actor.kind === 'staff' && id === actor.staffId);
    return row?.addresses ?? [];
  }

  async add(actor: Actor, input: Parameters<StaffDesk['add']>[1]): ReturnType<StaffDesk['add']> {
    if (!allowed(actor, 'staff.add')) return fail('forbidden');
    const name = input.name.trim();
    if (name === '') return fail('empty-name');
    if (this.rows.some((row) => row.name === name)) return fail('name-taken');
    if (input.roles.length === 0) return fail('no-role');
    const roles = input.roles.filter(isStaffRole);
    if (roles.length !== input.roles.length) return fail('unknown-role');
    const accounts = readAccounts(this.#options.notifiers ?? [], input.accounts);
    if (!accounts.ok) return accounts;
    this.rows.push({
      id: randomUUID(),
      name,
      roles,
      sample: false,
      disabled: false,
      addresses: accounts.value.map(toWay),
      onCall: input.onCall ? 'beside-rota' : 'no',
    });
    return ok({ name, link: this.#link(), ...handOver(accounts.value, '482 915') });
  }

  async addAddress(
    actor: Actor,
    input: Parameters<StaffDesk['addAddress']>[1],
  ): ReturnType<StaffDesk['addAddress']> {
    if (!allowed(actor, 'staff.add')) return fail('forbidden');
    if (input.accounts.length === 0) return fail('no-account');
    const accounts = readAccounts(this.#options.notifiers ?? [], input.accounts);
    if (!accounts.ok) return accounts;
    const row = this.rows.find((known) => known.name === input.name);
    if (row === undefined) return fail('unknown');
    if (row.disabled) return fail('disabled');
    if (row.sample) return fail('sample');
    this.#change(row.id, { addresses: [...row.addresses, ...accounts.value.map(toWay)] });
    return ok({ name: row.name, ...handOver(accounts.value, 'XQ-TESTCODE') });
  }

  /** Only `SENT_CODE` is right, and a wrong one may be typed once more. */
  async confirm(actor: Actor, staffId: string, code: string): ReturnType<StaffDesk['confirm']> {
    const own = actor.kind === 'staff' && actor.staffId === staffId;
    if (!own && !allowed(actor, 'staff.add')) return fail('forbidden');
    const row = this.rows.find(({ id }) => id === staffId);
    if (row === undefined) return fail('unknown');
    if (!row.addresses.some(({ notifier }) => notifier !== null)) return fail('no-code');
    if (code !== SENT_CODE) return { ok: false, code: 'wrong', triesLeft: 1 };
    const addresses = row.addresses.map((way) => (way.notifier === null ? way : { ...way, active: true }));
    this.#change(staffId, { addresses });
    return ok({ name: row.name });
  }

  async renewCode(actor: Actor, staffId: string, addressId: string): ReturnType<StaffDesk['renewCode']> {
    const own = actor.kind === 'staff' && actor.staffId === staffId;
    if (!own && !allowed(actor, 'staff.add')) return fail('forbidden');
    const way = this.rows.find(({ id }) => id === staffId)?.addresses.find(({ id }) => id === addressId);
    if (way === undefined) return fail('unknown');
    if (way.active) return fail('active');
    return ok({ code: way.notifier === null ? 'XQ-NEWCODE2' : null });
  }

  async removeAddress(
    actor: Actor,
    staffId: string,
    addressId: string,
  ): ReturnType<StaffDesk['removeAddress']> {
    if (!allowed(actor, 'staff.revoke')) return fail('forbidden');
    const row = this.rows.find(({ id }) => id === staffId);
    const addresses = row?.addresses.filter(({ id }) => id !== addressId) ?? [];
    if (row === undefined || addresses.length === row.addresses.length) return fail('unknown');
    this.#change(staffId, { addresses });
    return ok(null);
  }

  async link(actor: Actor, name: string): ReturnType<StaffDesk['link']> {
    if (!allowed(actor, 'staff.link')) return fail('forbidden');
    const row = this.rows.find((known) => known.name === name);
    if (row === undefined) return fail('unknown');
    return row.disabled ? fail('disabled') : ok({ name, link: this.#link() });
  }

  async setOnCall(actor: Actor, staffId: string, onCall: boolean): ReturnType<StaffDesk['setOnCall']> {
    if (!can(actor, 'rota.change', { kind: 'rota' }, 'administration')) return fail('forbidden');
    return this.#change(staffId, { onCall: onCall ? 'beside-rota' : 'no' }) ? ok(null) : fail('unknown');
  }

  async revoke(actor: Actor, staffId: string): ReturnType<StaffDesk['revoke']> {
    if (!allowed(actor, 'staff.revoke')) return fail('forbidden');
    if (actor.kind === 'staff' && actor.staffId === staffId) return fail('yourself');
    if (!this.#change(staffId, { disabled: true, onCall: 'no', addresses: [] })) return fail('unknown');
    this.#options.onRevoke(staffId);
    return ok(null);
  }

  #link(): string {
    const link = `https://xinqiao.example/console/sign-in/${randomUUID()}`;
    this.links.push(link);
    return link;
  }

  #change(staffId: string, change: Partial<StaffRow>): boolean {
    const index = this.rows.findIndex(({ id }) => id === staffId);
    const row = this.rows[index];
    if (row === undefined) return false;
    this.rows[index] = { ...row, ...change };
    return true;
  }
}

const allowed = (actor: Actor, action: Action): boolean =>
  can(actor, action, { kind: 'staff' }, 'administration');

const toWay = ({ channel, notifier, account }: ReadAccount): StaffRow['addresses'][number] => ({
  id: randomUUID(),
  channel,
  notifier,
  tail: notifier === null ? null : `…${account.slice(-4)}`,
  active: false,
  reachable: true,
  awaitsCode: true,
});

const handOver = (accounts: readonly ReadAccount[], code: string) => ({
  code: accounts.some(({ notifier }) => notifier === null) ? code : null,
  sentBy: accounts.flatMap(({ notifier }) => (notifier === null ? [] : [notifier])),
});
