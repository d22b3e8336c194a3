import { ROSTER_DETAILS, type RosterDetail, type RosterPerson } from '../../people/roster-file.ts';
import type { RosterStore } from '../../people/roster-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { compareRoster, createRosterTally } from './compare-roster.ts';
import {
  MAILBOX_PLACE,
  NAME_PLACE,
  NUMBER_PLACE,
  numberHash,
  PHONE_PLACE,
  personHash,
} from './person-hash.ts';

/** Rows of one statement. */
const BATCH = 500;

export function createPostgresRosterStore(session: Session, keys: KeyRing, newId: () => string): RosterStore {
  const { vault } = keys;

  /** Those who are there keep their row and its key. */
  const known = async (hashes: readonly Buffer[]) => {
    const rows = await session
      .selectFrom('roster_entry')
      .innerJoin('data_key', 'data_key.id', 'roster_entry.data_key_id')
      .select(['roster_entry.id', 'number_hash', 'data_key.id as key_id', 'kid', 'wrapped'])
      .where('number_hash', 'in', [...hashes])
      .execute();
    return new Map(rows.map((row) => [row.number_hash.toString('hex'), row]));
  };

  const saveSome = async (
    people: readonly RosterPerson[],
    now: Date,
    details: readonly RosterDetail[],
  ): Promise<void> => {
    const there = await known(people.map(({ number }) => numberHash(vault, number)));
    const made: { id: string; kid: string; wrapped: Buffer }[] = [];
    const rows = people.map((person) => {
      const hash = numberHash(vault, person.number);
      const before = there.get(hash.toString('hex'));
      const id = before?.id ?? newId();
      let key = null;
      if (before === undefined) {
        const fresh = vault.makeKey(newId());
        made.push(fresh.wrapped);
        key = fresh.dataKey;
      } else key = keys.unwrap({ id: before.key_id, kid: before.kid, wrapped: before.wrapped });
      return {
        id,
        number_hash: hash,
        person_hash: personHash(vault, { number: person.number, name: person.plainName }),
        data_key_id: key.id,
        name_sealed: vault.seal(key, { table: NAME_PLACE, row: id }, person.name),
        mailbox_sealed:
          person.mailbox === null ? null : vault.seal(key, { table: MAILBOX_PLACE, row: id }, person.mailbox),
        number_sealed: vault.seal(key, { table: NUMBER_PLACE, row: id }, person.number),
        phone_sealed:
          person.phone === null ? null : vault.seal(key, { table: PHONE_PLACE, row: id }, person.phone),
        college: person.college,
        grade: person.grade,
        imported_at: now,
        left_at: null,
      };
    });
    if (made.length > 0) {
      await session
        .insertInto('data_key')
        .values(made.map((wrapped) => ({ ...wrapped, made_at: now, destroyed_at: null })))
        .execute();
    }
    await session
      .insertInto('roster_entry')
      .values(rows)
      .onConflict((oc) =>
        oc.column('number_hash').doUpdateSet(({ ref }) => ({
          person_hash: ref('excluded.person_hash'),
          name_sealed: ref('excluded.name_sealed'),
          number_sealed: ref('excluded.number_sealed'),
          imported_at: ref('excluded.imported_at'),
          left_at: ref('excluded.left_at'),
          ...(details.includes('mailbox') ? { mailbox_sealed: ref('excluded.mailbox_sealed') } : {}),
          ...(details.includes('phone') ? { phone_sealed: ref('excluded.phone_sealed') } : {}),
          ...(details.includes('college') ? { college: ref('excluded.college') } : {}),
          ...(details.includes('grade') ? { grade: ref('excluded.grade') } : {}),
        })),
      )
      .execute();
  };

  const hashesOf = (numbers: readonly string[]): Buffer[] => numbers.map((one) => numberHash(vault, one));

  const countLeavers = async (numbers: readonly string[]) => {
    let [left, unknown] = [0, 0];
    for (let from = 0; from < numbers.length; from += BATCH) {
      const some = numbers.slice(from, from + BATCH);
      const rows = await session
        .selectFrom('roster_entry')
        .select('left_at')
        .where('number_hash', 'in', hashesOf(some))
        .execute();
      left += rows.filter((row) => row.left_at === null).length;
      unknown += some.length - rows.length;
    }
    return { left, unknown };
  };

  return {
    async save(people, now, details = ROSTER_DETAILS) {
      // Two who import at once would make a key each for the same person.
      await sql`select pg_advisory_xact_lock(hashtext('xinqiao.roster'))`.execute(session);
      for (let from = 0; from < people.length; from += BATCH)
        await saveSome(people.slice(from, from + BATCH), now, details);
    },
    async compare(people, details) {
      const tally = createRosterTally();
      for (let from = 0; from < people.length; from += BATCH)
        await compareRoster(session, keys, { people: people.slice(from, from + BATCH), details, tally });
      return tally.read();
    },
    async leave(numbers, now) {
      const answer = await countLeavers(numbers);
      for (let from = 0; from < numbers.length; from += BATCH)
        await session
          .updateTable('roster_entry')
          .set({ left_at: now })
          .where('number_hash', 'in', hashesOf(numbers.slice(from, from + BATCH)))
          .where('left_at', 'is', null)
          .execute();
      return answer;
    },
    wouldLeave: (numbers) => countLeavers(numbers),
    async hasAny() {
      const row = await session.selectFrom('roster_entry').select('id').limit(1).executeTakeFirst();
      return row !== undefined;
    },
    async summary() {
      const row = await session
        .selectFrom('roster_entry')
        .select((eb) => [eb.fn.countAll<number>().as('people'), eb.fn.max('imported_at').as('importedAt')])
        .executeTakeFirstOrThrow();
      return { people: Number(row.people), importedAt: row.importedAt };
    },
  };
}
