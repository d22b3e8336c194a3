import { type Actor, can } from '../../../access/can.ts';
import { readCounsellors, readRules, ruleKey, type TableKind } from '../../../booking/import-tables.ts';
import { localDateOf } from '../../../booking/local-day.ts';
import { sayRuleHours } from '../../../booking/say-rule.ts';
import type { Scope } from '../../scope.ts';
import { byOf } from '../../staff/change-rota.ts';
import { counsellorsOf, permitsAvailability } from '../../staff/permits-availability.ts';
import type { TableImport } from './availability-desk.ts';

export type TableFile = { readonly kind: TableKind; readonly text: string; readonly dryRun: boolean };

/** All of it in the caller's transaction, or nothing. */
export async function importTable(scope: Scope, actor: Actor, file: TableFile): Promise<TableImport> {
  if (!(await permitsAvailability(scope, actor, 'availability.arrange', null)))
    return { ok: false, code: 'forbidden' };
  await scope.stores.availability.lockForImport();
  return file.kind === 'counsellors'
    ? importCounsellors(scope, actor, file)
    : importRules(scope, actor, file);
}

const namesOf = (members: readonly { readonly id: string; readonly name: string }[]) =>
  new Map(members.map(({ id, name }) => [name.normalize('NFC'), id]));

/** Whoever is not there yet is added, by those who may add staff; nobody is called before they have an address. */
async function importCounsellors(
  scope: Scope,
  actor: Actor,
  { text, dryRun }: TableFile,
): Promise<TableImport> {
  const { stores, now, parts } = scope;
  const mayAdd = can(actor, 'staff.add', { kind: 'staff' }, 'administration');
  const counsellors = namesOf(await counsellorsOf(scope));
  const taken = new Set((await stores.staff.list()).map(({ name }) => name.normalize('NFC')));
  const { items, faults } = readCounsellors(text, { counsellors, taken, mayAdd });
  if (faults.length > 0) return { ok: false, code: 'faults', faults };
  const lines: string[] = [];
  let added = 0;
  for (const { name, staffId, profile } of items) {
    const id = staffId ?? parts.newId();
    lines.push(staffId === null ? `${name}（新）` : name);
    if (staffId === null) added += 1;
    if (dryRun) continue;
    if (staffId === null) {
      const made = await stores.staff.add({ id, name, roles: ['counsellor'], sample: false, now });
      if (!made.ok) throw new Error('the name was free a moment ago');
    }
    await stores.availability.saveProfile({ ...profile, staffId: id }, byOf(actor), now);
  }
  if (!dryRun) await stores.tellChange('appointments', 'staff');
  return { ok: true, added, known: items.length - added, lines };
}

/** Rules that stand already are known and stay as they are. */
async function importRules(scope: Scope, actor: Actor, { text, dryRun }: TableFile): Promise<TableImport> {
  const { stores, now, parts } = scope;
  const counsellors = await counsellorsOf(scope);
  const rooms = (await stores.availability.rooms()).filter(({ retired }) => !retired);
  const names = { staff: namesOf(counsellors), rooms: namesOf(rooms), newId: parts.newId, now };
  const { items, faults } = readRules(text, names);
  if (faults.length > 0) return { ok: false, code: 'faults', faults };
  const standing = new Set((await stores.availability.rules(localDateOf(now))).map(ruleKey));
  const fresh = items.filter((rule) => !standing.has(ruleKey(rule)));
  if (!dryRun) for (const rule of fresh) await stores.availability.addRule(rule, byOf(actor), now);
  if (!dryRun) await stores.tellChange('appointments');
  const nameOf = new Map(counsellors.map(({ id, name }) => [id, name]));
  const lines = fresh.map((rule) => `${nameOf.get(rule.staffId) ?? ''} · ${sayRuleHours(rule)}`);
  return { ok: true, added: fresh.length, known: items.length - fresh.length, lines };
}
