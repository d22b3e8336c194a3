import type { RosterDetail, RosterPerson } from '../../people/roster-file.ts';
import type { RosterColumnChange, RosterComparison } from '../../people/roster-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { MAILBOX_PLACE, numberHash, PHONE_PLACE, personHash } from './person-hash.ts';

type Column = RosterColumnChange['column'];
type Tally = {
  known(): void;
  /** Nothing is the empty text. */
  count(column: Column, before: string, after: string): void;
  read(): RosterComparison;
};

export function createRosterTally(): Tally {
  let known = 0;
  const columns = new Map<Column, { filled: number; changed: number; cleared: number }>();
  return {
    known() {
      known += 1;
    },
    count(column, before, after) {
      if (before === after) return;
      const counts = columns.get(column) ?? { filled: 0, changed: 0, cleared: 0 };
      columns.set(column, counts);
      counts[before === '' ? 'filled' : after === '' ? 'cleared' : 'changed'] += 1;
    },
    read: () => ({ known, columns: [...columns].map(([column, counts]) => ({ column, ...counts })) }),
  };
}

type Compared = {
  readonly people: readonly RosterPerson[];
  readonly details: readonly RosterDetail[];
  readonly tally: Tally;
};

/** Counts what a table would change of those who are there. Sealed values are opened one by one and counted alone. */
export async function compareRoster(
  session: Session,
  { vault, unwrap }: KeyRing,
  { people, details, tally }: Compared,
): Promise<void> {
  const byHash = new Map(people.map((person) => [numberHash(vault, person.number).toString('hex'), person]));
  const rows = await session
    .selectFrom('roster_entry')
    .innerJoin('data_key', 'data_key.id', 'roster_entry.data_key_id')
    .select([
      'roster_entry.id',
      'number_hash',
      'person_hash',
      'mailbox_sealed',
      'phone_sealed',
      'college',
      'grade',
      'data_key.id as key_id',
      'kid',
      'wrapped',
    ])
    .where(
      'number_hash',
      'in',
      [...byHash.keys()].map((hash) => Buffer.from(hash, 'hex')),
    )
    .execute();
  for (const row of rows) {
    const person = byHash.get(row.number_hash.toString('hex'));
    if (person === undefined) continue;
    const key = unwrap({ id: row.key_id, kid: row.kid, wrapped: row.wrapped });
    const open = (table: string, sealed: Buffer | null): string =>
      sealed === null ? '' : vault.open(key, { table, row: row.id }, sealed);
    const before: Readonly<Record<RosterDetail, () => string>> = {
      mailbox: () => open(MAILBOX_PLACE, row.mailbox_sealed),
      phone: () => open(PHONE_PLACE, row.phone_sealed),
      college: () => row.college,
      grade: () => row.grade,
    };
    tally.known();
    const sameName = row.person_hash.equals(
      personHash(vault, { number: person.number, name: person.plainName }),
    );
    if (!sameName) tally.count('name', 'before', 'after');
    for (const detail of details) tally.count(detail, before[detail](), person[detail] ?? '');
  }
}
