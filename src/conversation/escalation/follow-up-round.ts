import { decideFollowUp } from '../../handoff/closing/decide-follow-up.ts';
import type { FollowUp } from '../../handoff/follow-up-store.ts';
import type { RegisterEntry } from '../../handoff/register-store.ts';
import { localDateOf, localDaysUntil } from '../../handoff/rota/local-day.ts';
import type { StaffMember } from '../../people/staff.ts';
import type { Scope } from '../scope.ts';
import { type Notice, tellOrNotify } from '../staff/tell-or-notify.ts';
import type { Voice } from '../staff/tell-voiced.ts';
import { greetStudent } from '../student/greeting.ts';
import { followUpWake } from './follow-up-wake.ts';

/** As many checks as one message names. */
const NAMED = 10;

/** Does what is due for a check now; harmless when nothing is, and when somebody else does it. */
export async function runFollowUp(scope: Scope, checkId: string): Promise<void> {
  const { stores, now } = scope;
  const check = await stores.followUps.claim(checkId, now);
  if (check === null) return;
  const entry = await stores.register.byId(check.entryId);
  if (entry === null) return;
  if (check.greetAt !== null && check.greetAt <= now) {
    await stores.followUps.noteGreeted(check.id);
    await greetStudent(scope, check, entry);
  }
  if (check.wakeAt !== null && check.wakeAt <= now) await remindOrEscalate(scope, check, entry);
  await wakeNext(scope, checkId);
}

/** The greeting and the reminder have times of their own. */
async function wakeNext({ stores, after }: Scope, checkId: string): Promise<void> {
  const check = await stores.followUps.byId(checkId);
  for (const at of [check?.wakeAt, check?.greetAt]) {
    if (at) after.escalations.push({ id: followUpWake(checkId), at });
  }
}

async function remindOrEscalate(scope: Scope, check: FollowUp, entry: RegisterEntry): Promise<void> {
  const { stores, now, centre } = scope;
  const decision = decideFollowUp(centre.followUp, check, now);
  const { wakeAt } = decision;
  switch (decision.kind) {
    case 'wait':
      return stores.followUps.noteWake(check.id, { wakeAt });
    case 'remind':
      await stores.followUps.noteWake(check.id, { wakeAt, remindedAt: now });
      await tellDue(scope, entry);
      return stores.tellChange('register');
    case 'escalate':
      await stores.followUps.noteWake(check.id, { wakeAt, escalatedAt: now });
      await tellOverdue(scope, entry, wakeAt);
      return stores.tellChange('register');
  }
}

type Responsible = { readonly heads: readonly StaffMember[]; readonly owner: StaffMember | null };

/** Read when telling, never earlier: somebody who is gone is responsible for nothing. */
async function readResponsible({ stores }: Scope, entry: RegisterEntry): Promise<Responsible> {
  const members = (await stores.staff.list()).filter(({ disabledAt }) => disabledAt === null);
  return {
    heads: members.filter(({ roles, sample }) => roles.includes('centre-head') && !sample),
    owner: members.find(({ id }) => id === entry.ownerId) ?? null,
  };
}

/** Once a morning, of everything that this person has to do by today. */
async function tellDue(scope: Scope, entry: RegisterEntry): Promise<void> {
  const { heads, owner } = await readResponsible(scope, entry);
  const today = localDateOf(scope.now);
  if (owner === null) return tellOwnerless(scope, heads, `follow-up-nobody:${today}`);
  const due = await listDue(scope, owner.id, today);
  const count = due.length;
  await tellOrNotify(
    scope,
    owner.id,
    `follow-up-due:${owner.id}:${today}`,
    { count, what: (texts) => texts('notice.followUpDue', { count }) },
    (voice) => ({
      text: voice.texts('followUp.due', { count, lines: listed(voice, due, today), link: link(scope) }),
    }),
  );
}

/** The owner, and the centre heads beside them; again and again. */
async function tellOverdue(scope: Scope, entry: RegisterEntry, round: Date): Promise<void> {
  const { heads, owner } = await readResponsible(scope, entry);
  const today = localDateOf(scope.now);
  if (owner === null) return tellOwnerless(scope, heads, `follow-up-nobody:${round.getTime()}`);
  const isHead = heads.some(({ id }) => id === owner.id);
  const others = heads.filter(({ id }) => id !== owner.id);
  const ownerReached = await tellLate(scope, owner.id, owner.id, today, round);
  const reached = await tellEach(others, ({ id }) => tellLate(scope, id, null, today, round));
  if (reached || (isHead && ownerReached)) return;
  const count = (await listDue(scope, null, today)).filter(({ dueOn }) => dueOn < today).length;
  await tellAdministrators(scope, `follow-up-overdue:${round.getTime()}`, count, 'followUp.overdueNoHead');
}

