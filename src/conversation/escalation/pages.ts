import { type Choice, say } from '../../core/message.ts';
import { composeDigest, type DigestItem } from '../../handoff/digest.ts';
import { type Scope, utter } from '../scope.ts';

/** As many cases as one message of pages names; the rest are counted. */
const NAMED = 8;

export const waitedMinutes = (since: Date, now: Date): number =>
  Math.max(0, Math.floor((now.getTime() - since.getTime()) / 60_000));

/** Tells a responder of everything that waits for them, if their minute has come: number, level and time, no more. */
export async function sendDigest(scope: Scope, staffId: string): Promise<void> {
  const items = await scope.stores.cases.takeDigest(staffId, scope.now);
  if (items === null || items.length === 0) return;
  const addresses = await scope.stores.staff.addresses([staffId]);
  const active = addresses.filter((address) => address.activeAt !== null && address.addressId !== null);
  const message = composePage(scope, staffId, items);
  await utter(
    scope,
    active.map((address) => ({
      addressId: address.addressId ?? '',
      lane: 'crisis' as const,
      dedupeKey: `page:${address.id}:${scope.now.getTime()}`,
      message,
    })),
  );
}

function composePage(scope: Scope, staffId: string, items: readonly DigestItem[]) {
  const { single, grouped } = composeDigest(items);
  const first = single[0];
  const takes = takeChoices(scope, [...single, ...grouped]);
  if (first && single.length === 1 && grouped.length === 0) return say(oneLine(scope, staffId, first), takes);
  const texts = scope.centre.content.staff;
  const lines = single.slice(0, NAMED).map((item) => texts('page.digestLine', figures(scope, item)));
  if (grouped.length > 0) lines.push(groupedLine(scope, grouped));
  return say(texts('page.digest', { count: items.length, lines: lines.join('\n') }), takes);
}

function oneLine(scope: Scope, staffId: string, item: DigestItem): string {
  const texts = scope.centre.content.staff;
  switch (item.reason) {
    case 'waiting':
      return texts('page.one', figures(scope, item));
    case 'raised':
      return texts('page.raised', figures(scope, item));
    case 'no-responder':
      return texts('page.noResponder', figures(scope, item));
    case 'silent-owner':
      return silentOwnerLine(scope, staffId, item);
  }
}

function silentOwnerLine(scope: Scope, staffId: string, item: DigestItem): string {
  const texts = scope.centre.content.staff;
  if (item.owner === null) return texts('page.one', figures(scope, item));
  const { number, level } = figures(scope, item);
  const minutes = waitedMinutes(item.owner.since, scope.now);
  return item.owner.id === staffId
    ? texts('page.silentOwner', { number, level, minutes })
    : texts('page.silentOther', { number, level, minutes, name: item.owner.name });
}

function groupedLine(scope: Scope, grouped: readonly DigestItem[]): string {
  const imminent = grouped.some((item) => item.level === 'imminent');
  const oldest = grouped.reduce((a, b) => (a.openedAt <= b.openedAt ? a : b));
  const texts = scope.centre.content.staff;
  return texts('page.digestNewContacts', {
    count: grouped.length,
    level: texts(imminent ? 'level.imminent' : 'level.high'),
    minutes: waitedMinutes(oldest.openedAt, scope.now),
  });
}

function figures(scope: Scope, item: DigestItem) {
  return {
    number: item.number,
    level: scope.centre.content.staff(item.level === 'imminent' ? 'level.imminent' : 'level.high'),
    minutes: waitedMinutes(item.openedAt, scope.now),
  };
}

const takeChoices = (scope: Scope, items: readonly DigestItem[]): Choice[] =>
  items.slice(0, NAMED).map((item) => ({
    id: `take.${item.caseId}`,
    label: scope.centre.content.staff('page.take', { number: item.number }),
  }));
