import type { TeachingWeeks } from './teaching-weeks.ts';

/** A half-open stretch of time: `startAt` belongs to it, `endAt` does not. */
export type TimeRange = { readonly startAt: Date; readonly endAt: Date };

export const MEETING_MODES = ['on-site', 'online'] as const;
export type MeetingMode = (typeof MEETING_MODES)[number];

/** Where people meet; online there is no room. */
export type Place = {
  readonly roomId: string | null;
  readonly room: string | null;
  readonly campus: string | null;
  readonly mode: MeetingMode;
};

/** How long a time is held in a hand-off, unless the centre says otherwise, in minutes. */
export const HAND_OFF_HOLD_MINUTES = 30;

/** `urgent`: kept for hand-offs of the same day. */
export const HELD_BACK = ['none', 'urgent'] as const;
export type HeldBack = (typeof HELD_BACK)[number];

/**
 * An availability rule with the names that people read. Minutes are of the day in Asia/Shanghai, weekday 1 is
 * Monday, dates are `YYYY-MM-DD` and both belong to the time of validity.
 */
export type Opening = Place & {
  readonly staffId: string;
  readonly counsellor: string;
  readonly weekday: number;
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly sessionMinutes: number;
  /** Minutes before and after each session in which the counsellor has no other one. */
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  readonly weeks: TeachingWeeks;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly heldBack: HeldBack;
  /** Opened for one day on purpose: on a holiday too, and in whichever week. */
  readonly extra: boolean;
};

/** A time that could be booked: computed whenever it is asked for, never stored. */
export type Slot = TimeRange & Place & { readonly staffId: string; readonly counsellor: string };

/** What a slot's id tells without looking anything up; online has no room. */
export type SlotKey = { readonly staffId: string; readonly roomId: string | null; readonly startAt: Date };

/** Stands for no room; no room that is made gets this id. */
const NO_ROOM = '00000000-0000-0000-0000-000000000000';
const UUID_BYTES = 16;
const START_BYTES = 4;
const MINUTE_MS = 60_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SLOT_ID = /^[A-Za-z0-9_-]{48}$/;

/**
 * 48 url-safe characters, so that it fits a Telegram button (64 bytes). It names counsellor, room and minute and
 * says nothing about whether the slot is free.
 * @throws RangeError for an id that is no UUID in lower case, or a start that is not on a minute
 */
export function slotId(slot: SlotKey): string {
  const minute = slot.startAt.getTime() / MINUTE_MS;
  if (!Number.isInteger(minute)) throw new RangeError('a slot starts on a minute');
  const bytes = Buffer.alloc(2 * UUID_BYTES + START_BYTES);
  bytes.set(bytesOfUuid(slot.staffId), 0);
  bytes.set(bytesOfUuid(slot.roomId ?? NO_ROOM), UUID_BYTES);
  bytes.writeUInt32BE(minute, 2 * UUID_BYTES);
  return bytes.toString('base64url');
}

/** Null for whatever {@link slotId} does not make; it comes from outside. */
export function parseSlotId(id: string): SlotKey | null {
  if (!SLOT_ID.test(id)) return null;
  const bytes = Buffer.from(id, 'base64url');
  const roomId = uuidOfBytes(bytes.subarray(UUID_BYTES, 2 * UUID_BYTES));
  return {
    staffId: uuidOfBytes(bytes.subarray(0, UUID_BYTES)),
    roomId: roomId === NO_ROOM ? null : roomId,
    startAt: new Date(bytes.readUInt32BE(2 * UUID_BYTES) * MINUTE_MS),
  };
}

function bytesOfUuid(id: string): Buffer {
  if (!UUID.test(id)) throw new RangeError('a slot names counsellor and room by UUID');
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

function uuidOfBytes(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
