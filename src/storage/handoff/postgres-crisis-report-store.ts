import { createHash } from 'node:crypto';
import type { DataKey } from '../../access/vault.ts';
import { fail, ok } from '../../core/result.ts';
import type { CrisisReport, ReportDraft } from '../../handoff/closing/crisis-report.ts';
import type { CrisisReportStore, Supplement, TimeOfCase } from '../../handoff/crisis-report-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { loadCaseKey } from './case-key.ts';

const DRAFT_PLACE = 'crisis_report.draft';
const BODY_PLACE = 'crisis_report.body';
const SUPPLEMENT_PLACE = 'crisis_report_supplement.body';
/** Numbers of reports follow one another without a gap. */
const NUMBER_LOCK = 7_302_614;

const hashOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

export function createPostgresCrisisReportStore(session: Session, keys: KeyRing): CrisisReportStore {
  const rowOf = ({ caseId, resumptionId }: TimeOfCase) =>
    session
      .selectFrom('crisis_report')
      .selectAll()
      .where('case_id', '=', caseId)
      .where('resumption_id', 'is not distinct from', resumptionId);

  const supplementsOf = async (reportId: string, key: DataKey): Promise<Supplement[]> => {
    const rows = await session
      .selectFrom('crisis_report_supplement')
      .selectAll()
      .where('report_id', '=', reportId)
      .orderBy('number')
      .execute();
    return rows.map((row) => {
      const text = keys.vault.open(key, { table: SUPPLEMENT_PLACE, row: row.id }, row.body_sealed);
      return {
        number: row.number,
        text,
        staffId: row.staff_id,
        at: row.at,
        whole: hashOf(text) === row.body_hash,
      };
    });
  };

  return {
    async issuedOf(caseId) {
      const rows = await session
        .selectFrom('crisis_report')
        .select(['resumption_id', 'number'])
        .where('case_id', '=', caseId)
        .where('status', '=', 'issued')
        .execute();
      return rows.map((row) => ({ resumptionId: row.resumption_id, number: Number(row.number ?? 0) }));
    },
    async ofTime(time) {
      const { caseId } = time;
      const row = await rowOf(time).executeTakeFirst();
      if (row === undefined) return null;
      const { id, status, version } = row;
      const key = await loadCaseKey(session, keys, caseId);
      const table = status === 'draft' ? DRAFT_PLACE : BODY_PLACE;
      const body = keys.vault.open(key, { table, row: id }, row.body_sealed);
      if (status === 'draft') return { status, id, caseId, version, draft: JSON.parse(body) as ReportDraft };
      return {
        status,
        id,
        caseId,
        report: JSON.parse(body) as CrisisReport,
        hash: row.body_hash ?? '',
        whole: hashOf(body) === row.body_hash,
        supplements: await supplementsOf(id, key),
      };
    },
    async saveDraft({ id, time, version, draft, by }, now) {
      const { caseId, resumptionId } = time;
      const key = await loadCaseKey(session, keys, caseId);
      const current = await rowOf(time).forNoKeyUpdate().executeTakeFirst();
      if ((current?.version ?? 0) !== version || current?.status === 'issued') return fail('stale');
      const place = { table: DRAFT_PLACE, row: current?.id ?? id };
      const sealed = keys.vault.seal(key, place, JSON.stringify(draft));
      const changed = { version: version + 1, body_sealed: sealed, changed_by: by, changed_at: now };
      if (current !== undefined) {
        await session.updateTable('crisis_report').set(changed).where('id', '=', current.id).execute();
        return ok(null);
      }
      const first = { number: null, body_hash: null, issued_by: null, issued_at: null };
      const added = await session
        .insertInto('crisis_report')
        .values({ id, case_id: caseId, resumption_id: resumptionId, status: 'draft', ...first, ...changed })
        .onConflict((oc) => oc.columns(['case_id', 'resumption_id']).doNothing())
        .executeTakeFirst();
      return (added.numInsertedOrUpdatedRows ?? 0n) > 0n ? ok(null) : fail('stale');
    },
    async nextNumber() {
      await sql`select pg_advisory_xact_lock(${NUMBER_LOCK})`.execute(session);
      const row = await session
        .selectFrom('crisis_report')
        .select((eb) => eb.fn.max('number').as('last'))
        .executeTakeFirst();
      return Number(row?.last ?? 0) + 1;
    },
    async issue({ version, caseId, report, by }, now) {
      const key = await loadCaseKey(session, keys, caseId);
      const body = JSON.stringify(report);
      const hash = hashOf(body);
      const row = await session
        .updateTable('crisis_report')
        .set({
          status: 'issued',
          number: report.number,
          body_sealed: keys.vault.seal(key, { table: BODY_PLACE, row: report.id }, body),
          body_hash: hash,
          issued_by: by,
          issued_at: now,
        })
        .where('id', '=', report.id)
        .where('status', '=', 'draft')
        .where('version', '=', version)
        .returning('id')
        .executeTakeFirst();
      return row ? ok({ hash }) : fail('stale');
    },
    async supplement({ id, time, text, by }, now) {
      const row = await rowOf(time).forNoKeyUpdate().executeTakeFirst();
      if (row?.status !== 'issued') return fail('not-issued');
      const key = await loadCaseKey(session, keys, time.caseId);
      const number = (await supplementsOf(row.id, key)).length + 1;
      const hash = hashOf(text);
      await session
        .insertInto('crisis_report_supplement')
        .values({
          id,
          report_id: row.id,
          number,
          body_sealed: keys.vault.seal(key, { table: SUPPLEMENT_PLACE, row: id }, text),
          body_hash: hash,
          staff_id: by,
          at: now,
        })
        .execute();
      return ok({ number, hash });
    },
    async list(from, to) {
      const rows = await session
        .selectFrom('crisis_report as r')
        .innerJoin('handoff_case as c', 'c.id', 'r.case_id')
        .select(['r.id', 'r.case_id', 'r.number', 'r.issued_at', 'c.number as case_number', 'c.owner_id'])
        .select((eb) =>
          eb
            .selectFrom('crisis_report_supplement as s')
            .select((inner) => inner.fn.countAll().as('count'))
            .whereRef('s.report_id', '=', 'r.id')
            .as('supplements'),
        )
        .select((eb) =>
          eb
            .selectFrom('case_resumption as mine')
            .innerJoin('case_resumption as back', 'back.case_id', 'mine.case_id')
            .select((inner) => inner.fn.countAll().as('count'))
            .whereRef('mine.id', '=', 'r.resumption_id')
            .whereRef('back.at', '<=', 'mine.at')
            .as('returns'),
        )
        .where('r.status', '=', 'issued')
        .where('r.issued_at', '>=', from)
        .where('r.issued_at', '<', to)
        .orderBy('r.number', 'desc')
        .execute();
      return rows.map((row) => ({
        id: row.id,
        caseId: row.case_id,
        caseNumber: row.case_number,
        caseOwnerId: row.owner_id,
        time: Number(row.returns ?? 0) + 1,
        number: row.number ?? 0,
        issuedAt: row.issued_at ?? from,
        supplements: Number(row.supplements ?? 0),
      }));
    },
  };
}
