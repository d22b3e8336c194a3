import { nameActor } from '../../access/audit.ts';
import { type Actor, can } from '../../access/can.ts';
import type { Drill } from '../../handoff/drill/drill.ts';
import { audit, type Scope } from '../scope.ts';
import { talkingCases } from '../staff/tools/team.ts';
import { drillWake } from './drill-wake.ts';
import { doneFigures, endDrill } from './end-drill.ts';
import { isRealMeanwhile } from './run-drill.ts';
import { tellDrill } from './tell-drill.ts';

type Staff = Extract<Actor, { kind: 'staff' }>;

export type TakeDrill =
  /** `inHand`: they have real students, whom the words that they type in a messenger reach. */
  | { readonly outcome: 'taken' | 'yours-already'; readonly number: number; readonly inHand: boolean }
  | { readonly outcome: 'by-other'; readonly number: number; readonly name: string }
  /** It is over; `real`: a real cry for help came first. */
  | { readonly outcome: 'over'; readonly number: number; readonly real: boolean }
  | { readonly outcome: 'absent' };

/** Whoever was called for it, and nobody else, sees it. */
export async function drillFor(scope: Scope, actor: Actor, drillId: string): Promise<Drill | null> {
  const { drills } = scope.stores;
  const drill = await drills.byId(drillId);
  const called =
    actor.kind === 'staff' && (await drills.pages(drillId)).some(({ staffId }) => staffId === actor.staffId);
  const allowed = can(actor, 'drill.take', { kind: 'drills' }, 'administration') && called;
  await audit(scope, {
    actor: nameActor(actor),
    action: 'drill.take',
    resource: `drill:${drillId}`,
    purpose: 'administration',
    allowed,
  });
  return allowed ? drill : null;
}

/** One owner by one update, as for a case; the others are told. */
export async function takeDrill(scope: Scope, actor: Staff, drillId: string): Promise<TakeDrill> {
  const { stores, now, after } = scope;
  const drill = await drillFor(scope, actor, drillId);
  if (drill === null) return { outcome: 'absent' };
  const { number } = drill;
  if (drill.status === 'ended') return { outcome: 'over', number, real: drill.result === 'real' };
  if (await isRealMeanwhile(scope, drill)) {
    await endDrill(scope, drill, 'real', null);
    return { outcome: 'over', number, real: true };
  }
  if (await stores.drills.take(drillId, actor.staffId, now)) {
    after.escalations.push({ id: drillWake(drillId), at: now });
    const name = await nameOf(scope, actor.staffId);
    const others = new Set((await stores.drills.pages(drillId)).map(({ staffId }) => staffId));
    others.delete(actor.staffId);
    await tellDrill(scope, drill, [...others], `${drillId}:taken`, (texts) => ({
      text: texts('drill.taken', { number, name }),
    }));
    await stores.tellChange('case');
    return { outcome: 'taken', number, inHand: await hasInHand(scope, actor) };
  }
  const { ownerId } = (await stores.drills.byId(drillId)) ?? drill;
  if (ownerId === actor.staffId)
    return { outcome: 'yours-already', number, inHand: await hasInHand(scope, actor) };
  return { outcome: 'by-other', number, name: ownerId === null ? '' : await nameOf(scope, ownerId) };
}

const nameOf = async ({ stores }: Scope, staffId: string): Promise<string> =>
  (await stores.staff.byId(staffId))?.name ?? '';

const hasInHand = async (scope: Scope, { staffId }: Staff): Promise<boolean> =>
  (await talkingCases(scope, staffId)).length > 0;

/** How a drill went, for whoever has just said its first words. */
export type DrillWords = { readonly number: number; readonly taken: number; readonly words: number };

/**
 * Words that were typed in a messenger, of whoever has the drill. Somebody with a real student in hand speaks to the
 * student. Null where the words are none of a drill.
 */
export async function speakInDrill(scope: Scope, actor: Staff): Promise<DrillWords | null> {
  const drill = await scope.stores.drills.current();
  return drill === null || (await hasInHand(scope, actor)) ? null : sayFirstWords(scope, actor, drill);
}

/**
 * The first words of whoever has the drill end it; what they say is kept nowhere. For where no student can be meant: a
 * button, and the page of drills. Null where it is over, or somebody else's.
 */
export async function sayFirstWords(scope: Scope, actor: Staff, drill: Drill): Promise<DrillWords | null> {
  if (drill.ownerId !== actor.staffId || drill.firstWordsAt !== null) return null;
  if (!(await scope.stores.drills.noteWords(drill.id, actor.staffId, scope.now))) return null;
  const spoken = { ...drill, firstWordsAt: scope.now };
  await endDrill(scope, spoken, 'done', null);
  return { number: drill.number, ...doneFigures(spoken) };
}
