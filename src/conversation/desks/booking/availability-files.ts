import { type Actor, can } from '../../../access/can.ts';
import type { NewAvailabilityRule } from '../../../booking/booking-setup.ts';
import { emptyProfile } from '../../../booking/counsellor-profile.ts';
import {
  COUNSELLOR_COLUMNS,
  readCounsellors,
  readRules,
  type TableKind,
} from '../../../booking/import-tables.ts';
import { localDateOf } from '../../../booking/local-day.ts';
import { changesOf, type ProfileChange, takeOver } from '../../../booking/profile-changes.ts';
import { findRoomGap, sayRoomGap } from '../../../booking/room-gaps.ts';
import { planRules, type RuleChange } from '../../../booking/rule-changes.ts';
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

/**
 * Whoever is not there yet is added, by those who may add staff; nobody is called before they have an address. Of those
 * who are there changes what the table has a column for: a table of names and caps clears no introduction.
 */
async function importCounsellors(
  scope: Scope,
  actor: Actor,
  { text, dryRun }: TableFile,
): Promise<TableImport> {
  const { stores, now, parts } = scope;
  const mayAdd = can(actor, 'staff.add', { kind: 'staff' }, 'administration');
  const counsellors = namesOf(await counsellorsOf(scope));
  const taken = new Set((await stores.staff.list()).map(({ name }) => name.normalize('NFC')));
  const { items, faults, ignored } = readCounsellors(text, { counsellors, taken, mayAdd });
  if (faults.length > 0) return { ok: false, code: 'faults', faults, ignored };
  const profiles = new Map((await stores.availability.profiles()).map((one) => [one.staffId, one]));
  const lines: string[] = [];
  let [added, changed] = [0, 0];
  for (const { name, staffId, profile, given } of items) {
    const id = staffId ?? parts.newId();
    const before = profiles.get(id) ?? emptyProfile(id);
    const after = takeOver(before, profile, given);
    const changes = changesOf(before, after);
    if (staffId === null) added += 1;
    else if (changes.length === 0) continue;
    else changed += 1;
    lines.push(staffId === null ? `${name}（新）` : `${name}：${changes.map(sayChange).join('；')}`);
    if (dryRun) continue;
    if (staffId === null) {
      const made = await stores.staff.add({ id, name, roles: ['counsellor'], sample: false, now });
      if (!made.ok) throw new Error('the name was free a moment ago');
    }
    await stores.availability.saveProfile(after, byOf(actor), now);
  }
  if (!dryRun) await stores.tellChange('appointments', 'staff');
  return { ok: true, added, changed, known: items.length - added, roomGaps: 0, lines, ignored };
}

/** What is longer is not shown whole. */
const SHOWN_LENGTH = 30;

/** 每日上限 4 → 6；清空简介 */
function sayChange({ field, before, after }: ProfileChange): string {
  const name = COUNSELLOR_COLUMNS.find(({ key }) => key === field)?.names[0] ?? field;
  const shown = (text: string): string =>
    text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
  if (after === null) return `清空${name}（原来是 ${shown(before ?? '')}）`;
  return before === null ? `${name}填上 ${shown(after)}` : `${name} ${shown(before)} → ${shown(after)}`;
}

/** Rules that stand already are known; one of which the table says something else ends, and what it says stands instead. */
async function importRules(scope: Scope, actor: Actor, { text, dryRun }: TableFile): Promise<TableImport> {
  const { stores, now, parts } = scope;
  const { availability } = stores;
  const counsellors = await counsellorsOf(scope);
  const rooms = (await availability.rooms()).filter(({ retired }) => !retired);
  const names = { staff: namesOf(counsellors), rooms: namesOf(rooms), newId: parts.newId, now };
  const { items, faults, ignored } = readRules(text, names);
  if (faults.length > 0) return { ok: false, code: 'faults', faults, ignored };
  const { fresh, changed, known } = planRules(items, await availability.rules(localDateOf(now)));
  if (!dryRun) {
    for (const { old } of changed) await availability.endRule(old.id, now);
    for (const rule of [...fresh, ...changed.map((one) => one.rule)])
      await availability.addRule(rule, byOf(actor), now);
    await stores.tellChange('appointments');
  }
  const nameOf = new Map(counsellors.map(({ id, name }) => [id, name]));
  const { calendar } = await stores.rota.read(now);
  let roomGaps = 0;
  const sayRule = (rule: NewAvailabilityRule): string => {
    const room = rooms.find(({ id }) => id === rule.roomId);
    const gap = findRoomGap(rule, room, calendar);
    if (gap !== null) roomGaps += 1;
    const words = [nameOf.get(rule.staffId) ?? '', sayRuleHours(rule)];
    return [...words, ...(gap === null ? [] : [sayRoomGap(gap)])].join(' · ');
  };
  const lines = [
    ...fresh.map(sayRule),
    ...changed.map(({ rule, changes }) => `${sayRule(rule)}：${changes.map(sayRuleChange).join('；')}`),
  ];
  return { ok: true, roomGaps, added: fresh.length, changed: changed.length, known, lines, ignored };
}

/** 第 3 行第 5 列，每次分钟 50 → 45 */
const sayRuleChange = ({ line, column, name, before, after }: RuleChange): string =>
  `第 ${line} 行第 ${column} 列，${name} ${before} → ${after}`;
