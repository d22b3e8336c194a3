import { nameActor, nameResource } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import { type BreakGlass, type GlassPart, mayOweReason } from '../../../handoff/break-glass.ts';
import type { HandoffCase } from '../../../handoff/case.ts';
import type { Line, TimelineStore } from '../../ports/timeline.ts';
import { audit, type ConversationParts, inScope, type Scope } from '../../scope.ts';
import { relationOf } from '../../staff/case-actions.ts';
import {
  type BreakOutcome,
  breakGlass,
  giveReason,
  mayBreak,
  mayGiveReason,
  relationBehindGlass,
} from '../../staff/glass/break-glass.ts';
import { headsHear } from '../../staff/glass/who-hears.ts';
import { type IdentityView, readIdentity } from './identity-desk.ts';

type StaffActor = Extract<Actor, { kind: 'staff' }>;

/** The last lines, and not the whole talk: the minimum. */
const LINES_SHOWN = 60;
const LOOKS_SHOWN = 300;

export type GlassView = {
  readonly id: string;
  readonly number: number;
  readonly level: HandoffCase['level'];
  /** They may look first and give the reason later. */
  readonly mayOwe: boolean;
  /** What this viewer may open, with a reason. */
  readonly may: Readonly<Record<GlassPart, boolean>>;
  /** They read it anyhow. */
  readonly readsAnyhow: boolean;
  /** This viewer's looks at the case, newest first. */
  readonly looks: readonly BreakGlass[];
  /** Null while the glass is whole. */
  readonly identity: IdentityView | null;
  readonly lines: readonly Line[] | null;
};

export type LookRow = BreakGlass & { readonly number: number; readonly name: string };

/** Looking without the right to, for a reason; authorised and audited here. Null and absent look alike. */
export interface GlassDesk {
  view(actor: Actor, caseId: string): Promise<GlassView | null>;
  open(actor: Actor, caseId: string, part: GlassPart, ground: string, reason: string): Promise<BreakOutcome>;
  giveReason(
    actor: Actor,
    glassId: string,
    ground: string,
    reason: string,
  ): Promise<'given' | 'absent' | 'ground' | 'reason'>;
  /** Looks of everybody that this viewer hears of, those whose reason is overdue first. */
  list(actor: Actor): Promise<LookRow[] | null>;
}

export const createGlassDesk = (parts: ConversationParts, timeline: TimelineStore): GlassDesk => ({
  async view(actor, caseId) {
    const seen = await inScope(parts, (scope) => look(scope, actor, caseId));
    if (seen === null) return null;
    // After the transaction: a connection that waits for a second one can starve everybody.
    return { ...seen, lines: seen.readsWords ? await timeline.ofCase(caseId, LINES_SHOWN) : null };
  },
  open: (actor, caseId, part, ground, reason) =>
    inScope(parts, async (scope) =>
      actor.kind === 'staff' ? breakGlass(scope, actor, caseId, part, ground, reason) : 'absent',
    ),
  giveReason: (actor, glassId, ground, reason) =>
    inScope(parts, async (scope) =>
      actor.kind === 'staff' ? giveReason(scope, actor, glassId, ground, reason) : 'absent',
    ),
  list: (actor) =>
    inScope(parts, async (scope) => {
      const allowed = can(actor, 'glasses.list', { kind: 'glasses' }, 'administration');
      const entry = { actor: nameActor(actor), action: 'glasses.list' as const, resource: 'glasses' };
      await audit(scope, { ...entry, purpose: 'administration', allowed });
      if (!allowed) return null;
      const staff = await scope.stores.staff.list();
      const members = new Map(staff.map(({ id, name }) => [id, name]));
      const isHead = actor.kind === 'staff' && actor.roles.includes('centre-head');
      const headHears = await headsHear(scope);
      const rows: LookRow[] = [];
      for (const one of await scope.stores.glasses.list(LOOKS_SHOWN)) {
        if (!isHead && headHears(one.staffId)) continue;
        const number = (await scope.stores.cases.byId(one.caseId))?.number ?? 0;
        rows.push({ ...one, number, name: members.get(one.staffId) ?? '' });
      }
      return rows;
    }),
});

async function look(scope: Scope, actor: Actor, caseId: string) {
  const one = await scope.stores.cases.byId(caseId);
  if (one === null || actor.kind !== 'staff') return null;
  const relation = await relationOf(scope, one);
  const may = {
    identity: await mayBreak(scope, actor, one, 'identity'),
    words: await mayBreak(scope, actor, one, 'words'),
  };
  const base = { actor: nameActor(actor), resource: nameResource(relation), purpose: 'crisis' as const };
  const looks = await scope.stores.glasses.ofStaff(caseId, actor.staffId);
  const shown =
    may.identity || (looks.some(isGoingOn(scope.now)) && (await mayGiveReason(scope, actor, one)));
  await audit(scope, { ...base, action: 'case.break-glass', allowed: shown });
  if (!shown) return null;
  return {
    id: one.id,
    number: one.number,
    level: one.level,
    mayOwe: mayOweReason(one),
    may,
    readsAnyhow: can(actor, 'case.read', relation, 'crisis'),
    looks,
    identity: await identityBehind(scope, actor, one),
    readsWords: await readsBehind(scope, actor, one),
  };
}

/** It is open, or its reason is owed. */
const isGoingOn =
  (now: Date) =>
  ({ expiresAt, reasonAt }: BreakGlass): boolean =>
    expiresAt > now || reasonAt === null;

async function identityBehind(
  scope: Scope,
  actor: StaffActor,
  one: HandoffCase,
): Promise<IdentityView | null> {
  const relation = await relationBehindGlass(scope, actor, one, 'identity');
  if (!can(actor, 'case.identify', relation, 'crisis')) return null;
  const base = { actor: nameActor(actor), resource: nameResource(relation), purpose: 'crisis' as const };
  await audit(scope, { ...base, action: 'case.identify', allowed: true });
  return readIdentity(scope, actor, one, relation);
}

async function readsBehind(scope: Scope, actor: StaffActor, one: HandoffCase): Promise<boolean> {
  const relation = await relationBehindGlass(scope, actor, one, 'words');
  if (!can(actor, 'case.read-behind-glass', relation, 'crisis')) return false;
  const base = { actor: nameActor(actor), resource: nameResource(relation), purpose: 'crisis' as const };
  await audit(scope, { ...base, action: 'case.read-behind-glass', allowed: true });
  return true;
}
