import { HAS_BUTTONS, type SaidBody } from '../../core/channel.ts';
import type { Choice } from '../../core/message.ts';
import { asksForWords } from '../../flows/registry.ts';
import type { Address } from '../../people/address-store.ts';
import type { ShownMessage } from '../ports/outgoing-store.ts';
import type { Scope } from '../scope.ts';
import { type ConversationState, listedOnly } from './conversation-state.ts';

/** So many of the last messages may hold the list that a number is meant for. */
const LOOKED_AT = 20;
/** Longer than any choice. */
const LONGEST_CHOICE = 100;

/**
 * The list that somebody without buttons has before their eyes: that of the message which arrived last, whenever it was
 * made. Null where buttons say themselves what they mean, and where nothing is known of what was shown.
 */
export async function readShownList(
  { stores }: Scope,
  address: Address,
  body: SaidBody,
  state: ConversationState,
  inCase: boolean,
): Promise<readonly Choice[] | null> {
  if (body.kind !== 'text' || HAS_BUTTONS[address.channel] || body.text.length > LONGEST_CHOICE) return null;
  return listShown(await stores.outgoing.lastShown(address.id, LOOKED_AT), state, inCase);
}

/**
 * In a crisis numbers belong to what is asked about it, whatever else arrives. Where the last answer of the conversation asks
 * for words a number is one, unless a list arrived behind it. Pure.
 */
export function listShown(
  shown: readonly ShownMessage[],
  state: ConversationState,
  inCase: boolean,
): readonly Choice[] | null {
  const inWords = listedOnly(state.offered).length === 0 || (state.flow !== null && asksForWords(state.flow));
  for (const { dedupeKey, lane, choices } of shown) {
    if (inCase && lane !== 'crisis') continue;
    if (choices.length > 0) return choices;
    if (inWords && dedupeKey.startsWith('turn:')) return [];
  }
  return null;
}
