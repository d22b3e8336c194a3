import { z } from 'zod';
import { isStaffRole, type StaffRole } from '../access/roles.ts';
import { HAND_OFF_HOLD_MINUTES, HELD_BACK } from '../booking/slot.ts';
import { DAY_KINDS } from '../core/calendar.ts';
import { DUTIES } from '../handoff/rota/rota.ts';

const time = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$/, 'a time such as 09:30');
const weekdays = z.array(z.int().min(1).max(7)).min(1);
const role = z
  .string()
  .refine(isStaffRole, 'a role of the program')
  .transform((text) => text as StaffRole);

/** A time of the day itself, unlike 24:00. */
const clock = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'a time such as 08:00');
const date = z.iso.date('a date such as 2026-11-23');
const weekday = z.int().min(1).max(7);

const rotation = z.strictObject({
  name: z.string().min(1).max(40),
  duty: z.enum(DUTIES),
  members: z.array(z.string()).min(1).max(60),
  periodDays: z.int().min(1).max(366),
  handOver: z.strictObject({ weekday, time: clock }),
  from: clock,
  to: clock,
  days: z.enum(DAY_KINDS).default('all'),
  validFrom: date,
  validTo: date.nullable().default(null),
});

const period = { weekdays, from: time, to: time };
const ordered = (value: { from: string; to: string }): boolean => value.from < value.to;
const order = { message: 'from before to', path: ['to'] };

/** `config/centre.yaml`. */
export const centreSchema = z
  .strictObject({
    sample: z.boolean(),
    name: z.string().min(1),
    relay: z.strictObject({ messenger: z.boolean() }),
    /** When drills are held at first; left out: never. Staff change it in the console. */
    drill: z.strictObject({ weekday, time: clock }).nullable().default(null),
    /** For how long after its end a student gets back to the same case. */
    returning: z.strictObject({ days: z.int().min(1).max(365) }).default({ days: 30 }),
    booking: z.strictObject({
      daysAhead: z.int().min(1).max(120),
      holdMinutes: z.int().min(1).max(60),
      firstVisitHoldMinutes: z.int().min(1).max(120),
      leastNoticeMinutes: z.int().min(0),
      noticePeriodMinutes: z.int().min(0),
      upcomingLimit: z.int().min(1),
      /** In one term; those called off in time do not count. */
      perTermLimit: z.int().min(1).nullable().default(null),
      missedLimit: z.int().min(1).default(2),
      daysAheadAfterMissed: z.int().min(1).max(120).default(7),
      /** Sessions of a counsellor a day and a week, unless their profile says otherwise; null is no limit. */
      caps: z
        .strictObject({
          daily: z.int().min(1).max(20).nullable(),
          weekly: z.int().min(1).max(80).nullable(),
        })
        .default({ daily: null, weekly: null }),
      /** Of rules that are held back: how many slots a day keeps for hand-offs, and how soon they may start. */
      urgent: z
        .strictObject({
          perDay: z.int().min(0).max(20),
          leastNoticeMinutes: z.int().min(0).max(1440),
          holdMinutes: z.int().min(1).max(240).default(HAND_OFF_HOLD_MINUTES),
        })
        .default({ perDay: 2, leastNoticeMinutes: 30, holdMinutes: HAND_OFF_HOLD_MINUTES }),
    }),
    /** What the centre says by itself around an appointment. */
    reminders: z
      .strictObject({
        dayBefore: z.boolean().default(true),
        hourBefore: z.boolean().default(true),
        nameCounsellor: z.boolean().default(false),
        daySheetAt: clock.nullable().default('07:30'),
        offerHours: z.int().min(1).max(336).default(24),
        offerReminderHours: z.int().min(1).max(72).default(4),
      })
      .prefault({}),
    /** What somebody needs before a first appointment. */
    firstVisit: z
      .strictObject({
        consent: z.boolean(),
        form: z.boolean(),
        /** Whether somebody has to be found in the roster: true, false, or `desk`, when they are there. */
        identity: z.strictObject({ required: z.union([z.boolean(), z.literal('desk')]) }),
      })
      .default({ consent: true, form: true, identity: { required: false } }),
    people: z.array(z.strictObject({ name: z.string().min(1).max(40), roles: z.array(role).min(1) })),
    rooms: z.array(
      z.union([
        z.string().min(1),
        z.strictObject({ name: z.string().min(1).max(60), campus: z.string().min(1).max(40) }),
      ]),
    ),
    rota: z.array(
      z
        .strictObject({
          name: z.string(),
          duty: z.enum(DUTIES),
          ...period,
          days: z.enum(DAY_KINDS).default('all'),
        })
        .refine(ordered, order),
    ),
    rotations: z.array(rotation).default([]),
    availability: z.array(
      z
        .strictObject({
          name: z.string(),
          /** Left out: online. */
          room: z.string().nullable().default(null),
          ...period,
          sessionMinutes: z.int().min(15).max(180),
          bufferBeforeMinutes: z.int().min(0).max(60).default(0),
          bufferAfterMinutes: z.int().min(0).max(60).default(0),
          heldBack: z.enum(HELD_BACK).default('none'),
        })
        .refine(ordered, order),
    ),
  })
  .superRefine((centre, context) => {
    const names = new Set(centre.people.map((one) => one.name));
    const rooms = new Set(centre.rooms.map((room) => (typeof room === 'string' ? room : room.name)));
    for (const list of ['rota', 'availability'] as const) {
      centre[list].forEach((row, index) => {
        if (names.has(row.name)) return;
        context.addIssue({
          code: 'custom',
          path: [list, index, 'name'],
          message: 'a name listed under people',
        });
      });
    }
    centre.rotations.forEach(({ members }, index) => {
      members.forEach((member, place) => {
        if (names.has(member)) return;
        context.addIssue({
          code: 'custom',
          path: ['rotations', index, 'members', place],
          message: 'a name listed under people',
        });
      });
    });
    centre.availability.forEach((row, index) => {
      if (row.room === null || rooms.has(row.room)) return;
      context.addIssue({
        code: 'custom',
        path: ['availability', index, 'room'],
        message: 'a room listed under rooms',
      });
    });
  });

export type CentreFile = z.infer<typeof centreSchema>;

/** Minutes of the day of a time such as 09:30. */
export function minuteOfDay(text: string): number {
  const [hours, minutes] = text.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}
