import { type Actor, can } from '../../../access/can.ts';
import {
  type FilePlan,
  type FileRota,
  keyOfRule,
  planFile,
  writeFileRota,
} from '../../../handoff/rota/file-rota.ts';
import { type ConversationParts, inScope, type Scope } from '../../scope.ts';
import { byOf, permitsRota } from '../../staff/change-rota.ts';
import { changeRotaAndTell } from '../../staff/tell-rota-changes.ts';

export type RotaFileView = {
  /** The file says something else than when it was taken over last. */
  readonly changed: boolean;
  readonly plan: FilePlan;
  /** Names of everybody whom the plan is about, also of those who have left. */
  readonly names: ReadonlyMap<string, string>;
  /** Stands for what is shown: what is agreed to is this and nothing else. */
  readonly seen: string;
};

export type TakeFile =
  | { readonly ok: true; readonly added: number; readonly ended: number }
  | { readonly ok: false; readonly code: 'forbidden' | 'stale' }
  | { readonly ok: false; readonly code: 'unknown'; readonly names: readonly string[] };

/** The shifts of `config/centre.yaml`, which an empty database begins with, once a database is there; audited here. */
export interface RotaFileDesk {
  /** Whether to look at the file; asked for every page of the rota, so that it is not audited. Null looks like absent. */
  changed(actor: Actor): Promise<boolean | null>;
  view(actor: Actor): Promise<RotaFileView | null>;
  /**
   * Ends the weekly shifts and rotations that the file does not have, and adds those that it has; or, with `keep`, leaves
   * the rota as it is and says no more of this file.
   * @param seen of the view that was agreed to; null for whatever is true now
   */
  take(actor: Actor, how: 'take' | 'keep', seen: string | null): Promise<TakeFile>;
}

export const createRotaFileDesk = (parts: ConversationParts, file: FileRota): RotaFileDesk => ({
  changed: (actor) =>
    inScope(parts, async ({ stores }) =>
      can(actor, 'rota.change', { kind: 'rota' }, 'administration')
        ? (await stores.rota.takenFile()) !== writeFileRota(file)
        : null,
    ),
  view: (actor) =>
    inScope(parts, async (scope) =>
      (await permitsRota(scope, actor, 'rota.change')) ? viewFile(scope, file) : null,
    ),
  take: (actor, how, seen) =>
    inScope(parts, async (scope): Promise<TakeFile> => {
      if (!(await permitsRota(scope, actor, 'rota.change'))) return { ok: false, code: 'forbidden' };
      const { plan, seen: now } = await viewFile(scope, file);
      if (seen !== null && seen !== now) return { ok: false, code: 'stale' };
      if (how === 'take') {
        if (plan.unknown.length > 0) return { ok: false, code: 'unknown', names: plan.unknown };
        await changeRotaAndTell(scope, actor, () => follow(scope, actor, plan));
      }
      await scope.stores.rota.takeFile(writeFileRota(file), scope.now);
      await scope.stores.tellChange('part');
      const done = how === 'take' ? plan : { add: [], end: [] };
      return { ok: true, added: done.add.length, ended: done.end.length };
    }),
});

async function follow({ stores, now }: Scope, actor: Actor, { add, end }: FilePlan): Promise<void> {
  for (const { id } of end) await stores.rota.end(id, byOf(actor), now);
  for (const rule of add) await stores.rota.add(rule, byOf(actor), now);
}

async function viewFile({ stores, now, parts }: Scope, file: FileRota): Promise<RotaFileView> {
  const members = await stores.staff.list();
  const present = members.filter(({ disabledAt }) => disabledAt === null);
  const staff = new Map(present.map(({ id, name }) => [name, id]));
  const { rules } = await stores.rota.read(now);
  const plan = planFile(file, rules, staff, parts.newId);
  const body = writeFileRota(file);
  const ended = plan.end.map(({ id }) => id).sort();
  const added = plan.add.map(keyOfRule).sort();
  return {
    changed: (await stores.rota.takenFile()) !== body,
    plan,
    names: new Map(members.map(({ id, name }) => [id, name])),
    seen: seal(JSON.stringify([body, ended, added, plan.unknown])),
  };
}

/** Short enough for a form; nobody gains anything by another text with the same one. */
function seal(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const character of text) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(character.codePointAt(0) ?? 0)) * 0x100000001b3n);
  }
  return hash.toString(36);
}