/** Tells each of them; answers whether it gets to any now. */
async function tellEach(
  members: readonly StaffMember[],
  tellOne: (member: StaffMember) => Promise<boolean>,
): Promise<boolean> {
  let reached = false;
  for (const member of members) reached = (await tellOne(member)) || reached;
  return reached;
}

/** @param ownerId whose checks are meant; null for everybody's */
async function tellLate(
  scope: Scope,
  staffId: string,
  ownerId: string | null,
  today: string,
  round: Date,
): Promise<boolean> {
  const late = (await listDue(scope, ownerId, today)).filter(({ dueOn }) => dueOn < today);
  const count = late.length;
  return tellOrNotify(
    scope,
    staffId,
    `follow-up-overdue:${staffId}:${round.getTime()}`,
    { count, what: (texts) => texts('notice.followUpOverdue', { count }) },
    (voice) => ({
      text: voice.texts('followUp.overdue', { count, lines: listed(voice, late, today), link: link(scope) }),
    }),
  );
}

/** Where no centre head can be reached either, the administrators hear that somebody has to be named, and no more. */
export async function tellOwnerless(scope: Scope, heads: readonly StaffMember[], key: string): Promise<void> {
  const entries = (await scope.stores.register.list(null)).filter(({ ownerId }) => ownerId === null);
  const cases = entries.slice(0, NAMED).map(({ caseNumber }) => `#${caseNumber}`);
  const count = Math.max(1, entries.length);
  const notice: Notice = { count, what: (texts) => texts('notice.followUpNobody', { count }) };
  const reached = await tellEach(heads, ({ id }) =>
    tellOrNotify(scope, id, `${key}:${id}`, notice, ({ texts }) => ({
      text: texts('followUp.ownerless', { count, cases: cases.join(' '), link: link(scope) }),
    })),
  );
  if (!reached) await tellAdministrators(scope, key, count, 'followUp.noHead');
}

async function tellAdministrators(
  scope: Scope,
  key: string,
  count: number,
  said: 'followUp.noHead' | 'followUp.overdueNoHead',
): Promise<void> {
  const about = said === 'followUp.noHead' ? 'notice.followUpNobody' : 'notice.followUpOverdue';
  for (const { id, roles, disabledAt } of await scope.stores.staff.list()) {
    if (disabledAt !== null || !roles.includes('administrator')) continue;
    const notice: Notice = { count, what: (texts) => texts(about, { count }) };
    await tellOrNotify(scope, id, `${key}:admin:${id}`, notice, ({ texts }) => ({
      text: texts(said, { count }),
    }));
  }
}

type Due = { readonly number: number; readonly dueOn: string; readonly owner: string | null };

/** What is owed by today, earliest first: of one person, or of everybody. */
async function listDue({ stores }: Scope, ownerId: string | null, today: string): Promise<Due[]> {
  const entries = new Map((await stores.register.list(ownerId)).map((entry) => [entry.id, entry]));
  const names = new Map((await stores.staff.list()).map(({ id, name }) => [id, name]));
  const open = await stores.followUps.open([...entries.keys()]);
  return open
    .filter(({ dueOn }) => dueOn <= today)
    .flatMap(({ entryId, dueOn }) => {
      const entry = entries.get(entryId);
      if (entry === undefined) return [];
      const owner = entry.ownerId === null ? null : (names.get(entry.ownerId) ?? null);
      return [{ number: entry.caseNumber, dueOn, owner }];
    });
}

function listed({ texts }: Voice, due: readonly Due[], today: string): string {
  const nobody = texts('followUp.nobody');
  return due
    .slice(0, NAMED)
    .map(({ number, dueOn, owner }) => {
      const days = localDaysUntil(dueOn, today);
      return days === 0
        ? texts('followUp.lineToday', { number })
        : texts('followUp.lineLate', { number, days, name: owner ?? nobody });
    })
    .join('\n');
}

const link = ({ parts }: Scope): string => `${parts.publicUrl}/console/follow-up`;

/** Somebody is gone: what they had to look after is the centre heads' from now on, and they hear of it. */
export async function releaseFollowUps(scope: Scope, staffId: string): Promise<void> {
  const dropped = await scope.stores.register.dropOwner(staffId, scope.now);
  const first = dropped[0];
  if (first === undefined) return;
  const { heads } = await readResponsible(scope, first);
  await tellOwnerless(scope, heads, `follow-up-left:${staffId}:${scope.now.getTime()}`);
  await scope.stores.tellChange('register');
}
