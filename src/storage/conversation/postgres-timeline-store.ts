import type { DataKey } from '../../access/vault.ts';
import type { Line, StudentLine, TimelineStore } from '../../conversation/ports/timeline.ts';
import { addMs, minutesMs } from '../../core/clock.ts';
import type { BotMessage } from '../../core/message.ts';
import type { Database } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { MEDIA_COLUMNS } from '../media/line-media.ts';
import { decodeHeard, MARK_COLUMNS } from './heard-line.ts';
import { OUTGOING_PLACE } from './outgoing-row.ts';

/** How much of the talk before a case was opened belongs to it, in minutes. */
export const BEFORE_MINUTES = 10;

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
    caseId: string | null = null,
  ) => {
    const rows = await db
      .selectFrom('heard')
      .leftJoin('media', 'media.heard_id', 'heard.id')
      .leftJoin('screening_mark', 'screening_mark.heard_id', 'heard.id')
      .selectAll('heard')
      .select(MEDIA_COLUMNS)
      .select(MARK_COLUMNS)
      .where('heard.address_id', '=', addressId)
      // What opened a case together with later words belongs to it, however long before they were said.
      .$if(since !== null, (query) =>
        query.where((eb) => eb.or([eb('heard.at', '>', since as Date), eb('heard.case_id', '=', caseId)])),
      )
      .$if(until !== null, (query) => query.where('heard.at', '<=', until as Date))
      .orderBy('heard.seq', 'desc')
      .limit(limit)
      .execute();
    return joinByMessage(
      rows.map((row) => ({ message: row.message, line: decodeHeard(row, key, keys.vault) })).reverse(),
    );
  };

  const said = async (
    addressId: string,
    key: DataKey,
    since: Date | null,
    until: Date | null,
    limit: number,
    caseId: string | null = null,
  ) => {
    const rows = await db
      .selectFrom('outgoing')
      .leftJoin('staff_member', 'staff_member.id', 'outgoing.author_staff_id')
      .selectAll('outgoing')
      .select('staff_member.name')
      .where('outgoing.address_id', '=', addressId)
      // A campaign that was kept back because of a case says nothing in its talk.
      .where((eb) => eb.or([eb('outgoing.lane', '!=', 'campaign'), eb('outgoing.status', '=', 'sent')]))
      // Whoever is of the staff hears of other people's cases at the same address.
      .$if(caseId !== null, (query) =>
        query.where((eb) => eb.or([eb('outgoing.case_id', 'is', null), eb('outgoing.case_id', '=', caseId)])),
      )
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
          text: caseId === null ? message.text : withoutSecrets(message.text),
          choices: message.choices,
          ...(message.picture === undefined ? {} : { picture: message.picture }),
          ...(message.file === undefined ? {} : { file: message.file }),
          delivery: row.status === 'due' && row.held_for !== null ? 'held' : row.status,
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
      return merge([...(await heard(addressId, key, since, null, limit)), ...out], limit);
    },
    async ofCase(caseId, limit) {
      const one = await db
        .selectFrom('handoff_case')
        .leftJoin('case_report', 'case_report.case_id', 'handoff_case.id')
        // Whoever reported about somebody else is who talks.
        .select((eb) =>
          eb.fn.coalesce('case_report.reporter_contact_id', 'handoff_case.contact_id').as('contact_id'),
        )
        .select(['handoff_case.opened_at', 'handoff_case.closed_at'])
        .where('handoff_case.id', '=', caseId)
        .executeTakeFirst();
      if (!one) return [];
      const since = addMs(one.opened_at, -minutesMs(BEFORE_MINUTES));
      const addresses = await db
        .selectFrom('address')
        .select('id')
        .where('contact_id', '=', one.contact_id)
        .execute();
      const lines: Line[] = [];
      for (const { id } of addresses) {
        const key = await keyOf(id);
        lines.push(...(await heard(id, key, since, one.closed_at, limit, caseId)));
        lines.push(...(await said(id, key, since, one.closed_at, limit, caseId)));
      }
      return merge(lines, limit);
    },
  };
}

/**
 * Under an edit stands what it replaced: the words that the same message held before. What was taken back says so; a
 * recall of what is not shown here stands for itself.
 */
function joinByMessage(heard: readonly { message: string | null; line: StudentLine }[]): StudentLine[] {
  const before = new Map<string, StudentLine>();
  const lines = new Map<string, StudentLine>();
  for (const { message, line } of heard) {
    const earlier = message === null ? undefined : before.get(message);
    if (line.kind === 'recalled') {
      if (earlier === undefined) lines.set(line.id, line);
      else if (message !== null) {
        const recalled = { ...earlier, recalledAt: earlier.recalledAt ?? line.at };
        lines.set(earlier.id, recalled);
        before.set(message, recalled);
      }
      continue;
    }
    const shown = line.kind === 'edit' && earlier !== undefined ? { ...line, original: earlier.text } : line;
    lines.set(line.id, shown);
    if (message !== null) before.set(message, shown);
  }
  return [...lines.values()];
}

/** The link that continues on the web page, and the code beside it, are their student's alone. */
const withoutSecrets = (text: string): string =>
  text.includes('/continue')
    ? text
        .replace(/\/continue\/[A-Za-z0-9_-]+/g, '/continue/…')
        .replace(/\b[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}\b/g, '……')
    : text;

/** By time; where a student's word and the bot's answer share an instant, the word comes first. */
const merge = (lines: readonly Line[], limit: number): Line[] =>
  [...lines].sort((a, b) => a.at.getTime() - b.at.getTime() || heardFirst(a) - heardFirst(b)).slice(-limit);

const heardFirst = (line: Line): number => (line.from === 'student' ? 0 : 1);
