import type { DataKey } from '../../access/vault.ts';
import type { Line, TimelineStore } from '../../conversation/ports/timeline.ts';
import { addMs, minutesMs } from '../../core/clock.ts';
import type { BotMessage } from '../../core/message.ts';
import type { Database } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { decodeHeard } from './heard-line.ts';
import { OUTGOING_PLACE } from './postgres-outgoing-store.ts';

/** How much of the talk before a case was opened belongs to it, in minutes. */
const BEFORE_MINUTES = 10;

export function createPostgresTimelineStore(db: Database, keys: KeyRing): TimelineStore {
  const keyOf = async (addressId: string): Promise<DataKey> => {
    const row = await db
      .selectFrom('address')
      .innerJoin('data_key', 'data_key.id', 'address.data_key_id')
      .select(['data_key.id', 'data_key.kid', 'data_key.wrapped'])
      .where('address.id', '=', addressId)
      .executeTakeFirstOrThrow();
    return keys.unwrap(row);
  };

  const heard = async (
    addressId: string,
    key: DataKey,
    since: Date | null,
    until: Date | null,
    limit: number,
  ) => {
    const rows = await db
      .selectFrom('heard')
      .selectAll()
      .where('address_id', '=', addressId)
      .$if(since !== null, (query) => query.where('at', '>', since as Date))
      .$if(until !== null, (query) => query.where('at', '<=', until as Date))
      .orderBy('seq', 'desc')
      .limit(limit)
      .execute();
    return rows.map((row) => decodeHeard(row, key, keys.vault)).reverse();
  };

  const said = async (
    addressId: string,
    key: DataKey,
    since: Date | null,
    until: Date | null,
    limit: number,
  ) => {
    const rows = await db
      .selectFrom('outgoing')
      .leftJoin('staff_member', 'staff_member.id', 'outgoing.author_staff_id')
      .selectAll('outgoing')
      .select('staff_member.name')
      .where('outgoing.address_id', '=', addressId)
      .$if(since !== null, (query) => query.where('outgoing.at', '>', since as Date))
      .$if(until !== null, (query) => query.where('outgoing.at', '<=', until as Date))
      .orderBy('outgoing.seq', 'desc')
      .limit(limit)
      .execute();
    return rows
      .map((row): Line => {
        const message = JSON.parse(
          keys.vault.open(key, { table: OUTGOING_PLACE, row: row.id }, row.body_sealed),
        ) as BotMessage;
        return {
          from: row.author_staff_id === null ? 'bot' : 'counsellor',
          id: row.id,
          at: row.at,
          text: message.text,
          choices: message.choices,
          delivery: row.status,
          author: row.name,
        };
      })
      .reverse();
  };

  return {
    async ofAddress(addressId, since, limit) {
      const key = await keyOf(addressId);
      const out = (await said(addressId, key, since, null, limit)).filter(
        (line) => line.from !== 'student' && line.delivery === 'sent',
      );
      return merge(await heard(addressId, key, since, null, limit), out, limit);
    },
    async ofCase(caseId, limit) {
      const one = await db
        .selectFrom('handoff_case')
        .select(['address_id', 'opened_at', 'closed_at'])
        .where('id', '=', caseId)
        .executeTakeFirst();
      if (!one) return [];
      const key = await keyOf(one.address_id);
      const since = addMs(one.opened_at, -minutesMs(BEFORE_MINUTES));
      return merge(
        await heard(one.address_id, key, since, one.closed_at, limit),
        await said(one.address_id, key, since, one.closed_at, limit),
        limit,
      );
    },
  };
}

/** By time; where a student's word and the bot's answer share an instant, the word comes first. */
function merge(heard: Line[], said: Line[], limit: number): Line[] {
  return [...heard, ...said].sort((a, b) => a.at.getTime() - b.at.getTime()).slice(-limit);
}
