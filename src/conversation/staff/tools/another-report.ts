import { addMs, minutesMs } from '../../../core/clock.ts';
import { say } from '../../../core/message.ts';
import type { CaseLevel, HandoffCase } from '../../../handoff/case.ts';
import { BESIDE_QUESTIONS } from '../../../handoff/waiting/questions.ts';
import type { Address } from '../../../people/address-store.ts';
import { caseWake } from '../../escalation/escalation.ts';
import { audit, contentAt, type Scope, utter } from '../../scope.ts';
import { besideQuestion } from '../../student/beside-questions.ts';
import { offer, readState, stillBeside } from '../../student/conversation-state.ts';
import { speakerOf } from '../../student/speaker.ts';
import { nameOfStaff, openWork, type StaffActor, tellColleague } from './case-work.ts';
import { besideOwner } from './team.ts';

/** `others`: more cases of the same one are open than were known when it was asked for; nothing was opened. */
export type AnotherOutcome =
  | { readonly outcome: 'opened'; readonly other: HandoffCase }
  | { readonly outcome: 'others'; readonly numbers: readonly number[] }
  | { readonly outcome: 'absent' };

/** What was said so lately may be about the other one. */
const LATELY = { minutes: 10, lines: 40 } as const;

/**
 * Whoever talks with them finds that they tell of one more person: that one gets a case and a number of their own, for
 * which everybody is called as for any report. The talk stays where it is.
 * @param known how many other open reports of theirs were shown, so that a second tap opens no third case
 */
export async function openAnother(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
  known: number,
): Promise<AnotherOutcome> {
  const { stores, now, parts } = scope;
  const one = await openWork(scope, actor, 'case.another', caseId);
  if (one === null) return { outcome: 'absent' };
  // Conversation first, case second: the order in which a student's turn locks them.
  const address = await stores.addresses.lock(one.addressId);
  const speaker = await speakerOf(stores, one);
  const others = (await stores.reports.openOf(speaker)).filter(({ id }) => id !== caseId);
  if (others.length !== known) return { outcome: 'others', numbers: others.map(({ number }) => number) };
  const subjectId = parts.newId();
  await stores.reports.addSubject(subjectId, now);
  const { case: other } = await stores.cases.openOrJoin({
    id: parts.newId(),
    contactId: subjectId,
    addressId: address.id,
    channel: address.channel,
    level: await levelOf(scope, address.id),
    knownContact: true,
    now,
  });
  await stores.reports.markReport(other.id, speaker, now);
  const entry = { actor: `staff:${actor.staffId}`, purpose: 'crisis' as const, allowed: true };
  await audit(scope, { ...entry, action: 'case.open', resource: `case:${other.id}` });
  await stores.cases.addEvent(caseId, {
    kind: 'another-opened',
    staffId: actor.staffId,
    level: null,
    at: now,
  });
  await stores.tellChange('case', `staff:${actor.staffId}`);
  // Whoever opened it may take it, on call or not; the answer to them is their page.
  const page = { caseId: other.id, staffIds: [actor.staffId], step: 0, reason: 'waiting' as const };
  await stores.cases.page({ ...page, digestSeconds: null, now });
  scope.after.escalations.push({ id: caseWake(other.id), at: now });
  await tellSpeaker(scope, address, other);
  await tellBeside(scope, actor, one, other);
  return { outcome: 'opened', other };
}

/** As grave as what they said lately: one that is called for in vain is better than one that waits. */
async function levelOf({ stores, now }: Scope, addressId: string): Promise<CaseLevel> {
  const since = addMs(now, -minutesMs(LATELY.minutes));
  const lines = await stores.heard.recent(addressId, since, LATELY.lines);
  return lines.some(({ level }) => level === 'imminent') ? 'imminent' : 'high';
}

/** They hear that nobody is forgotten, and are asked where the other one is: whoever takes that case reads it. */
async function tellSpeaker(scope: Scope, address: Address, other: HandoffCase): Promise<void> {
  const { stores, now, parts, centre } = scope;
  const { conversation } = await contentAt(scope, address.id);
  const [topic] = BESIDE_QUESTIONS;
  await stores.waiting.ask(other.id, topic, now);
  const question = besideQuestion(conversation, other, topic, centre.escalation);
  const text = `${conversation('report.another')}\n\n${question.text}`;
  const offered = offer({ ...question, text }, parts.newTag());
  const choices = offered.map(({ id, label }) => ({ id, label }));
  const dedupeKey = `another:${other.id}`;
  await utter(scope, [
    { addressId: address.id, lane: 'crisis', dedupeKey, caseId: other.id, message: say(text, choices) },
  ]);
  const state = readState(address.flow);
  const flow = { ...state, offered: [...offered, ...stillBeside(state.offered)] };
  await stores.addresses.saveFlow(address.id, JSON.stringify(flow));
}

async function tellBeside(
  scope: Scope,
  actor: StaffActor,
  one: HandoffCase,
  other: HandoffCase,
): Promise<void> {
  const words = { number: one.number, other: other.number, name: await nameOfStaff(scope, actor.staffId) };
  const owner = one.ownerId === null ? [] : [one.ownerId];
  for (const staffId of [...owner, ...(await besideOwner(scope, one))]) {
    if (staffId === actor.staffId) continue;
    await tellColleague(scope, staffId, `another-by:${other.id}`, one.id, (texts) => ({
      text: texts('another.by', words),
    }));
  }
}

/** Whoever ends one of several cases of the same reporter is told which are still open. */
export async function nameStillOpen(scope: Scope, staffId: string, ended: HandoffCase): Promise<void> {
  const { stores, now } = scope;
  const open = await stores.reports.openOf(await speakerOf(stores, ended));
  if (open.length === 0) return;
  const others = open.map(({ number }) => `#${number}`).join('、');
  await tellColleague(scope, staffId, `still-open:${ended.id}:${now.getTime()}`, ended.id, (texts) => ({
    text: texts('another.stillOpen', { number: ended.number, others }),
  }));
}
