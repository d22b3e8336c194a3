import { type Actor, can } from '../../../access/can.ts';
import type { Leave, Room } from '../../../booking/availability-store.ts';
import type { NewAvailabilityRule } from '../../../booking/booking-setup.ts';
import { emptyProfile, readProfile } from '../../../booking/counsellor-profile.ts';
import { localDateOf } from '../../../booking/local-day.ts';
import { readLeave, readRule } from '../../../booking/read-availability.ts';
import { readRoom } from '../../../booking/read-room.ts';
import { findRoomGap, type RoomGap } from '../../../booking/room-gaps.ts';
import type { Calendar } from '../../../core/calendar.ts';
import { tellChanged } from '../../activities/tell-activity.ts';
import { ledWhileAway, seesActivities, tellDeskOfLed } from '../../changes/led-dates.ts';
import { countStrandedIn } from '../../changes/stranded-times.ts';
import { lockMet, takeBackAbsence } from '../../changes/take-back-absence.ts';
import { tellPlace } from '../../changes/tell-place.ts';
import { linkToChanges, tellDesk } from '../../changes/tell-staff.ts';
import { type ConversationParts, inScope, type Scope } from '../../scope.ts';
import { byOf } from '../../staff/change-rota.ts';
import { counsellorsOf, permitsAvailability } from '../../staff/permits-availability.ts';
import type {
  AvailabilityDesk,
  AvailabilityView,
  CounsellorView,
  SaveLeave,
  SaveProfile,
  SaveRoom,
  SaveRule,
} from './availability-desk.ts';
import { importTable } from './availability-files.ts';

export const createAvailabilityDesk = (parts: ConversationParts): AvailabilityDesk => ({
  view: (actor) => inScope(parts, (scope) => viewAvailability(scope, actor)),
  saveRule: (actor, newId, oldId, text) =>
    inScope(parts, (scope) => saveRule(scope, actor, { newId, oldId }, text)),
  endRule: (actor, id) =>
    inScope(parts, async (scope) => {
      const { availability } = scope.stores;
      const rule = (await availability.rules(localDateOf(scope.now))).find((one) => one.id === id);
      if (!(await permitsAvailability(scope, actor, 'availability.change', rule?.staffId ?? null)))
        return false;
      return told(scope, rule !== undefined && (await availability.endRule(id, scope.now)));
    }),
  addLeave: (actor, id, text) => inScope(parts, (scope) => addLeave(scope, actor, id, text)),
  endLeave: (actor, id) =>
    inScope(parts, async (scope) => {
      const { availability } = scope.stores;
      const leave = (await availability.leaves(scope.now)).find((one) => one.id === id);
      if (!(await permitsAvailability(scope, actor, 'availability.change', leave?.staffId ?? null)))
        return false;
      if (leave === undefined) return false;
      await lockMet(scope, id);
      const ended = await availability.endLeave(id, scope.now);
      if (ended) await takeBackAbsence(scope, id);
      return told(scope, ended);
    }),
  saveRoom: (actor, id, text) => inScope(parts, (scope) => saveRoom(scope, actor, id, text)),
  saveProfile: (actor, staffId, text) => inScope(parts, (scope) => saveProfile(scope, actor, staffId, text)),
  import: (actor, kind, text, dryRun) =>
    inScope(parts, (scope) => importTable(scope, actor, { kind, text, dryRun })),
});

/** Tells open pages of the calendar where something changed. */
async function told(scope: Scope, changed: boolean): Promise<boolean> {
  if (changed) await scope.stores.tellChange('appointments');
  return changed;
}

