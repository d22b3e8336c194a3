import { say } from '../../../core/message.ts';
import type { FlowName } from '../../../flows/flow.ts';
import { menuChoices } from '../../../flows/menu.ts';
import type { HandoffCase, Outcome } from '../../../handoff/case.ts';
import { entersRegister } from '../../../handoff/closing/closing.ts';
import type { Address } from '../../../people/address-store.ts';
import { type CentreContent, type Scope, utter } from '../../scope.ts';
import { offer, readState } from '../../student/conversation-state.ts';
import { greetingChoices } from '../../student/greeting.ts';
import { isReport } from '../../student/speaker.ts';

/** The last words of a talk, with what was interrupted, and whether they would like a greeting later. */
export async function sayGoodbye(
  scope: Scope,
  one: HandoffCase,
  address: Address,
  outcome: Outcome,
): Promise<void> {
  const content = scope.centre.contents[address.language];
  const texts = content.conversation;
  const report = await isReport(scope.stores, one.id);
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
  await utter(scope, [
    {
      addressId: one.addressId,
      lane: 'crisis',
      // A case that its student came back to is closed more than once.
      dedupeKey: `closed:${one.id}:${scope.now.getTime()}`,
      caseId: one.id,
      message: say(
        sentences.join('\n\n'),
        offered.map(({ id, label }) => ({ id, label })),
      ),
    },
  ]);
  await scope.stores.addresses.saveFlow(address.id, JSON.stringify({ ...state, offered }));
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
