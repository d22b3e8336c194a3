import { HAS_BUTTONS } from '../../core/channel.ts';
import { say } from '../../core/message.ts';
import type { FlowSaying } from '../../flows/flow.ts';
import { type CentreContent, type Scope, utter } from '../scope.ts';
import { offer, readState } from '../student/conversation-state.ts';

/** Says something that nobody has just asked for; where there are no buttons, numbers and labels now mean its choices. */
export async function sayToStudent(
  scope: Scope,
  addressId: string,
  dedupeKey: string,
  compose: (content: CentreContent, language: 'zh' | 'en') => FlowSaying,
): Promise<void> {
  const { stores } = scope;
  const address = await stores.addresses.lock(addressId);
  if (await stores.outgoing.has(dedupeKey)) return;
  const saying = compose(scope.centre.contents[address.language], address.language);
  const offered = offer(saying, scope.parts.newTag());
  const choices = offered.map(({ id, label }) => ({ id, label }));
  await utter(scope, [{ addressId, lane: 'reminder', dedupeKey, message: say(saying.text, choices) }]);
  if (HAS_BUTTONS[address.channel] || choices.length === 0) return;
  await stores.addresses.saveFlow(address.id, JSON.stringify({ ...readState(address.flow), offered }));
}
