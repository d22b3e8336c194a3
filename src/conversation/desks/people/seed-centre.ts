import type { StaffRole } from '../../../access/roles.ts';
import type { BookingSetup } from '../../../booking/booking-setup.ts';
import { localDateOf } from '../../../booking/local-day.ts';
import type { HeldBack } from '../../../booking/slot.ts';
import { nextFixedDrill } from '../../../handoff/drill/drill-plan.ts';
import type { DrillStore } from '../../../handoff/drill/drill-store.ts';
import { type FileRota, planFile, writeFileRota } from '../../../handoff/rota/file-rota.ts';
import type { RotaStore } from '../../../handoff/rota-store.ts';
import type { StaffStore } from '../../../people/staff-store.ts';

/** What an empty database begins with, as the centre's file says. */
export type FirstCentre = {
  readonly sample: boolean;
  readonly people: readonly { readonly name: string; readonly roles: readonly StaffRole[] }[];
  readonly rooms: readonly { readonly name: string; readonly campus: string | null }[];
  /** When drills are held; null for never. */
  readonly drill: { readonly weekday: number; readonly minute: number } | null;
  readonly rota: FileRota['rota'];
  /** Members by name. */
  readonly rotations: FileRota['rotations'];
  readonly availability: readonly {
    readonly name: string;
    /** Null online. */
    readonly room: string | null;
    readonly weekdays: readonly number[];
    readonly fromMinute: number;
    readonly toMinute: number;
    readonly sessionMinutes: number;
    readonly bufferBeforeMinutes: number;
    readonly bufferAfterMinutes: number;
    readonly heldBack: HeldBack;
  }[];
};

export type SetupStores = {
  readonly staff: StaffStore;
  readonly booking: BookingSetup;
  readonly rota: Pick<RotaStore, 'add' | 'takenFile' | 'takeFile'>;
  readonly drills: Pick<DrillStore, 'savePlan'>;
};

export const FIRST_ADMINISTRATOR = '系统管理员';

/** Fills an empty centre; where there is anybody already, only what the file says of shifts is noted, once. */
export async function seedCentre(
  stores: SetupStores,
  centre: FirstCentre,
  newId: () => string,
  now: Date,
): Promise<void> {
  if ((await stores.rota.takenFile()) === null) await stores.rota.takeFile(writeFileRota(centre), now);
  if ((await stores.staff.list()).length > 0) return;
  const { sample } = centre;
  await stores.staff.add({
    id: newId(),
    name: FIRST_ADMINISTRATOR,
    roles: ['administrator'],
    sample: false,
    now,
  });
  const staffIds = new Map<string, string>();
  for (const { name, roles } of centre.people) {
    const added = await stores.staff.add({ id: newId(), name, roles, sample, now });
    if (added.ok) staffIds.set(name, added.value.id);
  }
  const roomIds = new Map<string, string>();
  for (const room of centre.rooms) {
    roomIds.set(room.name, await stores.booking.addRoom({ id: newId(), ...room, sample }));
  }
  for (const rule of planFile(centre, [], staffIds, newId).add) await stores.rota.add(rule, null, now);
  if (centre.drill !== null) {
    const { weekday, minute } = centre.drill;
    const chosen = { kind: 'fixed', weekday, minute, withDesk: false, withGroups: false } as const;
    await stores.drills.savePlan({ ...chosen, nextAt: nextFixedDrill(weekday, minute, now) }, null, now);
  }
  const validFrom = localDateOf(now);
  for (const { name, room, weekdays, ...rule } of centre.availability) {
    const roomId = room === null ? null : known(roomIds, room);
    const mode = room === null ? ('online' as const) : ('on-site' as const);
    const place = { staffId: known(staffIds, name), roomId, mode, validFrom, validTo: null };
    for (const weekday of weekdays) {
      await stores.booking.addAvailabilityRule({ id: newId(), ...place, weekday, ...rule, sample });
    }
  }
}

function known(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error('config/centre.yaml was not checked');
  return id;
}
