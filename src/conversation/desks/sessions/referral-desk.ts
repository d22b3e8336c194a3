import { nameActor } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import type { Action } from '../../../access/role-table.ts';
import { cap, showable } from '../../../core/clean-text.ts';
import {
  mayBecome,
  type Referral,
  type ReferralBody,
  type ReferralConsent,
  type ReferralEvent,
  type ReferralStatus,
  type ReferralWords,
  withStepWords,
} from '../../../sessions/referral.ts';
import type { ReferralLook } from '../../../sessions/referral-look.ts';
import { LONGEST_PLACE_NAME, type ReferralPlaces } from '../../../sessions/referral-places.ts';
import { tellStaff } from '../../changes/tell-staff.ts';
import { audit, type ConversationParts, inScope, type Scope } from '../../scope.ts';
import { listLooks, lookAtReferral } from '../../sessions/look-at-referral.ts';
import {
  openReferral,
  openSession,
  relationOfReferral,
  relationOfSession,
} from '../../sessions/open-session.ts';
import { visitorName } from '../people/visitor-name.ts';

type StaffActor = Extract<Actor, { kind: 'staff' }>;

/** Characters of each field of a referral. */
export const LONGEST_REFERRAL = 2_000;
const LOOKS_SHOWN = 300;

export type ReferralDraft = {
  readonly id: string;
  readonly to: string;
  readonly outside: boolean;
  readonly why: string;
  readonly documents: string;
  /** Null: not said. */
  readonly consent: ReferralConsent | null;
};

export type ReferralRow = Pick<Referral, 'id' | 'outside' | 'status' | 'madeAt' | 'changedAt'> & {
  readonly counsellor: string;
  readonly visitor: string;
  readonly to: string;
};

export type ReferralView = ReferralRow &
  Pick<Referral, 'appointmentId'> &
  Pick<ReferralBody, 'consent' | 'decision'> & {
    /** Null where the viewer may not read them. */
    readonly words: ReferralWords | null;
    /** They may look for a written reason. */
    readonly mayLook: boolean;
    /** Until when they look behind the glass; null where they do not. */
    readonly lookUntil: Date | null;
    readonly events: readonly (Omit<ReferralEvent, 'staffId'> & { readonly staff: string })[];
    readonly steps: readonly Exclude<ReferralStatus, 'proposed'>[];
  };

export type ReferralProblem = 'no-place' | 'no-reason' | 'no-consent' | 'too-long' | 'absent';
/** A look of somebody whose role does not read referrals. */
export type ReferralLookRow = ReferralLook & { readonly name: string };
export type LookOutcome = 'opened' | 'absent' | 'ground' | 'reason';
export type StepOutcome = 'done' | 'absent' | 'stale' | 'no-words' | 'too-long';

/** 转介; authorised and audited here, forbidden looks like absent. */
export interface ReferralDesk {
  places(): ReferralPlaces;
  list(actor: Actor): Promise<readonly ReferralRow[] | null>;
  view(actor: Actor, id: string): Promise<ReferralView | null>;
  /** The same id twice is one. Outside the university it waits for the centre head. */
  add(actor: Actor, appointmentId: string, draft: ReferralDraft): Promise<'added' | ReferralProblem>;
  /** Words are needed to refuse, and for an answer. */
  step(actor: Actor, id: string, to: ReferralStatus, words: string): Promise<StepOutcome>;
  /** Opens what it says for an hour, told to the other centre heads. */
  look(actor: Actor, id: string, ground: string, reason: string): Promise<LookOutcome>;
  /** Looks of everybody that this viewer hears of, newest first. */
  looks(actor: Actor): Promise<readonly ReferralLookRow[] | null>;
}

export function createReferralDesk(parts: ConversationParts): ReferralDesk {
  const asStaff = <T>(
    actor: Actor,
    otherwise: T,
    work: (scope: Scope, staff: StaffActor) => Promise<T>,
  ): Promise<T> => inScope(parts, async (scope) => (actor.kind === 'staff' ? work(scope, actor) : otherwise));
  return {
    places: () => parts.centre().referralPlaces,
    list: (actor) => asStaff(actor, null, listReferrals),
    view: (actor, id) => asStaff(actor, null, (scope, staff) => viewReferral(scope, staff, id)),
    add: (actor, appointmentId, draft) =>
      asStaff<'added' | ReferralProblem>(actor, 'absent', (scope, staff) =>
        addReferral(scope, staff, appointmentId, draft),
      ),
    step: (actor, id, to, words) =>
      asStaff<StepOutcome>(actor, 'absent', (scope, staff) => takeStep(scope, staff, id, to, words)),
    look: (actor, id, ground, reason) =>
      asStaff<LookOutcome>(actor, 'absent', (scope, staff) =>
        lookAtReferral(scope, staff, id, ground, reason),
      ),
    looks: (actor) => asStaff(actor, null, (scope, staff) => listLooks(scope, staff, LOOKS_SHOWN)),
  };
}

type Names = ReadonlyMap<string, string>;
const readNames = async ({ stores }: Scope): Promise<Names> =>
  new Map((await stores.staff.list()).map((one) => [one.id, one.name]));

const toRow = (one: Referral, names: Names): ReferralRow => ({
  id: one.id,
  outside: one.outside,
  status: one.status,
  madeAt: one.madeAt,
  changedAt: one.changedAt,
  counsellor: names.get(one.staffId) ?? '',
  visitor: visitorName(one.contactId),
  to: one.body.to,
});

