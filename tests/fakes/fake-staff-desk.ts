import { randomUUID } from 'node:crypto';
import { type Actor, can } from '../../src/access/can.ts';
import type { Action } from '../../src/access/role-table.ts';
import { isStaffRole } from '../../src/access/roles.ts';
import { fail, ok } from '../../src/core/result.ts';
import type { DutyView, StaffDesk, StaffRow } from '../../src/people/staff-desk.ts';

type Options = { onRevoke: (staffId: string) => void };

/** People in memory, authorised by the real rules. */
export class FakeStaffDesk implements StaffDesk {
  readonly rows: StaffRow[] = [];
  readonly links: string[] = [];
  shifts: DutyView['shifts'] = [];
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
      backup: [...new Set(this.shifts.filter(({ duty }) => duty === 'backup').map(({ name }) => name))],
      besideRota: beside.map(({ id, name }) => ({ staffId: id, name })),
      realResponder: [...beside, ...rota].some(({ sample }) => !sample),
      shifts: this.shifts,
    };
  }

  async add(
    actor: Actor,
    input: { name: string; roles: readonly string[]; telegram: string | null; onCall: boolean },
  ): ReturnType<StaffDesk['add']> {
    if (!allowed(actor, 'staff.add')) return fail('forbidden');
    const name = input.name.trim();
    if (name === '') return fail('empty-name');
    if (this.rows.some((row) => row.name === name)) return fail('name-taken');
    if (input.roles.length === 0) return fail('no-role');
    const roles = input.roles.filter(isStaffRole);
    if (roles.length !== input.roles.length) return fail('unknown-role');
    if (input.telegram !== null && !/^\d{1,15}$/.test(input.telegram)) return fail('bad-account');
    this.rows.push({
      id: randomUUID(),
      name,
      roles,
      sample: false,
      disabled: false,
      addresses: input.telegram === null ? [] : [{ channel: 'telegram', active: false, reachable: true }],
      onCall: input.onCall ? 'beside-rota' : 'no',
    });
    return ok({ name, link: this.#link(), code: input.telegram === null ? null : '482 915' });
  }

  async addAddress(
    actor: Actor,
    input: { name: string; telegram: string; onCall: boolean },
  ): ReturnType<StaffDesk['addAddress']> {
    if (!allowed(actor, 'staff.add')) return fail('forbidden');
    if (!/^[0-9]+$/.test(input.telegram)) return fail('bad-account');
    const row = this.rows.find((known) => known.name === input.name);
    if (row === undefined) return fail('unknown');
    if (row.disabled) return fail('disabled');
    if (row.sample) return fail('sample');
    const address = { channel: 'telegram', active: false, reachable: false };
    this.#change(row.id, { addresses: [...row.addresses, address] });
    return ok({ name: row.name, code: 'XQ-TESTCODE' });
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
