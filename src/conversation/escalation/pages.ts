import { isNotifierKind } from '../../core/channel.ts';
import type { Language } from '../../core/language.ts';
import { type BotMessage, type Choice, type Facts, say } from '../../core/message.ts';
import { callsSoFar, standIns } from '../../handoff/calls-so-far.ts';
import { composeDigest, type DigestItem } from '../../handoff/digest.ts';
import { type EscalationPolicy, policyFor } from '../../handoff/policy.ts';
import { type DutyBoard, idsOf } from '../../handoff/responders.ts';
import { type CallWay, isKeptBack, kindsKeptBack } from '../../handoff/rounds.ts';
import { isStillCalled } from '../../handoff/still-called.ts';
import { type Scope, type Utterance, utter } from '../scope.ts';
import type { StaffTexts } from '../staff/relay.ts';
import { speakingStaffOf } from '../student/speaker.ts';
import { readDutyBoard } from './duty-board.ts';
import { heldBackBefore, pageKey } from './page-key.ts';

/** As many cases as one message of pages names; the rest are counted. */
const NAMED = 8;

export const waitedMinutes = (since: Date, now: Date): number =>
  Math.max(0, Math.floor((now.getTime() - since.getTime()) / 60_000));

/**
 * Tells each of these responders of everything that waits for them, if their minute has come: number, level and time, no
 * more.
 */
export async function sendDigests(
  scope: Scope,
  staffIds: readonly string[],
  known?: DutyBoard,
): Promise<void> {
  const board = known ?? (await readDutyBoard(scope.stores, scope.now));
  await callInstead(scope, await tellDigests(scope, staffIds, board), board);
}

/** The same, but calls nobody in the place of those who went off call: answers the cases for which that is left to do. */
export async function tellDigests(
  scope: Scope,
  staffIds: readonly string[],
  board: DutyBoard,
): Promise<readonly string[]> {
  const { stores, now, centre } = scope;
  const offCall = new Set<string>();
  const digests = await stores.cases.takeDigests(staffIds, now, (staffId, item) => {
    const stands = isStillCalled(centre.escalation, board, staffId, item, now);
    if (!stands) offCall.add(item.caseId);
    return stands;
  });
  const drafts = await draftPages(scope, digests, String(now.getTime()));
  // The newest says all that those say which a channel has held back.
  for (const { addressId } of drafts) await stores.outgoing.dropPages(addressId, heldBackBefore(now));
  await utter(scope, drafts);
  return [...offCall];
}

/** Somebody went off call before their minute had come: whoever the policy calls now comes in their place, at once. */
async function callInstead(scope: Scope, caseIds: readonly string[], board: DutyBoard): Promise<void> {
  const { stores, now, centre } = scope;
  const paged = await stores.cases.pagedStaff(caseIds);
  const { digestSeconds } = centre.escalation;
  const fresh = new Set<string>();
  for (const caseId of caseIds) {
    const one = await stores.cases.byId(caseId);
    if (one?.status !== 'open') continue;
    // A step that is due calls them by itself.
    const soFar = callsSoFar(centre.escalation, one, now);
    if (soFar === null) continue;
    const known = paged.get(caseId) ?? [];
    const called = standIns(centre.escalation, one, soFar, board, await speakingStaffOf(stores, one));
    const staffIds = idsOf(called).filter((staffId) => !known.includes(staffId));
    if (staffIds.length === 0) continue;
    const { round, reason } = soFar;
    await stores.cases.page({ caseId, staffIds, step: one.step, round, reason, digestSeconds, now });
    for (const staffId of staffIds) fresh.add(staffId);
  }
  if (fresh.size === 0) return;
  await sendDigests(scope, [...fresh], board);
  await stores.tellChange('case', ...[...fresh].map((staffId) => `staff:${staffId}`));
}

