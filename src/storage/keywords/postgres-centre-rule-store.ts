import type { Selectable } from 'kysely';
import type { CentreRule } from '../../keywords/centre/centre-rule.ts';
import type { CentreRuleStore, Proposal } from '../../keywords/centre/centre-rule-store.ts';
import type { Session } from '../database.ts';
import type { CentreRuleProposalTable } from '../schema/rules.ts';

const toProposal = (row: Selectable<CentreRuleProposalTable>): Proposal => ({
  id: row.id,
  ruleId: row.rule_id,
  version: row.version,
  step: row.step,
  body: row.body,
  proposedBy: row.proposed_by,
  proposedAt: row.proposed_at,
  expiresAt: row.expires_at,
  decision: row.decision,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
});

const currentRules = (session: Session) =>
  session
    .selectFrom('centre_rule')
    .innerJoin('centre_rule_version as newest', (join) =>
      join.onRef('newest.rule_id', '=', 'centre_rule.id').onRef('newest.version', '=', 'centre_rule.version'),
    )
    .select([
      'centre_rule.id',
      'centre_rule.number',
      'centre_rule.version',
      'newest.state',
      'newest.body',
      'centre_rule.created_by as createdBy',
      'centre_rule.created_at as createdAt',
      'newest.changed_by as changedBy',
      'newest.approved_by as approvedBy',
      'newest.changed_at as changedAt',
    ])
    .orderBy('centre_rule.number');

const proposals = (session: Session) => session.selectFrom('centre_rule_proposal').selectAll();

export function createPostgresCentreRuleStore(session: Session): CentreRuleStore {
  /** Settles what waits for this rule. */
  const outdate = (ruleId: string, decision: 'outdated' | 'expired', now: Date) =>
    session
      .updateTable('centre_rule_proposal')
      .set({ decision, decided_at: now })
      .where('rule_id', '=', ruleId)
      .where('decision', 'is', null);

  return {
    list: (): Promise<CentreRule[]> => currentRules(session).execute(),
    async byId(id) {
      return (await currentRules(session).where('centre_rule.id', '=', id).executeTakeFirst()) ?? null;
    },
    history: (id) =>
      session
        .selectFrom('centre_rule_version')
        .select(['version', 'state', 'body'])
        .select(['changed_by as changedBy', 'approved_by as approvedBy', 'changed_at as changedAt'])
        .where('rule_id', '=', id)
        .orderBy('version', 'desc')
        .execute(),
    async add({ id, body, staffId, now }) {
      const added = await session
        .insertInto('centre_rule')
        .values({ id, created_by: staffId, created_at: now })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (added === undefined) return false;
      const first = { rule_id: id, version: 1, state: 'active' as const, body: JSON.stringify(body) };
      await session
        .insertInto('centre_rule_version')
        .values({ ...first, changed_by: staffId, approved_by: null, changed_at: now })
        .execute();
      return true;
    },
    async change({ id, version, state, body, staffId, approvedBy, now }) {
      const moved = await session
        .updateTable('centre_rule')
        .set({ version: version + 1 })
        .where('id', '=', id)
        .where('version', '=', version)
        .returning('version')
        .executeTakeFirst();
      if (moved === undefined) return false;
      const next = { rule_id: id, version: moved.version, state, body: JSON.stringify(body) };
      await session
        .insertInto('centre_rule_version')
        .values({ ...next, changed_by: staffId, approved_by: approvedBy, changed_at: now })
        .execute();
      await outdate(id, 'outdated', now).execute();
      return true;
    },

    async propose({ id, ruleId, version, step, body, proposedBy, expiresAt, now }) {
      await outdate(ruleId, 'expired', now).where('expires_at', '<=', now).execute();
      const row = { id, rule_id: ruleId, version, step, body: body === null ? null : JSON.stringify(body) };
      const added = await session
        .insertInto('centre_rule_proposal')
        .values({ ...row, proposed_by: proposedBy, proposed_at: now, expires_at: expiresAt })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (added !== undefined) return 'done';
      const there = await proposals(session).where('id', '=', id).executeTakeFirst();
      return there?.proposed_by === proposedBy && there.rule_id === ruleId ? 'done' : 'taken';
    },
    async proposal(id) {
      const row = await proposals(session).where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toProposal(row);
    },
    async waiting(now) {
      const rows = await proposals(session)
        .where('decision', 'is', null)
        .where('expires_at', '>', now)
        .orderBy('proposed_at')
        .orderBy('id')
        .execute();
      return rows.map(toProposal);
    },
    async decide({ id, decision, staffId, now }) {
      const decided = await session
        .updateTable('centre_rule_proposal')
        .set({ decision, decided_by: staffId, decided_at: now })
        .where('id', '=', id)
        .where('decision', 'is', null)
        .executeTakeFirst();
      return decided.numUpdatedRows === 1n;
    },
  };
}
