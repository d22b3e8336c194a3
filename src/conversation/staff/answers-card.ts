import { isOfOther } from '../../handoff/waiting/questions.ts';
import type { Scope } from '../scope.ts';
import type { StaffTexts } from './relay.ts';

/**
 * What stands below the words of whoever takes a case: that it is told by somebody else, and what was asked meanwhile.
 * Answers are words of a student: only where the talk may go through messengers.
 */
export async function answersCard(scope: Scope, caseId: string, texts: StaffTexts): Promise<string> {
  const { reports, waiting } = scope.stores;
  const parts: string[] = [];
  const about = (await reports.reporterOf(caseId)) === null ? 'own' : 'report';
  if (about === 'report') parts.push(texts('card.report'));
  if (scope.centre.relayByMessenger) {
    const settled = (await waiting.ofCase(caseId)).filter(({ settledAt }) => settledAt !== null);
    const lines = settled.map((one) => {
      const topic = texts(`topic.${one.topic}`);
      const whose = isOfOther(about, one.topic) ? texts(`card.before.${about}`, { topic }) : topic;
      return texts('card.line', { topic: whose, answer: one.answer ?? texts('card.skipped') });
    });
    if (lines.length > 0) parts.push(texts('card.answers', { lines: lines.join('\n') }));
  }
  return parts.map((part) => `\n\n${part}`).join('');
}