async function listReferrals(scope: Scope, actor: StaffActor): Promise<ReferralRow[] | null> {
  const resource = { kind: 'referrals' } as const;
  const allowed = can(actor, 'referrals.list', resource, 'care');
  const entry = { actor: nameActor(actor), resource: 'referrals', purpose: 'care' as const };
  await audit(scope, { ...entry, action: 'referrals.list', allowed });
  if (!allowed) return null;
  const names = await readNames(scope);
  const rows: ReferralRow[] = [];
  for (const one of await scope.stores.referrals.list('all')) {
    const relation = await relationOfSession(scope, 'referral', one.id, one.staffId);
    if (can(actor, 'referral.see', relation, 'care')) rows.push(toRow(one, names));
  }
  return rows;
}

const STEPS = ['approved', 'refused', 'sent', 'answered', 'withdrawn'] as const;
const actionOf = (to: ReferralStatus) =>
  to === 'approved' || to === 'refused' ? 'referral.decide' : 'referral.change';

async function viewReferral(scope: Scope, actor: StaffActor, id: string): Promise<ReferralView | null> {
  const one = await openReferral(scope, actor, 'referral.see', id);
  if (one === null) return null;
  const names = await readNames(scope);
  const relation = await relationOfReferral(scope, actor, one);
  const may = (action: Action): boolean => can(actor, action, relation, 'care');
  const { consent, decision, why, documents, sent, withdrawn, answer } = one.body;
  // Opened once more for the audit: that its words were read.
  const reads = may('referral.read') && (await openReferral(scope, actor, 'referral.read', id)) !== null;
  const events = await scope.stores.referrals.events(id);
  return {
    ...toRow(one, names),
    appointmentId: one.appointmentId,
    consent,
    decision,
    words: reads ? { why, documents, sent, withdrawn, answer } : null,
    mayLook: !reads && may('referral.break-glass'),
    lookUntil: await scope.stores.referralLooks.openUntil(id, actor.staffId, scope.now),
    events: events.map(({ kind, staffId, at }) => ({ kind, staff: names.get(staffId) ?? '', at })),
    steps: STEPS.filter((to) => mayBecome(one.status, to) && may(actionOf(to))),
  };
}

async function addReferral(
  scope: Scope,
  actor: StaffActor,
  appointmentId: string,
  draft: ReferralDraft,
): Promise<'added' | ReferralProblem> {
  const session = await openSession(scope, actor, 'session.refer', appointmentId);
  if (session === null || session.status !== 'attended') return 'absent';
  const { consent, outside } = draft;
  const texts = [draft.to, draft.why, draft.documents];
  if (texts.some((text) => text.length > LONGEST_REFERRAL)) return 'too-long';
  const [to = '', why = '', documents = ''] = texts.map((text) => cap(showable(text)).trim());
  if (to === '') return 'no-place';
  // Those read it who read nothing else.
  if (to.length > LONGEST_PLACE_NAME) return 'too-long';
  if (why === '') return 'no-reason';
  if (consent === null) return 'no-consent';
  const { stores, parts, now } = scope;
  const known = scope.centre.referralPlaces.places.find(({ name }) => name === to);
  const one: Referral = {
    id: draft.id,
    contactId: session.contactId,
    appointmentId,
    staffId: actor.staffId,
    // The list knows better than a form where a place is.
    outside: known?.outside ?? outside,
    status: (known?.outside ?? outside) ? 'proposed' : 'approved',
    body: { to, why, documents, consent, decision: '', sent: '', withdrawn: '', answer: '' },
    madeAt: now,
    changedAt: now,
  };
  await stores.referrals.add(one, parts.newId());
  await stores.tellChange('referrals');
  if (one.status === 'proposed') await tellHeads(scope, one.id);
  return 'added';
}

async function tellHeads(scope: Scope, id: string): Promise<void> {
  const heads = (await scope.stores.staff.list()).filter(
    ({ roles, disabledAt }) => roles.includes('centre-head') && disabledAt === null,
  );
  const link = `${scope.parts.publicUrl}/console/referrals/${id}`;
  for (const head of heads)
    await tellStaff(scope, head.id, `referral-asked:${id}:${head.id}`, (texts) =>
      texts('session.referralAsked', { link }),
    );
}

async function takeStep(
  scope: Scope,
  actor: StaffActor,
  id: string,
  to: ReferralStatus,
  words: string,
): Promise<StepOutcome> {
  const one = await openReferral(scope, actor, actionOf(to), id);
  if (one === null) return 'absent';
  if (!mayBecome(one.status, to)) return 'stale';
  if (words.length > LONGEST_REFERRAL) return 'too-long';
  const text = showable(words).trim();
  if (text === '' && (to === 'refused' || to === 'answered')) return 'no-words';
  const body = withStepWords(one.body, to, text);
  const { stores, parts, now } = scope;
  const event = { id: parts.newId(), staffId: actor.staffId, at: now };
  await stores.referrals.change({ ...one, status: to, body, changedAt: now }, event);
  await stores.tellChange('referrals');
  if (actionOf(to) === 'referral.decide' && one.staffId !== actor.staffId) {
    const link = `${parts.publicUrl}/console/referrals/${id}`;
    await tellStaff(scope, one.staffId, `referral-${to}:${id}`, (texts) =>
      texts('session.referralDecided', { link }),
    );
  }
  return 'done';
}
