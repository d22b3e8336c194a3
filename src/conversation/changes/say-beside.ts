import { HAS_BUTTONS } from '../../core/channel.ts';
import type { Language } from '../../core/language.ts';
import { say } from '../../core/message.ts';
import type { FlowSaying } from '../../flows/flow.ts';
import type { Address } from '../../people/address-store.ts';
import { type CentreContent, type Scope, utter } from '../scope.ts';
import { type OfferedChoice, offer, readState } from '../student/conversation-state.ts';
import { openQuestions } from '../student/open-questions.ts';
import { inWords, offeredBefore, offeredBeside, withoutMenu } from './by-words.ts';

type Manner = { readonly yieldsTo?: 'flow' | 'case'; readonly staleAt?: Date };

/**
 * Says something that the student did not ask for at this moment. Where they are in the middle of something else its numbers
 * keep their meaning: there the choices are typed by their words. An open case always is; a flow may have to wait
 * (`yieldsTo`). What was not sent until `staleAt` is not said at all. The address must be locked before anything that a
 * turn of theirs locks after it; the same key twice is one message.
 */
export async function sayBeside(
  scope: Scope,
  addressId: string,
  dedupeKey: string,
  compose: (content: CentreContent, language: Language, timeZone: string | null) => FlowSaying,
  { yieldsTo = 'flow', staleAt }: Manner = {},
): Promise<void> {
  const { addresses, cases, outgoing } = scope.stores;
  const address = await addresses.lock(addressId);
  if (await outgoing.has(dedupeKey)) return;
  const content = scope.centre.contents[address.language];
  const saying = compose(content, address.language, address.timeZone);
  const state = readState(address.flow);
  const inFlow = yieldsTo === 'flow' && state.flow !== null;
  const busy = inFlow || (await cases.activeOf(address.contactId)) !== null;
  const all = offer(saying, scope.parts.newTag());
  const choices = busy ? withoutMenu(all) : all;
  const listed = !busy || HAS_BUTTONS[address.channel];
  const text = listed
    ? `${saying.text}${await sayEarlier(scope, address, content, choices)}`
    : inWords(content, saying.text, choices);
  const shown = listed ? choices.map(({ id, label }) => ({ id, label })) : [];
  const stale = staleAt === undefined ? {} : { staleAt };
  const file = saying.file === undefined ? {} : { file: saying.file };
  const message = { ...say(text, shown), ...file };
  await utter(scope, [{ addressId, lane: 'reminder', dedupeKey, message, ...stale }]);
  if (choices.length === 0) return;
  const earlier = offeredBefore(state, choices);
  // A button says itself what it means; where numbers are typed they mean what has arrived last, see `listShown`.
  const listedNow = HAS_BUTTONS[address.channel] ? [...earlier, ...choices] : [...choices, ...earlier];
  const offered = busy ? offeredBeside(state, choices) : listedNow;
  await addresses.saveFlow(address.id, JSON.stringify({ ...state, offered }));
}

/** Numbers mean the list that came last: whoever has not answered an earlier question is told where it is. */
async function sayEarlier(
  scope: Scope,
  address: Address,
  content: CentreContent,
  choices: readonly OfferedChoice[],
): Promise<string> {
  if (HAS_BUTTONS[address.channel] || withoutMenu(choices).length === 0) return '';
  const { language, timeZone } = address;
  const open = await openQuestions(scope, address, content, { language, timeZone });
  // A reminder changes nothing when nobody answers it, and the next one is about the same time.
  const isEarlier = open.some(
    ({ row, choice }) => !choice.id.startsWith('remind.') && !choices.some(({ id }) => id.includes(row)),
  );
  return isEarlier ? `\n${content.tools('remind.earlier')}` : '';
}
