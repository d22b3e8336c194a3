import { HAS_BUTTONS } from '../../core/channel.ts';
import type { Language } from '../../core/language.ts';
import { say } from '../../core/message.ts';
import type { FlowSaying } from '../../flows/flow.ts';
import { isMenuChoiceId } from '../../flows/menu.ts';
import { type CentreContent, type Scope, utter } from '../scope.ts';
import { offer, readState } from '../student/conversation-state.ts';

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
  // The menu's words always hold; a list of them is no help to whoever is busy.
  const choices = busy ? all.filter(({ id }) => !isMenuChoiceId(id)) : all;
  const listed = !busy || HAS_BUTTONS[address.channel];
  const words = choices.map(({ label }) => `「${label}」`).join(' ');
  const text =
    listed || choices.length === 0
      ? saying.text
      : `${saying.text}\n${content.tools('remind.byWords', { words })}`;
  const shown = listed ? choices.map(({ id, label }) => ({ id, label })) : [];
  const stale = staleAt === undefined ? {} : { staleAt };
  await utter(scope, [{ addressId, lane: 'reminder', dedupeKey, message: say(text, shown), ...stale }]);
  if (choices.length === 0) return;
  const known = new Set(choices.map(({ id }) => id));
  const labels = new Set(choices.map(({ label }) => label));
  const earlier = state.offered.filter(
    ({ id, label, unnumbered }) => !known.has(id) && !(unnumbered === true && labels.has(label)),
  );
  const beside = choices.map((choice) => ({ ...choice, unnumbered: true as const }));
  // Where numbers are typed they mean the last list; a button says itself what it means.
  const listedNow = HAS_BUTTONS[address.channel] ? [...earlier, ...choices] : choices;
  const offered = busy ? [...earlier, ...beside] : listedNow;
  await addresses.saveFlow(address.id, JSON.stringify({ ...state, offered }));
}
