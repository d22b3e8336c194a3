import { nameActor } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import type { Action } from '../../../access/role-table.ts';
import type { WaitingRow } from '../../../booking/waiting-list/waiting-list-store.ts';
import { wishOptionsOf, withinReach } from '../../../booking/waiting-list/within-reach.ts';
import { say } from '../../../core/message.ts';
import { audit, type ConversationParts, contentAt, inScope, type Scope, utter } from '../../scope.ts';
import { menu } from '../../student/cards.ts';
import { WAITING_WAKE } from '../../waiting-list/waiting-wake.ts';

/** A row as the viewer may see it: `topic` and the reason only for those who decide about care. */
export type SeenWaitingRow = WaitingRow & { readonly counsellor: string | null };

export type WaitingListView = {
  readonly now: Date;
  readonly rows: readonly SeenWaitingRow[];
  readonly mayMarkUrgent: boolean;
  readonly mayRemove: boolean;
};

type Decided = 'done' | 'no-reason' | 'absent';

/** The waiting list in the console; authorised and audited here. Null looks like absent. */
export interface WaitingListDesk {
  view(actor: Actor): Promise<WaitingListView | null>;
  /** Urgent goes first, by a decision of staff with its reason; taking it back needs none. */
  setUrgent(actor: Actor, entryId: string, urgent: boolean, reason: string): Promise<Decided>;
  /** Ends somebody's waiting, who is told. */
  remove(actor: Actor, entryId: string, reason: string): Promise<Decided>;
}

type WaitingAction = Extract<Action, `waiting-list.${string}`>;

const mayDo = (actor: Actor, action: WaitingAction): boolean =>
  can(actor, action, { kind: 'waiting-list' }, 'administration');

async function permits(
  scope: Scope,
  actor: Actor,
  action: WaitingAction,
  entryId?: string,
): Promise<boolean> {
  const allowed = mayDo(actor, action);
  const resource = entryId === undefined ? 'waiting-list' : `waiting-list:${entryId}`;
  await audit(scope, { actor: nameActor(actor), action, resource, purpose: 'administration', allowed });
  return allowed;
}

export function createWaitingListDesk(parts: ConversationParts): WaitingListDesk {
  return {
    view: (actor) =>
      inScope(parts, async (scope) => {
        if (!(await permits(scope, actor, 'waiting-list.see'))) return null;
        const { waitingList } = scope.stores;
        const known = await waitingList.counsellors();
        const names = new Map(known.map(({ staffId, name }) => [staffId, name]));
        const rows = (await waitingList.list(scope.now)).map((row) => ({
          ...row,
          wishes: withinReach(row.wishes, wishOptionsOf(known)),
        }));
        const mayMarkUrgent = mayDo(actor, 'waiting-list.urgent');
        return {
          now: scope.now,
          mayMarkUrgent,
          mayRemove: mayDo(actor, 'waiting-list.remove'),
          rows: rows.map((row) => ({
            ...row,
            counsellor:
              row.wishes.counsellorId === null ? null : (names.get(row.wishes.counsellorId) ?? null),
            wishes: mayMarkUrgent ? row.wishes : { ...row.wishes, topic: null },
            urgentReason: mayMarkUrgent ? row.urgentReason : null,
          })),
        };
      }),
    setUrgent: (actor, entryId, urgent, reason) =>
      inScope(parts, async (scope) => {
        const { stores, now } = scope;
        if (!(await permits(scope, actor, 'waiting-list.urgent', entryId)) || actor.kind !== 'staff')
          return 'absent';
        if (urgent && reason === '') return 'no-reason';
        await stores.waitingList.lockForBooking();
        const { staffId } = actor;
        if (!(await stores.waitingList.setUrgent({ entryId, staffId, reason, now, urgent }))) return 'absent';
        await changed(scope);
        return 'done';
      }),
    remove: (actor, entryId, reason) =>
      inScope(parts, async (scope) => {
        const { stores, now } = scope;
        if (!(await permits(scope, actor, 'waiting-list.remove', entryId)) || actor.kind !== 'staff')
          return 'absent';
        if (reason === '') return 'no-reason';
        await stores.waitingList.lockForBooking();
        const removed = await stores.waitingList.remove({ entryId, staffId: actor.staffId, reason, now });
        if (removed === null) return 'absent';
        await tellRemoved(scope, entryId, removed);
        await changed(scope);
        return 'done';
      }),
  };
}

/** Somebody else may be first now. */
async function changed({ stores, after, now }: Scope): Promise<void> {
  await stores.tellChange('waiting-list', 'appointments');
  after.escalations.push({ id: WAITING_WAKE, at: now });
}

/** The reason is for the centre; whoever waited hears that it is over, and where to ask. */
async function tellRemoved(
  scope: Scope,
  entryId: string,
  { addressId, number }: { readonly addressId: string; readonly number: number },
): Promise<void> {
  const content = await contentAt(scope, addressId);
  const text = content.flows('waiting.removed', { number, contact: content.flows('centre.contact') });
  await utter(scope, [
    {
      addressId,
      lane: 'reminder',
      dedupeKey: `waiting-list-removed:${entryId}`,
      message: say(text, menu(content)),
    },
  ]);
}