/** Writes what each of these people is told, to every address of theirs. */
export async function tellPages(
  scope: Scope,
  pages: ReadonlyMap<string, readonly DigestItem[]>,
  key: string,
  mark: (language: Language) => string = () => '',
): Promise<void> {
  await utter(scope, await draftPages(scope, pages, key, mark));
}

/** What would be told to whom, and sends nothing. */
export async function draftPages(
  scope: Scope,
  pages: ReadonlyMap<string, readonly DigestItem[]>,
  key: string,
  mark: (language: Language) => string = () => '',
): Promise<readonly Utterance[]> {
  const told = [...pages.keys()].filter((staffId) => (pages.get(staffId) ?? []).length > 0);
  if (told.length === 0) return [];
  const addresses = await scope.stores.staff.addresses(told);
  const active = addresses.filter((address) => address.activeAt !== null && address.addressId !== null);
  return active.flatMap((address) => {
    const items = itemsFor(scope.centre.escalation, address, active, pages.get(address.staffId) ?? []);
    if (items.length === 0) return [];
    const names = !isNotifierKind(address.channel);
    const page = composePage({ ...penOf(scope, address.language), names }, address.staffId, items);
    return {
      addressId: address.addressId ?? '',
      lane: 'crisis' as const,
      dedupeKey: pageKey(address.id, key),
      message: { ...page, text: `${mark(address.language)}${page.text}` },
    };
  });
}

export const penOf = ({ centre, now, parts }: Scope, language: Language): Pen => ({
  texts: centre.contents[language].staff,
  now,
  publicUrl: parts.publicUrl,
});

const itemsFor = (
  policy: EscalationPolicy,
  way: CallWay,
  ways: readonly CallWay[],
  items: readonly DigestItem[],
): readonly DigestItem[] =>
  items.filter((item) => {
    const kept = kindsKeptBack(policyFor(policy, item.college)[item.level], item.round);
    return !isKeptBack(kept, way, ways);
  });

/** What the words of a page are made with. */
type Pen = {
  readonly texts: StaffTexts;
  readonly now: Date;
  readonly publicUrl: string;
  /** May it say who of the staff has a case? What goes through somebody else's gateway may not. */
  readonly names?: boolean;
};

/** To a group: everything that waits, with the way to the console; nobody answers here, so there is nothing to tap. */
export function composeGroupPage(pen: Pen, items: readonly DigestItem[]): BotMessage {
  const { single, grouped } = composeDigest(items);
  const lines = single.slice(0, NAMED).map((item) => groupLine(pen, item));
  if (grouped.length > 0) lines.push(groupedLine(pen, grouped));
  const facts = pageFacts(pen, [...single, ...grouped]);
  const link = facts.link ?? '';
  const text = pen.texts('page.group', { count: items.length, lines: lines.join('\n'), link });
  return { ...say(text), facts };
}

function groupLine(pen: Pen, item: DigestItem): string {
  const { number, level, minutes } = figures(pen, item);
  if (item.owner === null) return pen.texts('page.digestLine', { number, level, minutes });
  const owed = waitedMinutes(item.owner.since, pen.now);
  const key = item.reason === 'both-silent' ? 'page.groupBothSilentLine' : 'page.groupSilentLine';
  return pen.texts(key, { number, level, minutes: owed });
}

export function composePage(pen: Pen, staffId: string, items: readonly DigestItem[]): BotMessage {
  const { single, grouped } = composeDigest(items);
  const first = single[0];
  const takes = takeChoices(pen, [...single, ...grouped]);
  const facts = pageFacts(pen, [...single, ...grouped]);
  if (first && single.length === 1 && grouped.length === 0) {
    return { ...say(oneLine(pen, staffId, first), takes), facts };
  }
  const lines = single.slice(0, NAMED).map((item) => pen.texts('page.digestLine', figures(pen, item)));
  if (grouped.length > 0) lines.push(groupedLine(pen, grouped));
  const text = pen.texts('page.digest', { count: items.length, lines: lines.join('\n') });
  return { ...say(text, takes), facts };
}

