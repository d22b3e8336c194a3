import { addMs, minutesMs } from '../../../core/clock.ts';
import { say } from '../../../core/message.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import type { HandoffCase } from '../../../handoff/case.ts';
import type { CaseRequest, RequestKind } from '../../../handoff/case-team-store.ts';
import { caseWake } from '../../escalation/escalation.ts';
import { requestWake } from '../../escalation/request-wake.ts';
import { planRotaTask } from '../../escalation/rota-wake.ts';
import { contentAt, type Scope, utter } from '../../scope.ts';
import { askArrival } from '../ask-arrival.ts';
import { nameOfStaff, noteWork, openWork, type StaffActor, tellColleague } from './case-work.ts';
import { type Colleague, listColleagues } from './list-colleagues.ts';
import { withdrawAsked } from './withdraw-asked.ts';

/** A student must not hang between two people. */
const TRANSFER_MINUTES = 2;
const INVITE_MINUTES = 10;
/** As many as stand beside an owner. */
const MOST_BESIDE = 3;

export const waitMinutes = (kind: RequestKind): number =>
  kind === 'transfer' ? TRANSFER_MINUTES : INVITE_MINUTES;

type Asked = Colleague & { readonly requestId: string; readonly number: number; readonly minutes: number };
export type AskRefusal = 'absent' | 'unknown-person' | 'asked-already' | 'full';

/** Asks a colleague to take a case over, or to come beside its owner; until they accept nothing changes. */
export async function askColleague(
  scope: Scope,
  actor: StaffActor,
  kind: RequestKind,
  caseId: string,
  toStaffId: string,
): Promise<Result<Asked, AskRefusal>> {
  const { stores, now, parts } = scope;
  const one = await openWork(scope, actor, kind === 'transfer' ? 'case.transfer' : 'case.invite', caseId);
  if (one === null) return fail('absent');
  const to = (await listColleagues(scope, one, kind)).find(({ staffId }) => staffId === toStaffId);
  if (to === undefined) return fail('unknown-person');
  const beside = (await stores.teams.members([caseId])).get(caseId) ?? [];
  if (kind === 'invite' && beside.length >= MOST_BESIDE) return fail('full');
  const minutes = waitMinutes(kind);
  const id = parts.newId();
  const expiresAt = addMs(now, minutesMs(minutes));
  const request = { id, caseId, kind, fromStaffId: actor.staffId, toStaffId, offeredAt: now, expiresAt };
  if (!(await stores.teams.ask(request))) return fail('asked-already');
  scope.after.escalations.push({ id: requestWake(id), at: expiresAt });
  await noteWork(
    scope,
    one,
    kind === 'transfer' ? 'transfer-offered' : 'invite-offered',
    actor.staffId,
    toStaffId,
  );
  const name = await nameOfStaff(scope, actor.staffId);
  const said = { number: one.number, name, minutes, link: `${parts.publicUrl}/console/cases/${caseId}` };
  await tellColleague(scope, toStaffId, `asked:${id}`, caseId, (texts) => ({
    text: texts(kind === 'transfer' ? 'transfer.asked' : 'invite.asked', said),
    choices: [
      { id: `ask-yes.${id}`, label: texts(kind === 'transfer' ? 'transfer.accept' : 'invite.accept') },
      { id: `ask-no.${id}`, label: texts('ask.decline') },
    ],
  }));
  await stores.tellChange(`staff:${toStaffId}`);
  return ok({ ...to, requestId: id, number: one.number, minutes });
}

export type Answered = { readonly kind: RequestKind; readonly caseId: string; readonly number: number };

/** What a colleague says to it. `stale`: it was settled before, its time is over, or the case went elsewhere. */
export async function answerRequest(
  scope: Scope,
  actor: StaffActor,
  requestId: string,
  accepts: boolean,
): Promise<Result<Answered, 'absent' | 'stale'>> {
  const { stores, now } = scope;
  const request = await stores.teams.request(requestId);
  if (request === null || request.toStaffId !== actor.staffId) return fail('absent');
  const answered = async (): Promise<Answered> => {
    const { kind, caseId } = request;
    return { kind, caseId, number: (await stores.cases.byId(caseId))?.number ?? 0 };
  };
  if (request.status === (accepts ? 'accepted' : 'declined')) return ok(await answered());
  const one = await openWork(scope, actor, 'case.accept', request.caseId);
  if (one === null || request.status !== 'offered' || request.expiresAt <= now) return fail('stale');
  if (one.ownerId !== request.fromStaffId) {
    await stores.teams.settle(requestId, 'withdrawn', now);
    return fail('stale');
  }
  if (!accepts) {
    await end(scope, one, request, 'declined');
    return ok(await answered());
  }
  const done =
    request.kind === 'transfer' ? await take(scope, one, request) : await join(scope, one, request);
  if (!done) return fail('stale');
  return ok(await answered());
}

