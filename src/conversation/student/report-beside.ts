import type { SaidBody } from '../../core/channel.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import { relayToOwner, relayUnscreenable } from '../staff/relay.ts';
import { tellVoiced } from '../staff/tell-voiced.ts';
import { noteStudentWord } from './beside-person.ts';
import type { StudentTurn } from './student-scope.ts';

/**
 * Somebody who reported about another has a case of their own now, to which their words belong: whoever has the report
 * hears that, and goes on hearing what is said, so that nobody is left talking to silence.
 * @param before the case in which they were talked to when the turn began
 */
export async function keepReportInformed(
  turn: StudentTurn,
  before: HandoffCase | null,
  body: SaidBody,
): Promise<void> {
  const { stores } = turn.scope;
  const own = turn.activeCase;
  if (own === null) return;
  const report = await stores.reports.activeOf(turn.address.contactId);
  const ownerId = report?.ownerId ?? null;
  if (report === null || ownerId === null || report.id === own.id) return;
  if (before?.id === report.id) await tellOfOwn(turn, report, ownerId, own);
  if (body.kind === 'choice' || ownerId === own.ownerId) return;
  // They are not silent; what they say is owed an answer in their own case.
  await noteStudentWord(turn, report, false);
  if (body.kind === 'unscreenable') return relayUnscreenable(turn, report, body.what);
  await relayToOwner(turn, report);
}

/** They may take it, on call or not: with them, the student need not get used to somebody new. */
async function tellOfOwn(
  { scope }: StudentTurn,
  report: HandoffCase,
  ownerId: string,
  own: HandoffCase,
): Promise<void> {
  const { stores, now, parts } = scope;
  const paged = (await stores.cases.pagedStaff([own.id])).get(own.id) ?? [];
  if (!paged.includes(ownerId)) {
    const page = { caseId: own.id, staffIds: [ownerId], step: own.step, reason: 'waiting' as const, now };
    // What follows tells them.
    await stores.cases.page({ ...page, digestSeconds: null });
  }
  const words = { report: report.number, number: own.number };
  const link = `${parts.publicUrl}/console/cases/${own.id}`;
  await tellVoiced(
    scope,
    ownerId,
    `reporter-too:${own.id}`,
    ({ texts }) => ({
      text: texts('report.ownToo', { ...words, link }),
      choices: [{ id: `take.${own.id}`, label: texts('page.take', { number: own.number }) }],
    }),
    own.id,
  );
  await stores.tellChange(`staff:${ownerId}`);
}
