import type { StaffRow } from '../../people/staff-desk.ts';
import type { ConsoleParts } from '../parts.ts';
import { type ConsoleContext, idOf } from '../route.ts';

/** The person whose page this is, as far as the viewer may list people; null looks like absent. */
export async function findMember(c: ConsoleContext, parts: ConsoleParts): Promise<StaffRow | null> {
  const id = idOf(c);
  const rows = id === null ? null : await parts.staff.list(c.get('actor'));
  return rows?.find((row) => row.id === id) ?? null;
}
