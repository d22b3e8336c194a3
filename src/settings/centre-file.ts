import { z } from 'zod';
import { isStaffRole, type StaffRole } from '../access/roles.ts';

const time = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$/, 'a time such as 09:30');
const weekdays = z.array(z.int().min(1).max(7)).min(1);
const role = z
  .string()
  .refine(isStaffRole, 'a role of the program')
  .transform((text) => text as StaffRole);

const period = { weekdays, from: time, to: time };
const ordered = (value: { from: string; to: string }): boolean => value.from < value.to;
const order = { message: 'from before to', path: ['to'] };

/** `config/centre.yaml`. */
export const centreSchema = z
  .strictObject({
    sample: z.boolean(),
    name: z.string().min(1),
    relay: z.strictObject({ messenger: z.boolean() }),
    booking: z.strictObject({
      daysAhead: z.int().min(1).max(120),
      holdMinutes: z.int().min(1).max(60),
      firstVisitHoldMinutes: z.int().min(1).max(120),
      leastNoticeMinutes: z.int().min(0),
      noticePeriodMinutes: z.int().min(0),
      upcomingLimit: z.int().min(1),
    }),
    people: z.array(z.strictObject({ name: z.string().min(1).max(40), roles: z.array(role).min(1) })),
    rooms: z.array(z.string().min(1)),
    rota: z.array(
      z
        .strictObject({ name: z.string(), duty: z.enum(['duty', 'backup']), ...period })
        .refine(ordered, order),
    ),
    availability: z.array(
      z
        .strictObject({
          name: z.string(),
          room: z.string(),
          ...period,
          sessionMinutes: z.int().min(15).max(180),
        })
        .refine(ordered, order),
    ),
  })
  .superRefine((centre, context) => {
    const names = new Set(centre.people.map((one) => one.name));
    const rooms = new Set(centre.rooms);
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
    centre.availability.forEach((row, index) => {
      if (rooms.has(row.room)) return;
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
