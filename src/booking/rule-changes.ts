import type { AvailabilityRule } from './availability-store.ts';
import type { NewAvailabilityRule } from './booking-setup.ts';
import { RULE_COLUMNS, type RuleRow, ruleKey } from './import-tables.ts';
import { RULE_DETAILS, type RuleDetail } from './read-availability.ts';

/** A cell that says something else than the rule that stands; both as people read them. */
export type RuleChange = {
  readonly line: number;
  readonly column: number;
  readonly name: string;
  readonly before: string;
  readonly after: string;
};

export type ChangedRule = {
  readonly old: AvailabilityRule;
  /** What stands in its place. */
  readonly rule: NewAvailabilityRule;
  readonly changes: readonly RuleChange[];
};

export type RulePlan = {
  readonly fresh: readonly NewAvailabilityRule[];
  readonly changed: readonly ChangedRule[];
  /** How many stand already, changed ones among them. */
  readonly known: number;
};

/**
 * What a table of rules makes of those that stand. A column that the table does not have changes nothing, and a row without
 * a first day means the rule that stands, whenever it began. Pure.
 */
export function planRules(rows: readonly RuleRow[], standing: readonly AvailabilityRule[]): RulePlan {
  const left = new Set(standing);
  const fresh: NewAvailabilityRule[] = [];
  const changed: ChangedRule[] = [];
  // Rows that name their first day choose first: the others take what is left.
  for (const row of [...rows].sort((one, other) => Number(other.saysFirstDay) - Number(one.saysFirstDay))) {
    const key = ruleKey(row.rule);
    const same = [...left].filter(
      (one) => ruleKey(one) === key && (!row.saysFirstDay || one.validFrom === row.rule.validFrom),
    );
    const old = same.find((one) => changesOf(row, one).length === 0) ?? same[0];
    if (old === undefined) {
      fresh.push(row.rule);
      continue;
    }
    left.delete(old);
    const changes = changesOf(row, old);
    if (changes.length > 0) changed.push({ old, rule: inPlaceOf(old, row), changes });
  }
  return { fresh, changed, known: rows.length - fresh.length };
}

function changesOf({ rule, line, given }: RuleRow, old: AvailabilityRule): RuleChange[] {
  return RULE_DETAILS.flatMap((detail) => {
    const column = given.get(detail);
    const [before, after] = [sayDetail(old, detail), sayDetail(rule, detail)];
    if (column === undefined || before === after) return [];
    const name = RULE_COLUMNS.find(({ key }) => key === detail)?.names[0] ?? detail;
    return [{ line, column, name, before, after }];
  });
}

function inPlaceOf(old: AvailabilityRule, { rule, given }: RuleRow): NewAvailabilityRule {
  const kept = <T>(detail: RuleDetail, read: T, stands: T): T => (given.has(detail) ? read : stands);
  return {
    ...rule,
    validFrom: old.validFrom,
    sessionMinutes: kept('sessionMinutes', rule.sessionMinutes, old.sessionMinutes),
    bufferBeforeMinutes: kept('bufferBefore', rule.bufferBeforeMinutes ?? 0, old.bufferBeforeMinutes),
    bufferAfterMinutes: kept('bufferAfter', rule.bufferAfterMinutes ?? 0, old.bufferAfterMinutes),
    heldBack: kept('urgent', rule.heldBack ?? 'none', old.heldBack),
  };
}

function sayDetail(rule: NewAvailabilityRule, detail: RuleDetail): string {
  switch (detail) {
    case 'sessionMinutes':
      return String(rule.sessionMinutes);
    case 'bufferBefore':
      return String(rule.bufferBeforeMinutes ?? 0);
    case 'bufferAfter':
      return String(rule.bufferAfterMinutes ?? 0);
    case 'urgent':
      return rule.heldBack === 'urgent' ? '是' : '否';
  }
}