async function viewAvailability(scope: Scope, actor: Actor): Promise<AvailabilityView | null> {
  if (!(await permitsAvailability(scope, actor, 'availability.see', null))) return null;
  const { stores, now, centre } = scope;
  const mayChange = (ownerId: string | null) =>
    can(actor, 'availability.change', { kind: 'availability', ownerId }, 'administration');
  const mayArrange = can(
    actor,
    'availability.arrange',
    { kind: 'availability', ownerId: null },
    'administration',
  );
  const rules = await stores.availability.rules(localDateOf(now));
  const leaves = await stores.availability.leaves(now);
  const profiles = new Map((await stores.availability.profiles()).map((one) => [one.staffId, one]));
  const { calendar } = await stores.rota.read(now);
  const rooms = await stores.availability.rooms();
  const counsellors: CounsellorView[] = [];
  for (const { id, name } of await counsellorsOf(scope)) {
    if (!mayArrange && !mayChange(id)) continue;
    const own = leaves.filter(({ staffId }) => staffId === id);
    const counts = mayCount(actor, id);
    counsellors.push({
      staffId: id,
      name,
      profile: profiles.get(id) ?? emptyProfile(id),
      rules: rules
        .filter(({ staffId }) => staffId === id)
        .map((rule) => ({ ...rule, roomGap: gapOf(rule, rooms, calendar) })),
      leaves: await Promise.all(
        own.map(async (leave) => ({
          ...leave,
          booked: counts ? await countBooked(scope, leave) : null,
          led: seesActivities(actor) ? await ledWhileAway(scope, leave) : [],
        })),
      ),
      showsAppointments: can(
        actor,
        'appointments.see-changes',
        { kind: 'appointments', counsellorId: id },
        'administration',
      ),
      mayTell: can(
        actor,
        'appointments.close-day',
        { kind: 'appointments', counsellorId: id },
        'administration',
      ),
      mayChange: mayChange(id),
    });
  }
  return {
    now,
    counsellors,
    rooms,
    caps: centre.booking.caps,
    sampleCalendar: calendar.sample,
    mayArrange,
  };
}

const gapOf = (rule: NewAvailabilityRule, rooms: readonly Room[], calendar: Calendar): RoomGap | null =>
  findRoomGap(
    rule,
    rooms.find(({ id }) => id === rule.roomId),
    calendar,
  );

/** @param counsellorId left out: of anybody's appointments */
const mayCount = (actor: Actor, counsellorId?: string): boolean =>
  can(
    actor,
    'appointments.count',
    { kind: 'appointments', ...(counsellorId === undefined ? {} : { counsellorId }) },
    'administration',
  );

/** Appointments that stay as they are although the counsellor is away, and nobody has told their students. */
async function countBooked({ stores, now }: Scope, { staffId, startAt, endAt }: Leave): Promise<number> {
  const from = startAt > now ? startAt : now;
  return from < endAt ? (await stores.changeOffers.toTell(staffId, from, endAt, now)).length : 0;
}

async function contextOf(scope: Scope, id: string) {
  const rooms = await scope.stores.availability.rooms();
  return {
    id,
    staffIds: new Set((await counsellorsOf(scope)).map((one) => one.id)),
    roomIds: new Set(rooms.filter(({ retired }) => !retired).map((room) => room.id)),
    now: scope.now,
  };
}

async function saveRule(
  scope: Scope,
  actor: Actor,
  { newId, oldId }: { readonly newId: string; readonly oldId: string | null },
  text: Parameters<AvailabilityDesk['saveRule']>[3],
): Promise<SaveRule> {
  const { availability } = scope.stores;
  const standing = await availability.rules(localDateOf(scope.now));
  const old = standing.find(({ id }) => id === oldId);
  const mine = await permitsAvailability(scope, actor, 'availability.change', text.staffId || null);
  if (!mine) return { ok: false, code: 'forbidden' };
  if (old !== undefined && old.staffId !== text.staffId) {
    const theirs = await permitsAvailability(scope, actor, 'availability.change', old.staffId);
    if (!theirs) return { ok: false, code: 'forbidden' };
  }
  const read = readRule(text, await contextOf(scope, newId));
  if (!read.ok) return { ok: false, code: 'wrong', problems: read.problems };
  const { calendar } = await scope.stores.rota.read(scope.now);
  const roomGap = gapOf(read.value, await availability.rooms(), calendar);
  if (standing.some(({ id }) => id === newId)) return { ok: true, booked: 0, roomGap };
  if (oldId !== null && !(await availability.endRule(oldId, scope.now))) return { ok: false, code: 'stale' };
  await availability.addRule(read.value, byOf(actor), scope.now);
  await told(scope, true);
  return { ok: true, booked: 0, roomGap };
}

