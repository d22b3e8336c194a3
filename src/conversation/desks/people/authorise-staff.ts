import { nameActor } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import { type Action, roleTable } from '../../../access/role-table.ts';
import { audit, type ConversationParts, inScope, type Scope } from '../../scope.ts';

type OfficeAction = Extract<Action, `staff.${string}` | `rota.${string}` | `notifiers.${string}`>;

/** Whether this actor may do it; asked and refused alike stand in the audit. */
export async function permits(scope: Scope, actor: Actor, action: OfficeAction): Promise<boolean> {
  const resource = officeResource(action);
  const allowed = can(actor, action, resource, 'administration');
  const entry = {
    actor: nameActor(actor),
    action,
    resource: resource.kind,
    purpose: 'administration' as const,
  };
  await audit(scope, { ...entry, allowed });
  return allowed;
}

function officeResource(action: OfficeAction) {
  const { on } = roleTable[action];
  if (on === 'rota' || on === 'notifiers') return { kind: on } as const;
  return { kind: 'staff' } as const;
}

type Refusal = { readonly ok: false };

class Refused<T> extends Error {
  override readonly name = 'Refused';
  readonly outcome: T;
  constructor(outcome: T) {
    super('refused');
    this.outcome = outcome;
  }
}

/** A refusal takes everything back, so that half a staff member never stays behind. */
export async function inScopeOrRollBack<T extends { readonly ok: true } | Refusal>(
  parts: ConversationParts,
  work: (scope: Scope) => Promise<T>,
): Promise<T> {
  try {
    return await inScope(parts, async (scope) => {
      const outcome = await work(scope);
      if (!outcome.ok) throw new Refused(outcome);
      return outcome;
    });
  } catch (error) {
    if (error instanceof Refused) return error.outcome as T;
    throw error;
  }
}