/** From now on it is theirs: the old owner and the student are told. */
async function take(scope: Scope, one: HandoffCase, request: CaseRequest): Promise<boolean> {
  const { stores, now } = scope;
  const { id, caseId, fromStaffId, toStaffId } = request;
  if (!(await stores.cases.transfer(caseId, fromStaffId, toStaffId, now)).ok) return false;
  await stores.teams.settle(id, 'accepted', now);
  await withdrawAsked(scope, one, toStaffId);
  scope.after.escalations.push({ id: caseWake(caseId), at: now });
  await askArrival(scope, caseId);
  await planRotaTask(scope, 'changes');
  const name = await nameOfStaff(scope, toStaffId);
  await tellColleague(scope, fromStaffId, `taken-over:${id}`, caseId, (texts) => ({
    text: texts('transfer.done', { number: one.number, name }),
  }));
  const content = await contentAt(scope, one.addressId);
  await tellStudent(scope, one, `taken-over:${id}`, content.conversation('handOver.toStudent'));
  await stores.tellChange('case', `staff:${toStaffId}`);
  return true;
}

async function join(scope: Scope, one: HandoffCase, request: CaseRequest): Promise<boolean> {
  const { stores, now, parts } = scope;
  const { id, caseId, fromStaffId, toStaffId } = request;
  const place = await stores.teams.join(parts.newId(), caseId, toStaffId, now);
  if (place === null) return false;
  await stores.teams.settle(id, 'accepted', now);
  await noteWork(scope, one, 'joined', toStaffId);
  const name = await nameOfStaff(scope, toStaffId);
  await tellColleague(scope, fromStaffId, `joined:${id}`, caseId, (texts) => ({
    text: texts('invite.joined', { number: one.number, name }),
  }));
  const content = await contentAt(scope, one.addressId);
  await tellStudent(scope, one, `joined:${id}`, content.tools('student.joined', { place }));
  return true;
}

const tellStudent = (scope: Scope, one: HandoffCase, dedupeKey: string, text: string): Promise<void> =>
  utter(scope, [{ addressId: one.addressId, lane: 'crisis', dedupeKey, caseId: one.id, message: say(text) }]);

type Ending = 'declined' | 'withdrawn' | 'expired';

/** It came to nothing: the case stays where it is, and both sides know. */
async function end(scope: Scope, one: HandoffCase, request: CaseRequest, how: Ending): Promise<boolean> {
  const { id, kind, fromStaffId, toStaffId } = request;
  if ((await scope.stores.teams.settle(id, how, scope.now)) === null) return false;
  const actor = how === 'declined' ? toStaffId : how === 'withdrawn' ? fromStaffId : null;
  await noteWork(scope, one, `${kind}-${how}`, actor, how === 'declined' ? null : toStaffId);
  if (one.status === 'closed' || one.ownerId !== fromStaffId) return true;
  const { number } = one;
  const minutes = waitMinutes(kind);
  const to = await nameOfStaff(scope, toStaffId);
  const from = await nameOfStaff(scope, fromStaffId);
  if (how !== 'withdrawn') {
    await tellColleague(scope, fromStaffId, `ended:${id}`, one.id, (texts) => ({
      text:
        how === 'declined'
          ? texts(`${kind}.declined`, { number, name: to })
          : texts(`${kind}.expired`, { number, name: to, minutes }),
    }));
  }
  if (how !== 'declined') {
    await tellColleague(scope, toStaffId, `ended:${id}`, null, (texts) => ({
      text: texts('ask.over', { number, name: from }),
    }));
  }
  return true;
}

/** Whoever asked takes it back; twice is no mistake. `too-late`: it was settled, or the case is no longer theirs. */
export async function withdrawRequest(
  scope: Scope,
  actor: StaffActor,
  requestId: string,
): Promise<'withdrawn' | 'absent' | 'too-late'> {
  const request = await scope.stores.teams.request(requestId);
  if (request === null || request.fromStaffId !== actor.staffId) return 'absent';
  if (request.status === 'withdrawn') return 'withdrawn';
  const action = request.kind === 'transfer' ? 'case.transfer' : 'case.invite';
  const one = await openWork(scope, actor, action, request.caseId);
  if (one === null) return 'too-late';
  return (await end(scope, one, request, 'withdrawn')) ? 'withdrawn' : 'too-late';
}

/** What nobody answered in time; harmless when it was answered. */
export async function expireRequest(scope: Scope, requestId: string): Promise<void> {
  const request = await scope.stores.teams.request(requestId);
  if (request === null || request.status !== 'offered') return;
  if (request.expiresAt > scope.now) {
    scope.after.escalations.push({ id: requestWake(requestId), at: request.expiresAt });
    return;
  }
  const one = await scope.stores.cases.byId(request.caseId);
  if (one !== null) await end(scope, one, request, 'expired');
}
