import { type BotMessage, say } from '../../../core/message.ts';
import type { FlowName } from '../../../flows/flow.ts';
import { menuChoices } from '../../../flows/menu.ts';
import type { HandoffCase, Outcome } from '../../../handoff/case.ts';
import { entersRegister } from '../../../handoff/closing/closing.ts';
import type { Address } from '../../../people/address-store.ts';
import { type CentreContent, type Scope, utter } from '../../scope.ts';
import { offer, readState } from '../../student/conversation-state.ts';
import { greetingChoices } from '../../student/greeting.ts';
import { caseOf, isReport, speakerOf } from '../../student/speaker.ts';

/**
 * The last words of a talk, with what was interrupted, and whether they would like a greeting later. Where they still have
 * another one, it is said that this goes on, and nothing is offered: what they tap or type next belongs to it.
 */
export async function sayGoodbye(
  scope: Scope,
  one: HandoffCase,
  address: Address,
  outcome: Outcome,
): Promise<void> {
  const content = scope.centre.contents[address.language];
  const texts = content.conversation;
  const report = await isReport(scope.stores, one.id);
  const goesOn = await findOther(scope, one);
  if (goesOn !== null) {
    const ended = texts(report ? 'case.closedReportBeside' : 'case.closedBeside');
    const other = texts(goesOn === 'own' ? 'case.ownStillOpen' : 'report.stillOpen');
    return speak(scope, one, say(`${ended}\n${other}`));
  }
  const asks = !report && entersRegister(outcome) && (await mayAskToGreet(scope, one.contactId));
  const state = readState(address.flow);
  const aside = state.aside === null || state.aside.flow === 'home' ? null : state.aside;
  const sentences = [
    texts(goodbyeOf(report, outcome)),
    ...(asks ? [texts('greeting.ask')] : []),
    ...(aside === null ? [] : [texts('resume.offer', { flow: texts(`flow.${aside.flow}`) })]),
  ];
  const choices = [
    ...(asks ? greetingChoices(content) : []),
    ...(aside === null ? menuChoices(content.flows) : resumeChoices(texts, aside.flow)),
  ];
  const offered = offer({ text: '', choices }, scope.parts.newTag());
  const shown = offered.map(({ id, label }) => ({ id, label }));
  await speak(scope, one, say(sentences.join('\n\n'), shown));
  await scope.stores.addresses.saveFlow(address.id, JSON.stringify({ ...state, offered }));
}

const speak = (scope: Scope, one: HandoffCase, message: BotMessage): Promise<void> =>
  utter(scope, [
    {
      addressId: one.addressId,
      lane: 'crisis',
      // A case that its student came back to is closed more than once.
      dedupeKey: `closed:${one.id}:${scope.now.getTime()}`,
      caseId: one.id,
      message,
    },
  ]);

/** What the same person still has open, in the order in which they are talked to. */
async function findOther({ stores }: Scope, one: HandoffCase): Promise<'own' | 'reported' | null> {
  const other = await caseOf(stores, await speakerOf(stores, one));
  if (other === null) return null;
  return (await isReport(stores, other.id)) ? 'reported' : 'own';
}

/** A reporter learns nothing of what became of somebody else. */
const goodbyeOf = (report: boolean, outcome: Outcome) => {
  if (report) return 'case.closedReport';
  return outcome === 'false-alarm' ? 'case.falseAlarm' : 'case.closed';
};

/** A yes was to the greetings after one talk; a no, or 不用问候, is taken at its word for good. */
const mayAskToGreet = async ({ stores }: Scope, contactId: string): Promise<boolean> =>
  (await stores.consents.lastWord(contactId, 'greeting'))?.given !== false;

type ConversationTexts = CentreContent['conversation'];

const resumeChoices = (texts: ConversationTexts, flow: FlowName) => [
  { id: 'resume.continue', label: texts('resume.continue', { flow: texts(`flow.${flow}`) }) },
  { id: 'resume.menu', label: texts('resume.menu') },
];