/** What a gateway's template says of the most urgent one, and how many there are. */
function pageFacts(pen: Pen, items: readonly DigestItem[]): Facts {
  const [first] = items;
  if (first === undefined) return {};
  const { number, level, minutes } = figures(pen, first);
  const link = `${pen.publicUrl}/console`;
  return { number: String(number), level, minutes: String(minutes), count: String(items.length), link };
}

function oneLine(pen: Pen, staffId: string, item: DigestItem): string {
  const { texts } = pen;
  switch (item.reason) {
    case 'waiting':
      return texts('page.one', figures(pen, item));
    case 'raised':
      return texts('page.raised', figures(pen, item));
    case 'owner-raised':
      return texts('page.ownerRaised', figures(pen, item));
    case 'no-responder':
      return texts('page.noResponder', figures(pen, item));
    case 'silent-owner':
      return silentOwnerLine(pen, staffId, item);
    case 'both-silent':
      return bothSilentLine(pen, staffId, item);
    case 'owner-away':
      return ownerAwayLine(pen, item);
    case 'handed-over':
      return texts('page.handedOver', figures(pen, item));
    case 'new-danger':
      return texts('page.newDanger', figures(pen, item));
    case 'silent-student':
      return texts('page.silentStudent', figures(pen, item));
    case 'hold-over':
      return texts('page.holdOver', figures(pen, item));
  }
}

function silentOwnerLine(pen: Pen, staffId: string, item: DigestItem): string {
  const { texts, now } = pen;
  if (item.owner === null) return texts('page.one', figures(pen, item));
  const { number, level } = figures(pen, item);
  const minutes = waitedMinutes(item.owner.since, now);
  if (item.owner.id === staffId) return texts('page.silentOwner', { number, level, minutes });
  return pen.names === false
    ? texts('page.silentUnnamed', { number, level, minutes })
    : texts('page.silentOther', { number, level, minutes, name: item.owner.name });
}

function bothSilentLine(pen: Pen, staffId: string, item: DigestItem): string {
  const { texts, now } = pen;
  if (item.owner === null) return texts('page.one', figures(pen, item));
  const { number, level } = figures(pen, item);
  const minutes = waitedMinutes(item.owner.since, now);
  if (item.owner.id === staffId) return texts('page.bothSilentOwner', { number, level, minutes });
  return pen.names === false
    ? texts('page.bothSilentUnnamed', { number, level, minutes })
    : texts('page.bothSilent', { number, level, minutes, name: item.owner.name });
}

function ownerAwayLine(pen: Pen, item: DigestItem): string {
  const { number, level } = figures(pen, item);
  if (pen.names === false) return pen.texts('page.ownerAwayUnnamed', { number, level });
  return pen.texts('page.ownerAway', { number, level, name: item.owner?.name ?? '' });
}

function groupedLine({ texts, now }: Pen, grouped: readonly DigestItem[]): string {
  const imminent = grouped.some((item) => item.level === 'imminent');
  const oldest = grouped.reduce((a, b) => (a.openedAt <= b.openedAt ? a : b));
  return texts('page.digestNewContacts', {
    count: grouped.length,
    level: texts(imminent ? 'level.imminent' : 'level.high'),
    minutes: waitedMinutes(oldest.openedAt, now),
  });
}

const figures = ({ texts, now }: Pen, item: DigestItem) => ({
  number: item.number,
  level: texts(item.level === 'imminent' ? 'level.imminent' : 'level.high'),
  minutes: waitedMinutes(item.openedAt, now),
});

const takeChoices = ({ texts }: Pen, items: readonly DigestItem[]): Choice[] =>
  items.slice(0, NAMED).map((item) => ({
    id: `take.${item.caseId}`,
    label: texts('page.take', { number: item.number }),
  }));