async function addLeave(
  scope: Scope,
  actor: Actor,
  id: string,
  text: Parameters<AvailabilityDesk['addLeave']>[2],
): Promise<SaveLeave> {
  if (!(await permitsAvailability(scope, actor, 'availability.change', text.staffId || null)))
    return { ok: false, code: 'forbidden' };
  const read = readLeave(text, await contextOf(scope, id));
  if (!read.ok) return { ok: false, code: 'wrong', problems: read.problems };
  await scope.stores.availability.addLeave(read.value, byOf(actor), scope.now);
  await told(scope, true);
  const booked = await countBooked(scope, read.value);
  if (booked > 0) await tellDeskOfLeave(scope, actor, id);
  await tellDeskOfLed(scope, actor, id, read.value);
  return { ok: true, booked: mayCount(actor, read.value.staffId) ? booked : 0 };
}

/** Students would come to a closed door; whoever sits at the desk reads so on the page that they have open. */
async function tellDeskOfLeave(scope: Scope, actor: Actor, leaveId: string): Promise<void> {
  if (actor.kind === 'staff' && actor.roles.includes('staff')) return;
  const link = linkToChanges(scope);
  await tellDesk(scope, `leave-over-booked:${leaveId}`, (texts) => texts('change.inLeave', { link }));
}

async function saveRoom(
  scope: Scope,
  actor: Actor,
  id: string,
  text: Parameters<AvailabilityDesk['saveRoom']>[2],
): Promise<SaveRoom> {
  if (!(await permitsAvailability(scope, actor, 'availability.arrange', null)))
    return { ok: false, code: 'forbidden' };
  const read = readRoom(id, text);
  if (!read.ok) return { ok: false, code: 'wrong', problems: read.problems };
  const before = await countStrandedIn(scope, id);
  const room = (await scope.stores.availability.rooms()).find((one) => one.id === id);
  const renamed = await scope.stores.availability.saveRoom(read.value, scope.now);
  if (renamed === null)
    return { ok: false, code: 'wrong', problems: [{ field: 'name', code: 'name-taken' }] };
  for (const activityId of renamed) {
    const activity = await scope.stores.activities.byId(activityId);
    if (activity !== null) await tellChanged(scope, activity, activity);
  }
  await tellPlace(scope, room, read.value);
  await scope.stores.tellChange('appointments', 'activities');
  const booked = await countStrandedIn(scope, id);
  if (booked > before) await tellDeskOfRoom(scope, actor, id);
  return { ok: true, booked: mayCount(actor) ? booked : 0 };
}

/** As with leave; the same room on the same day is one piece of news. */
async function tellDeskOfRoom(scope: Scope, actor: Actor, roomId: string): Promise<void> {
  if (actor.kind === 'staff' && actor.roles.includes('staff')) return;
  const link = linkToChanges(scope);
  const key = `room-over-booked:${roomId}:${localDateOf(scope.now)}`;
  await tellDesk(scope, key, (texts) => texts('change.stranded', { link }));
}

async function saveProfile(
  scope: Scope,
  actor: Actor,
  staffId: string,
  text: Parameters<AvailabilityDesk['saveProfile']>[2],
): Promise<SaveProfile> {
  const there = (await counsellorsOf(scope)).some(({ id }) => id === staffId);
  if (!(await permitsAvailability(scope, actor, 'availability.change', there ? staffId : null)))
    return { ok: false, code: 'forbidden' };
  if (!there) return { ok: false, code: 'stale' };
  const read = readProfile(staffId, text);
  if (!read.ok) return { ok: false, code: 'wrong', problems: read.problems };
  await scope.stores.availability.saveProfile(read.value, byOf(actor), scope.now);
  await told(scope, true);
  return { ok: true, booked: 0 };
}
