import type { BotMessage } from '../../core/message.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import type { DigestItem } from '../../handoff/digest.ts';
import { silenceReason, silentSince } from '../../handoff/owed.ts';
import { waitsSince } from '../../handoff/true-state.ts';
import { GROUP_ACCOUNT } from '../../people/known-notifier.ts';
import { type Scope, utter } from '../scope.ts';
import { isSilent } from '../staff/case-actions.ts';
import { composeGroupPage } from './pages.ts';

/** What a wake-up of the kind `escalation` names. */
export const groupWake = (name: string): string => `notifier.${name}`;

/** How the dedupe keys of all pages to this group begin. */
export const groupPageKey = (name: string): string => `page:notifier:${name}:`;

/** Makes groups due that a step names, and tells those whose minute has come. */
export async function pageGroups(scope: Scope, caseId: string, names: readonly string[]): Promise<void> {
  const known = scope.parts.notifiers.filter(({ name, pages }) => pages && names.includes(name));
  for (const name of names) {
    // Stopped at the start; another process may run on other files.
    if (!known.some((one) => one.name === name)) scope.parts.log.warn('notifier.unknown', { bot: name });
  }
  if (known.length === 0) return;
  const { digestSeconds } = scope.centre.escalation;
  const found = known.map(({ name }) => name);
  await scope.stores.cases.addEvent(caseId, { kind: 'paged', staffId: null, level: null, at: scope.now });
  await scope.stores.notifiers.makeDue(found, digestSeconds, scope.now);
  for (const name of found) await sendGroupPage(scope, name);
}

/** Tells a group of everybody who waits, if its minute has come: number, level and time. Silence when nobody waits. */
export async function sendGroupPage(scope: Scope, name: string): Promise<void> {
  const { stores, now, parts } = scope;
  if (!(await stores.notifiers.take(name, now))) return;
  const notifier = parts.notifiers.find((one) => one.name === name && one.pages);
  if (notifier === undefined) return;
  const message = await composeWaiting(scope);
  if (message === null) return;
  await stores.notifiers.told(name, now);
  const place = { channel: notifier.kind, bot: name, account: GROUP_ACCOUNT, now };
  const { addressId } = await stores.addresses.findOrCreate(place);
  const key = groupPageKey(name);
  // After an outage a group hears how things are, and not how they were minute by minute.
  await stores.notifiers.dropUnsent(addressId, key);
  const dedupeKey = `${key}${now.getTime()}`;
  await utter(scope, [{ addressId, lane: 'crisis', dedupeKey, message }]);
}

async function composeWaiting(scope: Scope): Promise<BotMessage | null> {
  const { stores, now, centre, parts } = scope;
  const waiting = (await stores.cases.list(0)).filter((one) => one.status === 'open' || isSilent(scope, one));
  if (waiting.length === 0) return null;
  const pen = { texts: centre.contents.zh.staff, now, publicUrl: parts.publicUrl };
  return composeGroupPage(pen, waiting.map(toItem));
}

const toItem = (one: HandoffCase): DigestItem => ({
  caseId: one.id,
  number: one.number,
  level: one.level,
  openedAt: waitsSince(one),
  reason: one.status === 'open' ? 'waiting' : silenceReason(one),
  college: one.college,
  round: 0,
  owner: ownerOf(one),
  newWebContact: one.channel === 'web' && !one.knownContact,
});

function ownerOf(one: HandoffCase): DigestItem['owner'] {
  const since = silentSince(one);
  return one.ownerId === null || since === null ? null : { id: one.ownerId, name: '', since };
}
