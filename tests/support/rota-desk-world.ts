import { randomUUID } from 'node:crypto';
import { createRotaDesk } from '../../src/conversation/desks/duty/rota-office.ts';
import { OPERATOR } from '../../src/conversation/desks/people/staff-office.ts';
import { BLANK_FIELDS } from '../../src/handoff/rota/read-rule.ts';
import type { World } from './world.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** 2026-11-23T08:00 on the centre's clock, of a whole minute. */
export const local = (at: Date): string => new Date(at.getTime() + 8 * HOUR).toISOString().slice(0, 16);

/** What stories about the rota do in it. */
export function rotaIn(world: World) {
  const now = (): Promise<Date> => world.office.transactions.read((stores) => stores.now());
  const desk = createRotaDesk(world.office);
  const idOf = async (name: string): Promise<string> => {
    const [row] = await world.database.sql<{ id: string }>(
      'select id from xinqiao.staff_member where name = $1',
      [name],
    );
    return row?.id ?? '';
  };
  return {
    desk,
    idOf,
    now,
    /** The next whole minute, so that times can be written in forms. */
    soon: async (): Promise<Date> => new Date(Math.ceil((await now()).getTime() / MINUTE) * MINUTE),
    actorOf: async (name: string) => ({
      kind: 'staff' as const,
      staffId: await idOf(name),
      roles: ['counsellor'] as const,
    }),
    /** Takes the sample people off the rota, so that only the story's are on. */
    clearSample: () => world.database.sql('update xinqiao.rota_shift set ended_at = xinqiao.app_now()'),
    /** A single shift; whoever is put on it is told. */
    async schedule(name: string, startsAt: Date, endsAt: Date, duty = 'duty'): Promise<void> {
      const times = { startsAt: local(startsAt), endsAt: local(endsAt) };
      const fields = { ...BLANK_FIELDS, kind: 'single' as const, duty, staffId: await idOf(name), ...times };
      const added = await desk.add(OPERATOR, randomUUID(), fields);
      if (!added.ok) throw new Error(added.code);
    },
    onCall: async (): Promise<readonly string[]> =>
      ((await desk.view(OPERATOR))?.duty.now ?? []).map(({ name }) => name),
  };
}
