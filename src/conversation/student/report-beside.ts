import type { SaidBody } from '../../core/channel.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import { relayToOwner, relayUnscreenable } from '../staff/relay.ts';
import { tellVoiced } from '../staff/tell-voiced.ts';
import { noteStudentWord } from './beside-person.ts';
import { askBeside } from './beside-questions.ts';
import type { StudentTurn } from './student-scope.ts';

/**
 * Somebody is talked to in one case, to which their words belong: whoever has a report of theirs beside it goes on hearing
 * what is said, so that nobody is left talking to silence, and hears where it is a case of their own now.
 * @param before the case in which they were talked to when the turn began
 */
export async function keepReportInformed(
  turn: StudentTurn,
  before: HandoffCase | null,
  body: SaidBody,
): Promise<void> {
  const talk = turn.activeCase;
  if (talk === null) return;
  const reports = await turn.scope.stores.reports.openOf(turn.address.contactId);
  // In a report before, and now in a case of their own.
  const moved = before !== null && before.id !== talk.id && reports.some(({ id }) => id === before.id);
  for (const report of reports) {
    const { ownerId } = report;
    if (ownerId === null || report.id === talk.id) continue;
    if (moved && !reports.some(({ id }) => id === talk.id)) await tellOfOwn(turn, report, ownerId, talk);
    if (body.kind === 'choice') continue;
    // They are not silent; what they say is owed an answer in the case in which they are talked to.
    await noteStudentWord(turn, report, false);
    if (ownerId === talk.ownerId) continue;
    if (body.kind === 'unscreenable') await relayUnscreenable(turn, report, body.what);
    else await relayToOwner(turn, report);
  }
  // A person came before it was asked: it is, once they go on, unless something is said that must not be talked over.
  const isCalm = body.kind === 'text' && turn.screening.level === 'none' && turn.sayings.length === 0;
  if (isCalm && talk.status !== 'open' && before?.id === talk.id) await askBeside(turn, '');
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
