import type { HandoffCase } from '../../../handoff/case.ts';
import { type CaseTime, eventsOf } from '../../../handoff/closing/case-times.ts';
import {
  type CrisisReport,
  type ReportDraft,
  repeatsWords,
  reportTimes,
} from '../../../handoff/closing/crisis-report.ts';
import type { Scope } from '../../scope.ts';
import { readInformed } from './note-informed.ts';

/** What was told before the case was opened belongs to its first time. */
const isWithin = ({ ordinal, from, until }: CaseTime, at: Date): boolean =>
  (ordinal === 1 || at >= from) && (until === null || at < until);

/**
 * The report as it stands now: from rows, and what its author filled in.
 * @param words what the student wrote, of which nothing may stand in it
 */
export async function composeReport(
  { stores, now }: Scope,
  one: HandoffCase,
  time: CaseTime,
  { measures, statement, identity }: ReportDraft,
  { id, number, staffId }: { readonly id: string; readonly number: number; readonly staffId: string },
  words: readonly string[],
): Promise<CrisisReport> {
  const names = new Map((await stores.staff.list()).map((member) => [member.id, member.name]));
  const informed = (await readInformed(stores, one.id)).filter(({ at }) => isWithin(time, at));
  const events = await stores.cases.events(one.id);
  const entry = await stores.register.activeOf(one.contactId);
  const checks = entry === null ? [] : await stores.followUps.open([entry.id]);
  return {
    id,
    number,
    caseNumber: one.number,
    identity,
    ...((await stores.reports.reporterOf(one.id)) === null ? {} : { thirdPerson: true as const }),
    ...(time.ordinal === 1 ? {} : { time: time.ordinal }),
    level: eventsOf(time, events).ended?.level ?? one.level,
    channel: one.channel,
    outcome: time.outcome,
    times: reportTimes(time, events),
    informed: informed.map(({ party, at, staffId: by, ground, detail }) => ({
      party,
      at: at.toISOString(),
      by: names.get(by) ?? '',
      ground,
      ...(repeatsWords(detail, words) ? { detail: '', withheld: true as const } : { detail }),
    })),
    measures,
    statement,
    plan:
      entry === null
        ? null
        : {
            class: entry.class,
            owner: entry.ownerId === null ? null : (names.get(entry.ownerId) ?? null),
            dates: checks.map(({ dueOn }) => dueOn),
          },
    reporter: names.get(staffId) ?? '',
    issuedAt: now.toISOString(),
  };
}
