import type { MarkedLine, MarkStore } from '../../conversation/ports/mark-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { findLineCases } from './find-line-cases.ts';
import { decodeHeard } from './heard-line.ts';

export function createPostgresMarkStore(session: Session, keys: KeyRing): MarkStore {
  const line = async (heardId: string): Promise<MarkedLine | null> => {
    const row = await session
      .selectFrom('heard')
      .innerJoin('address', 'address.id', 'heard.address_id')
      .innerJoin('data_key', 'data_key.id', 'address.data_key_id')
      .selectAll('heard')
      .select(['address.contact_id', 'data_key.id as key_id', 'data_key.kid', 'data_key.wrapped'])
      .where('heard.id', '=', heardId)
      .executeTakeFirst();
    if (!row) return null;
    const key = keys.unwrap({ id: row.key_id, kid: row.kid, wrapped: row.wrapped });
    const found = decodeHeard(row, key, keys.vault);
    const { id, at, text, level, matches } = found;
    const rules = [...new Set(matches.map(({ rule }) => rule))];
    const said = { contactId: row.contact_id, at, caseId: row.case_id };
    return { id, at, text, level, rules, caseIds: await findLineCases(session, said) };
  };

  return {
    line,
    async lineOfReview(itemId) {
      const row = await session
        .selectFrom('review_item')
        .select('heard_id')
        .where('id', '=', itemId)
        .where('reviewed_at', 'is', null)
        .executeTakeFirst();
      return row ? line(row.heard_id) : null;
    },
    async put({ heardId, verdict, expected, level, rules, heardAt, staffId, now }) {
      const said = { verdict, expected, level, rules: [...rules], marked_by: staffId, marked_at: now };
      await session
        .insertInto('screening_mark')
        .values({ ...said, heard_id: heardId, heard_at: heardAt })
        .onConflict((oc) => oc.column('heard_id').doUpdateSet(said))
        .execute();
    },
    async marks(since) {
      const rows = await session
        .selectFrom('screening_mark')
        .selectAll()
        .where('heard_at', '>=', since)
        .orderBy('heard_at')
        .execute();
      return rows.map(({ verdict, level, expected, rules, heard_at: heardAt }) => ({
        verdict,
        level,
        expected,
        rules,
        heardAt,
      }));
    },
    async heard(since) {
      return session
        .selectFrom('heard')
        .select(['level', sql<number>`count(*)::int`.as('count')])
        .where('at', '>=', since)
        .groupBy('level')
        .execute();
    },
    async addExample({ id, text, level, consentOn, writtenBy, at }) {
      await session
        .insertInto('screening_example')
        .values({ id, text, level, consent_on: consentOn, written_by: writtenBy, at })
        .onConflict((oc) => oc.doNothing())
        .execute();
    },
    async examples() {
      const rows = await session
        .selectFrom('screening_example')
        .innerJoin('staff_member', 'staff_member.id', 'screening_example.written_by')
        .select(['screening_example.id', 'text', 'level', 'at', 'staff_member.name'])
        .select(sql<string>`consent_on::text`.as('consent_on'))
        .orderBy('at')
        .orderBy('screening_example.id')
        .execute();
      return rows.map(({ id, text, level, at, name, consent_on: consentOn }) => ({
        id,
        text,
        level,
        consentOn,
        writtenBy: name,
        at,
      }));
    },
    async removeExample(id) {
      const gone = await session.deleteFrom('screening_example').where('id', '=', id).executeTakeFirst();
      return gone.numDeletedRows > 0n;
    },
  };
}
